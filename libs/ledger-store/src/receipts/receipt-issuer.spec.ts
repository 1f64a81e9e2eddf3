import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  count,
  faultsOf,
  keptTree,
  ledgerOn,
  LEDGER,
  SIGNER,
  SnapshotsInMemory,
  STREAM,
} from '#test/faults/receipted-ledger';
import { until } from '#test/until';
import { leafHash } from '../entry-codec.ts';
import type { NewEntry } from '../event-store.ts';
import { MemoryEventStore } from '../memory-event-store.ts';
import { ed25519OfSeed } from '../node-crypto.ts';
import type { Signer } from '../ports.ts';
import { ReceiptFault } from './receipt-fault.ts';

/** A signer that keeps what it was asked to sign. */
function counting() {
  const signed: Uint8Array[] = [];
  const sign: Signer['sign'] = (message) => {
    signed.push(message);
    return SIGNER.sign(message);
  };
  return { signer: { ...SIGNER, sign }, signed };
}

describe('A receipt', () => {
  it('proves every entry of its command under a checkpoint of the ledger, to whoever has its key', async () => {
    const store = new MemoryEventStore();
    const ledger = ledgerOn(store);
    for (const [times, size] of [
      [1, 1],
      [7, 8],
      [1, 9],
      [120, 129],
    ] as const) {
      const { receipt, entries } = await ledger.submit(count(times));
      expect(receipt).toMatchObject({ ledger: LEDGER, treeSize: size });
      expect(receipt!.checkpoint).toMatch(`${LEDGER}\n${size}\n`);
      const stored = await store.readStream(STREAM, size - times, times);
      const facts = stored.map(({ revision, bytes }) => ({ index: revision, leafHash: leafHash(bytes) }));
      expect(receipt!.entries.map(({ index, leafHash: leaf }) => ({ index, leafHash: leaf }))).toEqual(facts);
      expect(entries.map(({ index }) => index)).toEqual(facts.map(({ index }) => index));
      expect(faultsOf(receipt)).toEqual([]);
    }
  });

  it('covers everything that was appended with it, by one signature', async () => {
    const { signer, signed } = counting();
    const ledger = ledgerOn(new MemoryEventStore(), { signer });
    await ledger.state();
    const accepted = await Promise.all([1, 2, 3, 4].map((times) => ledger.submit(count(times))));
    expect(new Set(accepted.map(({ receipt }) => receipt!.treeSize))).toEqual(new Set([10]));
    expect(accepted.flatMap(({ receipt }) => faultsOf(receipt))).toEqual([]);
    expect(signed).toHaveLength(1);
  });

  it('is made for those who want one, and signed for nobody else', async () => {
    const { signer, signed } = counting();
    const ledger = ledgerOn(new MemoryEventStore(), { signer });
    const { receipt: _, ...silent } = count(3);
    expect((await ledger.submit(silent)).receipt).toBeNull();
    expect(signed).toEqual([]);
    const last = await ledger.submit({ ...count(50), receipt: 'last' });
    expect(last.receipt!.entries.map(({ index }) => index)).toEqual([52]);
    expect(faultsOf(last.receipt)).toEqual([]);
  });

  it('leaves only when the entries are durable, though it is signed before', async () => {
    const { signer, signed } = counting();
    const durable = Promise.withResolvers<void>();
    const store = new (class extends MemoryEventStore {
      override async append(...args: Parameters<MemoryEventStore['append']>) {
        await durable.promise;
        return super.append(...args);
      }
    })();
    let answered = false;
    const answer = ledgerOn(store, { signer }).submit(count(1));
    void answer.then(() => (answered = true));
    await until(() => signed.length > 0);
    expect({ answered, signed: signed.length }).toEqual({ answered: false, signed: 1 });
    durable.resolve();
    expect(faultsOf((await answer).receipt)).toEqual([]);
  });

  it('is given again to who repeats the command, under a checkpoint of the ledger as it is then', async () => {
    const store = new MemoryEventStore();
    const again = count(3);
    const first = await ledgerOn(store).submit(again);
    const ledger = ledgerOn(store);
    await ledger.submit(count(20));
    const { replayed, receipt, entries } = await ledger.submit(again);
    expect({ replayed, entries }).toEqual({ replayed: true, entries: first.entries });
    expect(receipt!.treeSize).toBe(23);
    expect(receipt!.entries.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(faultsOf(receipt)).toEqual([]);
  });

  it('is given of any entry, and of the newest where none is named, but of none that is not there', async () => {
    const ledger = ledgerOn(new MemoryEventStore());
    await expect(ledger.receiptOf()).rejects.toThrow(RangeError);
    await ledger.submit(count(3));
    for (const [asked, given] of [
      [0, 0],
      [undefined, 2],
    ] as const) {
      const receipt = await ledger.receiptOf(asked);
      expect(receipt!.entries.map(({ index }) => index)).toEqual([given]);
      expect(faultsOf(receipt)).toEqual([]);
    }
    for (const absent of [-1, 3]) await expect(ledger.receiptOf(absent)).rejects.toThrow(RangeError);
  });

  it('is exact whatever is kept of the tree: all, a part, nothing, or lies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(400), fc.nat(3), async (size, kept, lie) => {
        const store = new MemoryEventStore();
        const again = count(1);
        await ledgerOn(store).submit(again);
        if (size > 1) await ledgerOn(store).submit(count(size - 1));
        const tree = await keptTree(store, Math.min(kept, size));
        const lying = (stream: string, level: number, index: number) =>
          level === lie ? new Uint8Array(32) : tree.hash(stream, level, index);
        const trees = lie === 3 ? tree : { ...tree, hash: lying };
        const { receipt } = await ledgerOn(store, { trees }).submit(again);
        expect(receipt!.treeSize).toBe(size);
        expect(faultsOf(receipt)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('asks for what is kept, and reads no more of the ledger than that does not have', async () => {
    const store = new (class extends MemoryEventStore {
      readonly read: number[] = [];
      override readStream(stream: string, from: number, limit: number) {
        this.read.push(from);
        return super.readStream(stream, from, limit);
      }
    })();
    const again = count(2);
    await ledgerOn(store).submit(again);
    const snapshots = new SnapshotsInMemory();
    const ledger = ledgerOn(store, { trees: await keptTree(store, 2), snapshots });
    await ledger.submit(count(90));
    const { receipt } = await ledger.submit(again);
    expect(faultsOf(receipt)).toEqual([]);
    // Where the ledger was opened, its first result, and the tail that is not kept.
    expect(store.read.slice(-2)).toEqual([0, 2]);
  });
});

describe('Commands that are repeated while nothing is kept of the tree', () => {
  it('share one reading of the ledger', async () => {
    const store = new (class extends MemoryEventStore {
      read = 0;
      override async readStream(stream: string, from: number, limit: number) {
        const entries = await super.readStream(stream, from, limit);
        this.read += entries.length;
        return entries;
      }
    })();
    const commands = Array.from({ length: 20 }, () => count(10));
    const ledger = ledgerOn(store);
    for (const command of commands) await ledger.submit(command);
    store.read = 0;
    const again = await Promise.all(commands.map((command) => ledger.submit(command)));
    expect(again.flatMap(({ receipt }) => faultsOf(receipt))).toEqual([]);
    // The first result of each, and the whole ledger once for all.
    expect(store.read).toBe(200 + 200);
    const later = await Promise.all([
      ledger.submit(commands[0]!),
      ledger.submit(count(5)),
      ledger.submit(commands[1]!),
    ]);
    expect(later.flatMap(({ receipt }) => faultsOf(receipt))).toEqual([]);
  });
});

describe('A ledger whose receipts do not hold', () => {
  const wrong = ed25519OfSeed(Buffer.alloc(32, 9));

  it('answers and records nothing more', async () => {
    const store = new MemoryEventStore();
    // A key that was swapped under the process: it signs, but not as the key that everybody knows.
    const ledger = ledgerOn(store, { signer: { publicKey: SIGNER.publicKey, sign: wrong.signOnThread } });
    await expect(ledger.submit(count(1))).rejects.toThrow(ReceiptFault);
    expect(ledger.fault).toMatchObject({ name: 'ReceiptFault', ledger: LEDGER });
    expect(ledger.busy).toBe(true);
    await expect(ledger.submit({ ...count(1), receipt: false })).rejects.toThrow(/was stopped/);
    await expect(ledger.state()).rejects.toThrow(ReceiptFault);
    expect(await store.lastRevision(STREAM)).toBe(0);
  });

  it('answers nobody whose command was being recorded when that came out', async () => {
    const [signed, durable] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const store = new (class extends MemoryEventStore {
      appends = 0;
      override async append(...args: Parameters<MemoryEventStore['append']>) {
        if (++this.appends === 2) await durable.promise;
        return super.append(...args);
      }
    })();
    const sign: Signer['sign'] = (message) => signed.promise.then(() => wrong.signOnThread(message));
    const ledger = ledgerOn(store, { signer: { publicKey: SIGNER.publicKey, sign } });
    const first = ledger.submit(count(1));
    await until(() => store.appends === 1);
    const second = ledger.submit({ ...count(1), receipt: false });
    await until(() => store.appends === 2);
    signed.resolve();
    await expect(first).rejects.toThrow(ReceiptFault);
    durable.resolve();
    await expect(second).rejects.toThrow(ReceiptFault);
  });

  it('finds out that an entry was changed after it was hashed', async () => {
    const store = new (class extends MemoryEventStore {
      override async append(stream: string, expected: number, entries: readonly NewEntry[]) {
        entries[0]!.bytes[20]! ^= 1;
        return super.append(stream, expected, entries);
      }
    })();
    await expect(ledgerOn(store).submit(count(2))).rejects.toThrow(/entry 0 is not in the tree/);
  });

  it('finds out that its own tree is not the one that was signed', async () => {
    const store = new (class extends MemoryEventStore {
      override async append(stream: string, expected: number, entries: readonly NewEntry[]) {
        const appended = await super.append(stream, expected, entries);
        // Of the command that nobody wants a receipt for.
        Object.assign(entries.at(-1)!, { leafHash: '00'.repeat(32) });
        return appended;
      }
    })();
    const ledger = ledgerOn(store);
    await ledger.state();
    const [answer, other] = [ledger.submit(count(1)), ledger.submit({ ...count(1), receipt: false })];
    await expect(answer).rejects.toThrow(/another root than the one that was signed/);
    await other;
    expect(ledger.fault).not.toBeNull();
  });

  it('finds out, when a command is repeated, that stored entries are no longer those that were signed', async () => {
    const store = new (class extends MemoryEventStore {
      changed = false;
      override async readStream(stream: string, from: number, limit: number) {
        const entries = await super.readStream(stream, from, limit);
        const second = entries.find(({ revision }) => revision === 1);
        if (this.changed && second !== undefined) second.bytes[20]! ^= 1;
        return entries;
      }
    })();
    const again = count(1);
    const ledger = ledgerOn(store);
    await ledger.submit(again);
    await ledger.submit(count(5));
    store.changed = true;
    await expect(ledger.submit(again)).rejects.toThrow(/do not lead to the root/);
    expect(ledger.fault).not.toBeNull();
  });

  it('is not one that could not reach its key: the command stands, and has its receipt when it is repeated', async () => {
    let reachable = false;
    const sign: Signer['sign'] = (message) =>
      reachable ? SIGNER.sign(message) : Promise.reject(new Error('no answer'));
    const ledger = ledgerOn(new MemoryEventStore(), { signer: { ...SIGNER, sign } });
    const command = count(1);
    await expect(ledger.submit(command)).rejects.toMatchObject({ name: 'OutcomeUnknown' });
    reachable = true;
    const { replayed, receipt } = await ledger.submit(command);
    expect(replayed).toBe(true);
    expect(faultsOf(receipt)).toEqual([]);
  });
});

describe('The tree of a ledger in its snapshot', () => {
  const storeWith = async (snapshots: SnapshotsInMemory, entries: number): Promise<MemoryEventStore> => {
    const store = new MemoryEventStore();
    const ledger = ledgerOn(store, { snapshots });
    await ledger.submit(count(entries));
    ledger.saveSnapshot();
    return store;
  };

  it('goes on where it was', async () => {
    const snapshots = new SnapshotsInMemory();
    const store = await storeWith(snapshots, 77);
    expect(snapshots.saved.get(STREAM)).toMatchObject({ size: 77 });
    const { receipt } = await ledgerOn(store, { snapshots }).submit(count(4));
    expect(receipt!.treeSize).toBe(81);
    expect(faultsOf(receipt)).toEqual([]);
  });

  it('is thrown away with its snapshot where a bit of it is not what was written', async () => {
    const snapshots = new SnapshotsInMemory();
    const store = await storeWith(snapshots, 6);
    const taken = snapshots.saved.get(STREAM)!;
    const bits = Array.from({ length: taken.tree.length * 8 }, (_, bit) => bit).filter((bit) => bit % 7 === 0);
    for (const bit of bits) {
      const tree = taken.tree.slice();
      tree[bit >> 3]! ^= 1 << (bit & 7);
      snapshots.saved.set(STREAM, { ...taken, tree, state: { count: 999 } });
      expect((await ledgerOn(store, { snapshots }).state()).state.count).toBe(6);
    }
    snapshots.saved.set(STREAM, { ...taken, tree: new Uint8Array(), state: { count: 999 } });
    expect((await ledgerOn(store, { snapshots }).state()).state.count).toBe(6);
  });

  it('is thrown away where the kept hashes of the tree say something else', async () => {
    const snapshots = new SnapshotsInMemory();
    const store = await storeWith(snapshots, 6);
    const taken = snapshots.saved.get(STREAM)!;
    snapshots.saved.set(STREAM, { ...taken, state: { count: 999 } });
    const trees = await keptTree(store, 6);
    expect((await ledgerOn(store, { snapshots, trees }).state()).state.count).toBe(999);
    const lying = { ...trees, hash: () => new Uint8Array(32) };
    expect((await ledgerOn(store, { snapshots, trees: lying }).state()).state.count).toBe(6);
  });
});
