import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Appended, NO_STREAM, StoreUnavailable } from '#ledger-store/event-store';
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
    await restart();
  });
  afterEach(async () => {
    await writer.close();
    rmSync(folder, { recursive: true });
  });

  async function restart(): Promise<void> {
    failures = [];
    writer = await WriterClient.start(
      { file },
      { committed: (position) => commits.push(position), failed: (error) => failures.push(error) },
    );
  }

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
    let round = 0;
    let outcomes: readonly string[];
    // On a busy machine the writer may have answered before it is killed: then it is tried once more.
    do {
      if (round > 0) await restart();
      outcomes = await killedWith(['a', 'b', 'c'].map((name) => `${name}${round}`));
    } while (outcomes.includes('Appended') && round++ < 20);
    // The third waited for one of the others to be answered: it was never sent, so it is known not to be there.
    expect(outcomes).toEqual(['OutcomeUnknown', 'OutcomeUnknown', 'StoreUnavailable']);
    await expect(append('later', NO_STREAM)).rejects.toThrow(StoreUnavailable);
    await expect(writer.erase('before', ['c'])).rejects.toThrow('restart the service');
    expect(failures).toHaveLength(1);
  });

  /** Appends to streams and kills the writer. Gives what the callers were told, after seeing that it is so in the file. */
  async function killedWith(streams: readonly string[]): Promise<readonly string[]> {
    const sent = Promise.allSettled(streams.map((stream) => append(stream, NO_STREAM, 10_000)));
    await nextTurn();
    await writer.kill();
    const outcomes = (await sent).map((outcome) =>
      outcome.status === 'fulfilled' ? 'Appended' : (outcome.reason as Error).constructor.name,
    );
    await writer.close();
    const reader = new SqliteEventReader(file);
    expect(reader.lastRevision('before')).toBe(0);
    const possible: Readonly<Record<string, readonly number[]>> = {
      Appended: [9_999],
      OutcomeUnknown: [NO_STREAM, 9_999],
      StoreUnavailable: [NO_STREAM],
    };
    for (const [i, stream] of streams.entries()) {
      expect(possible[outcomes[i]!]).toContain(reader.lastRevision(stream));
    }
    reader.close();
    return outcomes;
  }

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
    await expect(append('s', 0)).rejects.toThrow(/is damaged \(.* constraint failed: entry_places/);
    expect(failures).toHaveLength(1);
  });

  it('commits nothing more once it has stopped, not even what was sent before that was known', async () => {
    await append('s', NO_STREAM);
    const stranger = new DatabaseSync(file);
    stranger.exec("INSERT INTO entries (stream, revision, bytes) VALUES (1, 0, x'01')");
    stranger.close();
    const [erased, appended] = await Promise.allSettled([writer.erase('s', ['c']), append('t', NO_STREAM)]);
    expect(erased).toMatchObject({
      reason: { name: 'StoreUnavailable', message: expect.stringContaining('is damaged') },
    });
    expect(appended).toMatchObject({ reason: { name: 'StoreUnavailable' } });
    await writer.close();
    const reader = new SqliteEventReader(file);
    expect(reader.lastRevision('t')).toBe(NO_STREAM);
    reader.close();
  });

  it('says why it could not start', async () => {
    const elsewhere = join(folder, 'missing', 'events.sqlite');
    const start = WriterClient.start({ file: elsewhere }, { committed: () => undefined, failed: () => undefined });
    await expect(start).rejects.toThrow(StoreUnavailable);
    await expect(start).rejects.toThrow(elsewhere);
  });
});
