import { expect, it } from '@jest/globals';
import { type EventStore, NO_STREAM } from '#ledger-store/event-store';
import { entries, namesOf, textOf } from './store-samples.ts';

/** Two streams whose entries alternate: `a` has the even ones of ten, `b` the odd ones. */
async function alternate(store: EventStore): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await store.append('a', i - 1, entries(2 * i, 1));
    await store.append('b', i - 1, entries(2 * i + 1, 1));
  }
}

export function readingContract(opened: () => EventStore): void {
  it('give a stream from a revision on, as many as asked while there are', async () => {
    const store = opened();
    await alternate(store);
    expect((await store.readStream('a', 0, 100)).map(textOf)).toEqual([
      'entry 0',
      'entry 2',
      'entry 4',
      'entry 6',
      'entry 8',
    ]);
    expect((await store.readStream('a', 1, 2)).map(textOf)).toEqual(['entry 2', 'entry 4']);
    expect((await store.readStream('a', 4, 2)).map(textOf)).toEqual(['entry 8']);
    expect((await store.readStream('a', 1, 2)).map(({ stream, revision }) => [stream, revision])).toEqual([
      ['a', 1],
      ['a', 2],
    ]);
  });

  it('give all streams in order of position, after a position, as many as asked while there are', async () => {
    const store = opened();
    await alternate(store);
    const all = await store.readAll(0, 100);
    expect(all.map(textOf)).toEqual(namesOf(entries(0, 10)));
    expect(all.map(({ stream, revision }) => `${stream}${revision}`).join(' ')).toBe('a0 b0 a1 b1 a2 b2 a3 b3 a4 b4');
    expect((await store.readAll(all[3]!.position, 3)).map(textOf)).toEqual(namesOf(entries(4, 3)));
    expect(await store.readAll(all[9]!.position, 3)).toEqual([]);
  });

  it('give the entry at a position', async () => {
    const store = opened();
    await alternate(store);
    for (const entry of await store.readAll(0, 100)) expect(await store.readAt(entry.position)).toEqual(entry);
    expect(await store.readAt((await store.lastPosition()) + 1_000_000)).toBeUndefined();
  });

  it('give nothing where there is nothing', async () => {
    const store = opened();
    expect(await store.readStream('nobody', 0, 10)).toEqual([]);
    expect(await store.lastRevision('nobody')).toBe(NO_STREAM);
    expect(await store.readAll(0, 10)).toEqual([]);
    expect(await store.lastPosition()).toBe(0);
    await store.append('s', NO_STREAM, entries(0, 2));
    expect(await store.readStream('s', 2, 10)).toEqual([]);
    expect(await store.readStream('nobody', 0, 10)).toEqual([]);
    expect(await store.readAt(0)).toBeUndefined();
    expect(await store.readAt(1_000_000)).toBeUndefined();
  });

  it('say where a stream and the store end', async () => {
    const store = opened();
    await alternate(store);
    const { position } = await store.append('a', 4, entries(10, 3));
    expect(await store.lastRevision('a')).toBe(7);
    expect(await store.lastRevision('b')).toBe(4);
    expect(await store.lastPosition()).toBe(position);
  });

  it('hand over what they give: writing into it changes nothing', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 1));
    (await store.readStream('s', 0, 1))[0]!.bytes.fill(0);
    (await store.readAll(0, 1))[0]!.bytes.fill(0);
    expect((await store.readStream('s', 0, 1)).map(textOf)).toEqual(['entry 0']);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuse %s as a limit', async (limit) => {
    const store = opened();
    await expect(store.readStream('s', 0, limit)).rejects.toThrow(RangeError);
    await expect(store.readAll(0, limit)).rejects.toThrow(RangeError);
  });
}
