import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pragma } from '#sqlite-store/database';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { AcknowledgementJournal } from './acknowledgement-journal.ts';
import { appenderDisclosure, isAppenders } from './appender-entries.ts';
import { ChildProgram, programOf } from './child-program.ts';
import { Random, runSeed } from './random.ts';
import { acknowledgedIn, auditStore } from './store-audit.ts';

/** Rounds on one folder, and how many folders: ONUS_KILL_FOLDERS=300 for a night. */
const ROUNDS = 30;
const FOLDERS = Number(process.env['ONUS_KILL_FOLDERS'] ?? 1);
const WRITERS = 8;

describe('The event store, killed at any moment', () => {
  let folder: string;
  let file: string;
  let journal: AcknowledgementJournal;
  let random: Random;
  let folders = 0;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onus-kill-'));
    file = join(folder, 'data', 'events.sqlite');
    journal = new AcknowledgementJournal(join(folder, 'journal'));
    random = new Random(runSeed() + folders++);
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true });
  });

  /** Lets the appender run, kills it at a random moment, and notes what it had acknowledged. */
  const runAndKill = async (round: number, ...flags: string[]): Promise<void> => {
    const place = ['--file', file, '--run', `${round}`];
    const load = ['--seed', `${random.between(0, 1e9)}`, '--writers', `${WRITERS}`];
    const child = new ChildProgram(process.execPath, [...programOf('appender.ts'), ...place, ...load, ...flags]);
    // One round in six is killed while it starts, the others after some acknowledgements and a little more.
    if (random.between(1, 6) === 1) await pause(random.between(0, 250));
    else if (!(await child.until(random.between(1, 400)))) throw new Error((await child.ended).errors);
    await pause(random.between(0, 8));
    const { signal } = await child.kill();
    expect(signal).toBe('SIGKILL');
    journal.note(child.lines.filter((line) => line.startsWith('ack ')));
  };

  const findings = async (): Promise<string[]> => {
    const acknowledged = journal.lines().map(acknowledgedIn);
    const store = await SqliteEventStore.open({ file });
    const found = await auditStore(store, acknowledged);
    for (const entry of await store.readAll(0, 1_000_000)) {
      if (!isAppenders(entry)) found.push(`nobody appended ${entry.stream}@${entry.revision}`);
    }
    for (let writer = 0; writer < WRITERS; writer++) found.push(...(await strayDisclosures(store, `s${writer}`)));
    await store.close();
    return found;
  };

  it.each(Array.from({ length: FOLDERS }, (_, i) => i + 1))(
    `loses and changes nothing that was acknowledged, in ${ROUNDS} rounds, and opens again at once (folder %i)`,
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        await runAndKill(round);
        expect(await findings()).toEqual([]);
        const database = new DatabaseSync(file, { readOnly: true });
        expect(pragma(database, 'integrity_check')).toBe('ok');
        database.close();
      }
      expect(journal.lines().length).toBeGreaterThan(ROUNDS * 20);
    },
    300_000,
  );

  it('would be found out if it acknowledged before its commit', async () => {
    let found: string[] = [];
    for (let round = 0; round < 10 && found.length === 0; round++) {
      await runAndKill(round, '--early');
      found = await findings();
    }
    expect(found).toContainEqual(expect.stringContaining('was acknowledged and is gone'));
  });
});

/** Each entry was appended with a disclosure: they are there together or not at all. */
async function strayDisclosures(store: SqliteEventStore, stream: string): Promise<string[]> {
  const last = await store.lastRevision(stream);
  const commitments = Array.from(
    { length: last + 100 },
    (_, revision) => appenderDisclosure(stream, revision).commitment,
  );
  const kept = await store.readDisclosures(stream, commitments);
  return kept.length === last + 1 ? [] : [`${stream} has ${last + 1} entries and ${kept.length} disclosures`];
}
