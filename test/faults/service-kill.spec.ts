import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { frontierToKeep } from '#ledger-store/write-path/copy/kept-frontier';
import { modelFile } from '#read-models/sqlite/storage/files';
import { PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import { STATE_VERSION, type OnusState } from '#rulebook/rulebook';
import { SqliteSnapshotStore } from '#sqlite-store/sqlite-snapshot-store';
import { fromHex } from '#transparency/bytes';
import { TreeFrontier } from '#transparency/merkle/frontier';
import type { AuditedLedger } from './service/auditing/audited-ledger.ts';
import { Trial } from './service/auditing/trial.ts';
import { notesIn } from './service/writing/journal.ts';

const PROGRAM = 'test/faults/service/programs/core-writer.ts';
const ROUNDS = 40;
const WRITERS = 16;
/** Lines after which every engagement has seen some of everything. */
const ENOUGH = 800;

describe('The product, killed at any moment', () => {
  let trial: Trial;
  beforeEach(async () => {
    trial = await Trial.begin(5);
  });
  afterEach(() => trial.end());

  /** Lets 16 write, kills the program at a random moment or after so many lines, and writes down what they were told. */
  const runAndKill = async (lines?: number, ...flags: string[]): Promise<void> => {
    const { random, product, data, engagements } = trial;
    const args = ['--folder', data, '--seed', `${random.between(0, 1e9)}`, '--writers', `${WRITERS}`];
    const child = product.start(PROGRAM, [...args, '--engagements', engagements.join(','), ...flags]);
    // One in ten while it starts, one in ten while it closes, the others while everybody writes.
    const when = lines === undefined ? random.between(1, 10) : 0;
    if (when === 1) await pause(random.between(0, 600));
    else if (!(await child.until(lines ?? random.between(2, 1_200)))) throw new Error((await child.ended).errors);
    if (when === 2) process.kill(child.pid, 'SIGTERM');
    await pause(random.between(0, when === 2 ? 40 : 8));
    const { signal, errors } = await child.kill();
    if (when !== 2) expect({ signal, errors }).toEqual({ signal: 'SIGKILL', errors: '' });
    trial.note(notesIn(child.lines));
  };

  it(`loses, changes and doubles nothing that was acknowledged, in ${ROUNDS} rounds; what is derived is the fold`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await runAndKill();
      expect(await trial.findings({ sending: true })).toEqual([]);
      expect(trial.journal.open).toEqual(new Set());
    }
    trial.forget();
    expect(await trial.findings({ sending: true })).toEqual([]);
    expect(trial.journal.acknowledged.size).toBeGreaterThan(ROUNDS * 20);
    trial.report('16 writers without a surface', ROUNDS);
  }, 900_000);

  it('throws a snapshot of another history away, and would be found out by one that is not the fold', async () => {
    await runAndKill(ENOUGH);
    expect(await trial.findings({ sending: true })).toEqual([]);
    const stream = `engagement-${trial.engagements[0]!}`;
    const file = join(trial.data, 'snapshots.sqlite');
    const snapshots = new SqliteSnapshotStore(file, STATE_VERSION);
    const taken = snapshots.load(stream)!;
    const state = taken.state as OnusState;
    const wrong = { ...taken, state: { ...state, engagement: { ...state.engagement, slug: 'other' } } };
    snapshots.save(stream, { ...wrong, lastLeaf: '00'.repeat(32) });
    snapshots.close();
    expect(await trial.findings({ sending: true })).toEqual([]);

    const again = new SqliteSnapshotStore(file, STATE_VERSION);
    again.save(stream, { ...wrong, ...endOf(stream, trial.audit.ledgers.get(stream)!) });
    again.close();
    const found = await trial.findings({ sending: true });
    expect(found).toContainEqual(expect.stringContaining(`${stream}: what the rules know of`));
  });

  it('would be found out by read models that are not the fold', async () => {
    await runAndKill(ENOUGH);
    expect(await trial.findings({ sending: true })).toEqual([]);
    const models = new DatabaseSync(modelFile(trial.data, PROJECTION_VERSION, 1).path);
    models.exec('UPDATE periods SET valid_to = valid_from + 1; UPDATE commands SET first = first + 1');
    models.close();
    const found = await trial.findings({ sending: false });
    expect(found).toContainEqual(expect.stringContaining('the matrix of engagement-'));
    expect(found).toContainEqual(expect.stringContaining('the command index of engagement-'));
  });

  it('would be found out by a receipt that tells another history', async () => {
    await runAndKill(ENOUGH);
    const { receipts } = trial.journal;
    expect(receipts.size).toBe(trial.journal.acknowledged.size);
    expect(await trial.findings({ sending: false })).toEqual([]);
    const [id, [treeSize]] = [...receipts][receipts.size >> 1]!;
    receipts.set(id, [treeSize - 1, receipts.get(id)![1]]);
    expect(await trial.findings({ sending: false })).toEqual([
      expect.stringContaining(`command ${id} was answered with the receipt of another history`),
    ]);
  });

  it('would be found out if it acknowledged before its commit', async () => {
    let found: string[] = [];
    for (let round = 0; round < 10 && found.length === 0; round++) {
      await runAndKill(ENOUGH, '--early');
      found = await trial.findings({ sending: true });
    }
    expect(found).toContainEqual(expect.stringContaining('was acknowledged and is gone'));
  });
});

/** What a snapshot of a whole ledger says of its end. */
function endOf(stream: string, { leaves, entries }: AuditedLedger) {
  const frontier = new TreeFrontier(nodeSha256);
  for (const leaf of leaves) frontier.append(fromHex(leaf));
  const lastLeaf = leaves.at(-1)!;
  const tree = frontierToKeep(frontier, stream, lastLeaf);
  return { size: leaves.length, lastLeaf, recordedAt: entries.at(-1)!.recordedAt, tree };
}
