import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredEntry } from '#ledger-store/event-store';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { openProjector } from '#read-models/sqlite/projecting/open-projector';
import { modelFile } from '#read-models/sqlite/storage/files';
import { PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import { HistoryTeller, histories, type Step } from './projection-histories.ts';
import { HistoryWriter, readModelsOf, TemporaryFolder } from './projection-setting.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder.remove());

/** Every row of every table but what a file says of itself. */
function rowsIn(path: string): Record<string, unknown[]> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .all()
      .map(({ name }) => String(name))
      .filter((name) => name !== 'meta');
    const rows = Object.fromEntries(tables.map((name) => [name, database.prepare(`SELECT * FROM ${name}`).all()]));
    return { ...rows, leaf_runs: rows['leaf_runs']!.flatMap(leavesOf) };
  } finally {
    database.close();
  }
}

/** Leaf hashes are kept as batches brought them, which is the one thing that batches may be seen by: here they stand one by one. */
function leavesOf(row: Record<string, unknown>): { key: number; hash: string }[] {
  const [key, hashes] = [row['key'] as number, Buffer.from(row['hashes'] as Uint8Array)];
  return Array.from({ length: hashes.length / 32 }, (_, i) => ({
    key: key + i,
    hash: hashes.toString('hex', i * 32, (i + 1) * 32),
  }));
}

/** Two ledgers whose entries alternate, and a stream that is none of ours. */
async function storeOf(one: readonly Step[], other: readonly Step[]): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  const tellers = [new HistoryTeller(new HistoryWriter(store)), new HistoryTeller(new HistoryWriter(store))] as const;
  for (const teller of tellers) await teller.begin();
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    if (one[i] !== undefined) await tellers[0].tell(one[i]!);
    await store.append('seal-of-something', i - 1, [{ id: crypto.randomUUID(), bytes: Buffer.from('no JSON') }]);
    if (other[i] !== undefined) await tellers[1].tell(other[i]!);
  }
  return store;
}

/** Derives entries into a file in batches of the given sizes; a negative size is a batch after a restart. */
async function derive(
  path: string,
  store: MemoryEventStore,
  entries: readonly StoredEntry[],
  sizes: readonly number[],
) {
  let opened = await openProjector({ path }, store);
  let next = 0;
  for (let i = 0; next < entries.length; i++) {
    const size = sizes[i % sizes.length]!;
    if (size < 0) {
      opened.database.close();
      opened = await openProjector({ path }, store);
    }
    const batch = entries.slice(next, next + Math.abs(size));
    opened.projector.apply(batch);
    next += batch.length;
    expect(opened.projector.position()).toBe(batch.at(-1)!.position);
  }
  opened.database.close();
}

describe('Deriving read models', () => {
  it('gives the same rows in whatever batches, and however often it is started again in between', async () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: -1 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(histories(), histories(), sizes, async (one, other, cut) => {
        const store = await storeOf(one, other);
        const entries = await store.readAll(0, 10_000);
        const [whole, parts] = [join(folder.path, 'whole.sqlite'), join(folder.path, 'parts.sqlite')];
        await derive(whole, store, entries, [10_000]);
        await derive(parts, store, entries, cut);
        expect(rowsIn(parts)).toEqual(rowsIn(whole));
        for (const path of [whole, parts])
          for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
      }),
      { numRuns: 60 },
    );
  });

  it('is the fold of a prefix after a crash in the middle of a batch: rows and position go together', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), fc.nat(), fc.nat(), async (history, first, second) => {
        const store = await storeOf(history, []);
        const entries = await store.readAll(0, 10_000);
        const kept = 1 + (first % entries.length);
        const path = join(folder.path, 'crashed.sqlite');
        await derive(path, store, entries.slice(0, kept), [kept]);
        // The process dies while the next batch is written: nothing of it was committed.
        const crashing = await openProjector({ path }, store);
        const broken = { ...entries.at(-1)!, stream: 'engagement-x', bytes: Buffer.from('{') };
        const batch = entries.slice(kept, kept + (second % 5));
        expect(() => crashing.projector.apply([...batch, broken])).toThrow('no JSON');
        crashing.database.close();
        const derived = kept + batch.length;
        const clean = join(folder.path, 'clean.sqlite');
        await derive(clean, store, entries.slice(0, derived), [derived]);
        expect(rowsIn(path)).toEqual(rowsIn(clean));
        const again = await openProjector({ path }, store);
        expect(again.projector.position()).toBe(entries[derived - 1]!.position);
        again.projector.apply(entries.slice(derived));
        again.database.close();
        await derive(clean, store, entries.slice(derived), [10_000]);
        expect(rowsIn(path)).toEqual(rowsIn(clean));
        for (const each of [path, clean])
          for (const suffix of ['', '-wal', '-shm']) rmSync(each + suffix, { force: true });
      }),
      { numRuns: 50 },
    );
  });

  it('gives, rebuilt beside what answers, the rows that were derived one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), async (history) => {
        const own = new TemporaryFolder();
        const writer = new HistoryWriter();
        const teller = new HistoryTeller(writer);
        await teller.begin();
        const models = await readModelsOf(own, writer);
        for (const step of history) {
          await teller.tell(step);
          await models.reach(await writer.store.lastPosition(), 120_000);
        }
        const before = rowsIn(modelFile(own.path, PROJECTION_VERSION, 1).path);
        await models.rebuild();
        await models.close();
        expect(rowsIn(modelFile(own.path, PROJECTION_VERSION, 2).path)).toEqual(before);
        own.remove();
      }),
      { numRuns: 30 },
    );
  });
});
