import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { HASH_BYTES, leafHash } from '#transparency/merkle/hashing';
import { consistencyProof, inclusionProof, rootAt } from '#transparency/merkle/proof';
import { verifyConsistency, verifyInclusion } from '#transparency/merkle/verification';
import { tileWidth } from '#transparency/tiles/tile';
import { openForProjecting } from '#read-models/sqlite/storage/database';
import { ReadConnection } from '#read-models/sqlite/storage/read-connection';
import { TreeQueries } from '#read-models/sqlite/tree/tree-queries';
import { TreeTable } from '#read-models/sqlite/tree/tree-table';
import type { OnusEvent } from '#rulebook/rulebook';
import { HistoryWriter, readModelsOf, TemporaryFolder } from '#test/model/projection-setting';
import { ReferenceTree, someEntries } from './reference-tree.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder.remove());

const defined = (index: number): OnusEvent => ({
  type: 'TaskDefined',
  schema: 1,
  data: {
    taskId: `t${index}`,
    ref: `R-${index}`,
    definition: { title: `Task ${index}` },
    digest: '0'.repeat(64),
    effectiveFrom: '2026-01-01T00:00:00Z',
  },
});
const leaf = (entry: Uint8Array): Uint8Array => leafHash(nodeSha256, entry);

/** Trees of several ledgers in a file, as the projector keeps them. */
class KeptTrees {
  readonly path: string;
  readonly #sizes = new Map<number, number>();
  #database: DatabaseSync;
  #table: TreeTable;

  constructor(path: string) {
    this.path = path;
    this.#database = openForProjecting(path);
    this.#table = new TreeTable(this.#database);
  }

  /** One batch: so many of the entries for each ledger, in turn. */
  grow(entries: readonly Uint8Array[], by: ReadonlyMap<number, number>): void {
    this.#database.exec('BEGIN');
    for (let round = 0; round < Math.max(...by.values()); round++) {
      for (const [ledger, count] of by) {
        if (round >= count) continue;
        const index = this.#sizes.get(ledger) ?? 0;
        this.#table.add({ id: ledger, stream: '', size: index, spoken: 0 }, index, entries[index]!);
        this.#sizes.set(ledger, index + 1);
      }
    }
    this.#table.flush();
    this.#database.exec('COMMIT');
  }

  /** A batch that is rolled back, as when the process dies or an entry cannot be derived. */
  failToGrow(entry: Uint8Array, ledger: number): void {
    this.#table.add({ id: ledger, stream: '', size: 0, spoken: 0 }, this.#sizes.get(ledger) ?? 0, entry);
    this.#table.forget();
  }

  restart(): void {
    this.#database.close();
    this.#database = openForProjecting(this.path);
    this.#table = new TreeTable(this.#database);
  }

  read<T>(question: (trees: TreeQueries) => T): T {
    const connection = new ReadConnection(this.path);
    try {
      return question(new TreeQueries(connection));
    } finally {
      connection.close();
    }
  }

  close(): void {
    this.#database.close();
  }
}

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 300 })), {
        minLength: 1,
        maxLength: 4,
      }),
    },
    { weight: 1, arbitrary: fc.constant('restart' as const) },
    { weight: 1, arbitrary: fc.constant('fail' as const) },
  ),
  { minLength: 1, maxLength: 9 },
);

describe('The trees that are kept', () => {
  it('are those of RFC 6962 at every size, however they grew: roots, proofs and tiles', () => {
    const entries = someEntries(4_000);
    const reference = new ReferenceTree(entries);
    let file = 0;
    fc.assert(
      fc.property(steps, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), (grown, picks) => {
        const kept = new KeptTrees(join(folder.path, `${file++}.sqlite`));
        const sizes = new Map<number, number>();
        // What a reader keeps of the tree must be right while the tree grows.
        const lasting = new ReadConnection(kept.path);
        const watching = new TreeQueries(lasting);
        for (const step of grown) {
          if (step === 'restart') kept.restart();
          else if (step === 'fail') kept.failToGrow(Buffer.from('never'), 1);
          else {
            const by = new Map(step.filter(([ledger, count]) => (sizes.get(ledger) ?? 0) + count <= entries.length));
            for (const [ledger, count] of by) sizes.set(ledger, (sizes.get(ledger) ?? 0) + count);
            if (by.size > 0) kept.grow(entries, by);
          }
          for (const [ledger, size] of sizes) compare(watching, ledger, reference, size, picks[0]!);
        }
        lasting.close();
        kept.read((trees) => {
          for (const [ledger, size] of sizes) for (const pick of picks) compare(trees, ledger, reference, size, pick);
        });
        kept.close();
      }),
      { numRuns: 12 },
    );
  });

  it('hold as many levels of tiles as there are: 66,000 leaves, with a full tile of the second level', () => {
    const entries = someEntries(66_000);
    const kept = new KeptTrees(join(folder.path, 'large.sqlite'));
    for (let size = 0; size < entries.length; size += 6_000) kept.grow(entries, new Map([[1, 6_000]]));
    const frontier = new TreeFrontier(nodeSha256);
    kept.read((trees) => {
      const hashes = trees.hashes(1, entries.length);
      for (const entry of entries) {
        frontier.append(leaf(entry));
        if (frontier.size % 4_999 === 0 || frontier.size > 65_998 || frontier.size === 65_536) {
          expect(rootAt(nodeSha256, hashes, frontier.size)).toEqual(frontier.root());
        }
      }
      const proof = inclusionProof(nodeSha256, hashes, 65_535, 66_000);
      const claim = { index: 65_535, size: 66_000, leafHash: leaf(entries[65_535]!), proof, root: frontier.root() };
      expect(verifyInclusion(nodeSha256, claim).ok).toBe(true);
      expect(trees.tile(1, { level: 1, index: 0, width: 256 })).toHaveLength(256 * HASH_BYTES);
      expect(trees.tile(1, { level: 2, index: 0, width: 1 })).toEqual(hashes(16, 0));
    });
    kept.close();
  });

  it('are read from the running product: after growth, a restart and a rebuild', async () => {
    const writer = new HistoryWriter();
    await writer.open();
    const models = await readModelsOf(folder, writer);
    for (const count of [1, 250, 1, 1, 300, 7]) {
      await writer.record(Array.from({ length: count }, (_, i) => defined(writer.size + i)));
      await models.reach(await writer.store.lastPosition(), 120_000);
    }
    const entries = (await writer.store.readStream(writer.stream, 0, 1_000)).map(({ bytes }) => bytes);
    const reference = new ReferenceTree(entries);
    const holds = ({ trees }: typeof models): void => {
      expect(trees.sizeOf(writer.stream)).toBe(entries.length);
      for (const size of [1, 255, 256, 257, 511, 512, entries.length]) {
        expect(rootAt(nodeSha256, trees.hashesAt(writer.stream, size), size)).toEqual(reference.mth(0, size));
      }
      for (const [level, index] of [
        [0, 3],
        [0, 560],
        [3, 2],
        [8, 1],
        [9, 0],
      ] as const) {
        const span = 2 ** level;
        expect(trees.hash(writer.stream, level, index)).toEqual(reference.mth(index * span, (index + 1) * span));
      }
      expect(() => trees.hashesAt(writer.stream, entries.length + 1)).toThrow(RangeError);
      expect(() => trees.hash(writer.stream, 10, 0)).toThrow(RangeError);
      expect(trees.tile(writer.stream, { level: 0, index: 2, width: 256 })).toBeUndefined();
      expect(trees.tile('engagement-of-nobody', { level: 0, index: 0, width: 1 })).toBeUndefined();
    };
    holds(models);
    await models.rebuild();
    holds(models);
    await models.close();
    const again = await readModelsOf(folder, writer);
    holds(again);
    await again.close();
  });
});

function compare(trees: TreeQueries, ledger: number, reference: ReferenceTree, size: number, pick: number): void {
  const hashes = trees.hashes(ledger, size);
  const then = 1 + (pick % size);
  const index = pick % then;
  expect(rootAt(nodeSha256, hashes, then)).toEqual(reference.mth(0, then));
  expect(inclusionProof(nodeSha256, hashes, index, then)).toEqual(reference.path(index, 0, then));
  const proof = consistencyProof(nodeSha256, hashes, then, size);
  const roots = { oldRoot: reference.mth(0, then), newRoot: reference.mth(0, size) };
  expect(verifyConsistency(nodeSha256, { oldSize: then, newSize: size, proof, ...roots }).ok).toBe(true);
  for (const level of [0, 1]) {
    const tile = Math.floor(index / 256 ** (level + 1));
    const width = tileWidth(level, tile, then);
    const span = 256 ** level;
    const expected = Array.from({ length: width }, (_, i) => (tile * 256 + i) * span).map((at) =>
      reference.mth(at, at + span),
    );
    expect(Buffer.from(trees.tile(ledger, { level, index: tile, width }))).toEqual(Buffer.concat(expected));
  }
}
