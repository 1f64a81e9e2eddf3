import { describe, expect, it } from '@jest/globals';
import { count, faultsOf, keptTree, ledgerOn, STREAM } from '#test/faults/receipted-ledger';
import { toHex } from '#transparency/bytes';
import { emptyRoot, leafHash } from '#transparency/merkle/hashing';
import { TreeFrontier } from '#transparency/merkle/frontier';
import type { StoredEntry } from '../event-store.ts';
import { MemoryEventStore } from '../memory-event-store.ts';
import { nodeSha256 } from '../node-crypto.ts';
import type { TreeHashes } from '../ports.ts';
import { ReceiptFault } from './receipt-fault.ts';

const SIZE = 600;
/** So many at a time. */
const LOT = 100;

/** A store that tells how many entries were read from it, and may tell another entry than it holds. */
class WatchedStore extends MemoryEventStore {
  read = 0;
  altered: number | undefined;

  override async readStream(stream: string, from: number, limit: number): Promise<readonly StoredEntry[]> {
    const entries = await super.readStream(stream, from, limit);
    this.read += entries.length;
    return entries.map((entry) =>
      entry.revision === this.altered ? { ...entry, bytes: entry.bytes.toReversed() } : entry,
    );
  }
}

async function filled(trees?: (store: WatchedStore) => Promise<TreeHashes>) {
  const store = new WatchedStore();
  const writer = ledgerOn(store);
  for (let left = SIZE; left > 0; left -= LOT) await writer.submit({ ...count(LOT), receipt: false });
  const kept = await trees?.(store);
  const ledger = ledgerOn(store, kept === undefined ? {} : { trees: kept });
  await ledger.state();
  store.read = 0;
  return { store, ledger };
}

/** The roots of all prefixes, as appending one entry after the other gives them. */
async function rootsOf(store: MemoryEventStore): Promise<readonly string[]> {
  const tree = new TreeFrontier(nodeSha256);
  const roots = [toHex(emptyRoot())];
  for (const { bytes } of await store.readStream(STREAM, 0, 2 * SIZE)) {
    tree.append(leafHash(nodeSha256, bytes));
    roots.push(toHex(tree.root()));
  }
  return roots;
}

const SIZES = [0, 1, 2, 3, 7, 8, 255, 256, 257, 299, 300, 301, 512, 599, 600];

describe('The root of the first entries', () => {
  it('is that of the tree when it was so large, read from what is kept of it and not from the entries', async () => {
    const { store, ledger } = await filled((of) => keptTree(of, SIZE));
    const roots = await rootsOf(store);
    store.read = 0;
    for (const size of SIZES) expect(toHex(await ledger.rootAt(size))).toBe(roots[size]);
    expect(store.read).toBe(0);
  });

  it('is the same where what is kept lags behind, or nothing is kept', async () => {
    for (const kept of [undefined, 0, 1, 300]) {
      const { store, ledger } = await filled(kept === undefined ? undefined : (of) => keptTree(of, kept));
      const roots = await rootsOf(store);
      for (const size of SIZES) expect(toHex(await ledger.rootAt(size))).toBe(roots[size]);
    }
  });

  it('is never taken from hashes that are wrong below those that lead to the root of today', async () => {
    const lying = async (of: WatchedStore): Promise<TreeHashes> => {
      const { sizeOf, hash } = await keptTree(of, SIZE);
      // The root of today is made of subtrees of 512, 64, 16 and 8 entries.
      return { sizeOf, hash: (stream, level, index) => (level < 3 ? new Uint8Array(32) : hash(stream, level, index)) };
    };
    const { store, ledger } = await filled(lying);
    const roots = await rootsOf(store);
    for (const size of [1, 7, 257, 299, 301, 599]) expect(toHex(await ledger.rootAt(size))).toBe(roots[size]);
    store.read = 0;
    expect(toHex(await ledger.rootAt(512))).toBe(roots[512]);
    expect(store.read).toBe(0);
  });

  it('is found where others recorded what this ledger does not know of yet', async () => {
    const { store, ledger } = await filled((of) => keptTree(of, SIZE));
    await ledgerOn(store).submit({ ...count(3), receipt: false });
    const [roots, grown] = await Promise.all([rootsOf(store), ledger.rootAt(SIZE + 2)]);
    expect(toHex(grown)).toBe(roots[SIZE + 2]);
    await expect(ledger.rootAt(SIZE + 4)).rejects.toThrow(RangeError);
  });

  it('is found of what is just being recorded, and the receipt of that holds as well', async () => {
    const [written, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const store = new (class extends MemoryEventStore {
      override async append(...args: Parameters<MemoryEventStore['append']>) {
        const appended = await super.append(...args);
        written.resolve();
        await told.promise;
        return appended;
      }
    })();
    const ledger = ledgerOn(store);
    const answer = ledger.submit(count(3));
    await written.promise;
    expect(toHex(await ledger.rootAt(3))).toBe((await rootsOf(store))[3]);
    told.resolve();
    expect(faultsOf((await answer).receipt)).toEqual([]);
  });

  it('stops the ledger where the stored entries are not those that were signed', async () => {
    const { store, ledger } = await filled();
    store.altered = 17;
    await expect(ledger.rootAt(300)).rejects.toThrow(ReceiptFault);
    await expect(ledger.state()).rejects.toThrow(ReceiptFault);
  });

  it.each([-1, 1.5, SIZE + 1])('is asked for in vain where the ledger has no first %d entries', async (size) => {
    const { ledger } = await filled();
    await expect(ledger.rootAt(size)).rejects.toThrow(RangeError);
  });
});
