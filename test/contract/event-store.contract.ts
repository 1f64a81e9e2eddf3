import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Disclosure } from '#kernel/sealed';
import {
  type EventStore,
  NO_STREAM,
  type NewEntry,
  RevisionConflict,
  StoreUnavailable,
} from '#ledger-store/event-store';

/** A store under test, opened empty; `close` releases whatever it stood on. */
export interface OpenedStore {
  readonly store: EventStore;
  readonly close: () => Promise<void>;
}

/** An entry whose bytes say what it is. */
export function entry(text: string, size = 0): NewEntry {
  return { id: text, bytes: new TextEncoder().encode(text.padEnd(size, '.')) };
}

export const entries = (from: number, count: number, size = 0): NewEntry[] =>
  Array.from({ length: count }, (_, i) => entry(`entry ${from + i}`, size));

export const disclosure = (commitment: string, value: string): Disclosure => ({
  commitment,
  salt: `salt of ${commitment}`,
  name: '/name',
  value,
  subject: 'm_1',
});

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Holds an adapter to each sentence of the port's comment. */
export function eventStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as an event store`, () => {
    let opened: OpenedStore;
    let store: EventStore;

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });

    afterEach(() => opened.close());

    describe('appending', () => {
      it('gives contiguous revisions from expectedRevision + 1 on, and ascending positions', async () => {
        const first = await store.append('s', NO_STREAM, entries(0, 3));
        const second = await store.append('s', 2, entries(3, 2));
        expect(first.firstRevision).toBe(0);
        expect(second.firstRevision).toBe(3);
        expect(second.position).toBeGreaterThan(first.position);
        const read = await store.readStream('s', 0, 10);
        expect(read.map((stored) => stored.revision)).toEqual([0, 1, 2, 3, 4]);
        expect(read.map((stored) => textOf(stored.bytes))).toEqual(entries(0, 5).map((e) => e.id));
        expect(read.at(-1)!.position).toBe(second.position);
      });

      it.each([
        ['a stream that has entries already', NO_STREAM, 1],
        ['a revision that is past', 0, 1],
        ['a revision that is yet to come', 5, 1],
      ])('rejects %s and writes nothing', async (_, expected, actual) => {
        await store.append('s', NO_STREAM, entries(0, 2));
        const before = await store.lastPosition();
        const rejected = store.append('s', expected, [entry('other')], [disclosure('c', 'v')]);
        await expect(rejected).rejects.toThrow(RevisionConflict);
        await expect(rejected).rejects.toMatchObject({ stream: 's', expected, actual });
        expect(await store.lastPosition()).toBe(before);
        expect(await store.lastRevision('s')).toBe(1);
        expect(await store.readDisclosures('s', ['c'])).toEqual([]);
      });

      it('resolves as the first time when the very same entries stand there, and writes nothing', async () => {
        await store.append('s', NO_STREAM, entries(0, 1));
        const first = await store.append('s', 0, entries(1, 2));
        await store.append('s', 2, entries(3, 1));
        const before = await store.lastPosition();
        expect(await store.append('s', 0, entries(1, 2))).toEqual(first);
        expect(await store.lastPosition()).toBe(before);
      });
    });

    describe('after close', () => {
      it('rejects everything', async () => {
        await store.close();
        await expect(store.append('s', NO_STREAM, entries(0, 1))).rejects.toThrow(StoreUnavailable);
      });
    });
  });
}
