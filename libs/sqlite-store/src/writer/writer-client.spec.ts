import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Appended, NO_STREAM, OutcomeUnknown, StoreUnavailable } from '#ledger-store/event-store';
import { SqliteEventReader } from '../sqlite-event-reader.ts';
import { WriterClient } from './writer-client.ts';

describe("The writer's thread", () => {
  let folder: string;
  let file: string;
  let writer: WriterClient;
  let commits: number[];
  let failures: Error[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-writer-'));
    file = join(folder, 'events.sqlite');
    commits = [];
    failures = [];
    writer = await WriterClient.start(
      { file },
      { committed: (position) => commits.push(position), failed: (error) => failures.push(error) },
    );
  });
  afterEach(async () => {
    await writer.close();
    rmSync(folder, { recursive: true });
  });

  const append = (stream: string, expectedRevision: number, count = 1): Promise<Appended> => {
    const entries = Array.from({ length: count }, (_, i) => ({
      id: `${i}`,
      bytes: new TextEncoder().encode(`${stream} ${expectedRevision + 1 + i} `.padEnd(600, '.')),
    }));
    return writer.append({ stream, expectedRevision, entries, disclosures: [] });
  };

  it('commits what gathers in two halves, and what gathers while a commit is under way in one transaction', async () => {
    await Promise.all(Array.from({ length: 1_000 }, (_, i) => append(`s${i}`, NO_STREAM)));
    expect(commits).toEqual([500, 1_000]);
    const callers = Array.from({ length: 50 }, async (_, i) => {
      for (let revision = 0; revision < 20; revision++) await append(`s${i}`, revision);
    });
    await Promise.all(callers);
    // 1,000 appends by 50 callers; whoever was answered together comes together.
    expect(commits.at(-1)).toBe(2_000);
    expect(commits.length).toBeLessThanOrEqual(2 + 3 * 20);
  });

  it('splits what is too much for one transaction', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => append(`s${i}`, NO_STREAM, 1_000)));
    expect(commits.length).toBeGreaterThan(1);
    expect(commits.at(-1)).toBe(20_000);
  });

  it('leaves open what became of an append when it ends unasked, and takes nothing more', async () => {
    await append('before', NO_STREAM);
    const sent = [append('a', NO_STREAM, 10_000), append('b', NO_STREAM, 10_000), append('c', NO_STREAM, 10_000)];
    const outcomes = Promise.allSettled(sent);
    await nextTurn();
    await writer.kill();
    const [a, b, c] = (await outcomes).map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as unknown) : undefined,
    );
    expect(a).toBeInstanceOf(OutcomeUnknown);
    expect(b).toBeInstanceOf(OutcomeUnknown);
    // The third waited for one of the others to be answered: it was never sent, so it is known not to be there.
    expect(c).toBeInstanceOf(StoreUnavailable);
    await expect(append('later', NO_STREAM)).rejects.toThrow(StoreUnavailable);
    await expect(writer.erase('before', ['c'])).rejects.toThrow('restart the service');
    expect(failures).toHaveLength(1);
    await writer.close();

    const reader = new SqliteEventReader(file);
    expect(reader.lastRevision('before')).toBe(0);
    expect([NO_STREAM, 9_999]).toContain(reader.lastRevision('a'));
    expect([NO_STREAM, 9_999]).toContain(reader.lastRevision('b'));
    expect(reader.lastRevision('c')).toBe(NO_STREAM);
    reader.close();
  });

  it('reports that another program holds the file, writes nothing, and goes on when it is free', async () => {
    await append('s', NO_STREAM);
    const stranger = new DatabaseSync(file);
    stranger.exec('BEGIN IMMEDIATE');
    await expect(append('s', 0)).rejects.toThrow(StoreUnavailable);
    stranger.exec('ROLLBACK');
    stranger.close();
    expect(await append('s', 0)).toEqual({ firstRevision: 1, position: 2 });
    expect(failures).toEqual([]);
  });

  it('notices entries that were written past it, and takes the stream from where it is', async () => {
    await append('s', NO_STREAM);
    const stranger = new DatabaseSync(file);
    stranger.exec("INSERT INTO entries (stream, revision, bytes) VALUES (1, 1, x'01')");
    stranger.close();
    await expect(append('s', 0)).rejects.toThrow('written by another program');
    await expect(append('s', 0)).rejects.toMatchObject({ name: 'RevisionConflict', actual: 1 });
    expect(await append('s', 1)).toEqual({ firstRevision: 2, position: 3 });
  });

  it('stops where a stream turns out to hold a revision twice', async () => {
    await append('s', NO_STREAM);
    await writer.close();
    const stranger = new DatabaseSync(file);
    stranger.exec("INSERT INTO entries (stream, revision, bytes) VALUES (1, 0, x'01')");
    stranger.close();
    writer = await WriterClient.start(
      { file },
      { committed: (position) => commits.push(position), failed: (error) => failures.push(error) },
    );
    await expect(append('s', 0)).rejects.toThrow('is damaged (UNIQUE constraint failed: entry_places');
    expect(failures).toHaveLength(1);
  });

  it('says why it could not start', async () => {
    const elsewhere = join(folder, 'missing', 'events.sqlite');
    const start = WriterClient.start({ file: elsewhere }, { committed: () => undefined, failed: () => undefined });
    await expect(start).rejects.toThrow(StoreUnavailable);
    await expect(start).rejects.toThrow(elsewhere);
  });
});
