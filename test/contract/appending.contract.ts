import { expect, it } from '@jest/globals';
import { MAX_APPEND_BYTES, MAX_ENTRY_BYTES } from '#kernel/event';
import { type EventStore, NO_STREAM, type NewEntry, RevisionConflict } from '#ledger-store/event-store';
import { disclosure, entries, entry, namesOf, textOf, wholeStore, wholeStream } from './store-samples.ts';

/** Appends by one caller after another: revisions, conflicts, the same again, and the bytes. */
export function appendingContract(opened: () => EventStore): void {
  it('give contiguous revisions from expectedRevision + 1 on, and ascending positions', async () => {
    const store = opened();
    const first = await store.append('s', NO_STREAM, entries(0, 3));
    const second = await store.append('s', 2, entries(3, 2));
    expect([first.firstRevision, second.firstRevision]).toEqual([0, 3]);
    expect(second.position).toBeGreaterThan(first.position);
    const read = await store.readStream('s', 0, 10);
    expect(read.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
    expect(read.map(textOf)).toEqual(namesOf(entries(0, 5)));
    expect([read[2]!.position, read[4]!.position]).toEqual([first.position, second.position]);
  });

  it.each([
    ['that the stream has none though it has', NO_STREAM],
    ['a revision that is past', 0],
    ['a revision that is yet to come', 5],
  ])('conflict when they expect %s, and write nothing', async (_, expected) => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 2));
    const before = await store.lastPosition();
    const refused = store.append('s', expected, [entry('other')], [disclosure('c', 'v')]);
    await expect(refused).rejects.toBeInstanceOf(RevisionConflict);
    await expect(refused).rejects.toMatchObject({ stream: 's', expected, actual: 1 });
    expect(await store.lastPosition()).toBe(before);
    expect(await store.lastRevision('s')).toBe(1);
    expect(await store.readDisclosures('s', ['c'])).toEqual([]);
  });

  it('conflict when they expect something of a stream that is not there, and leave it so', async () => {
    const store = opened();
    await expect(store.append('s', 0, entries(0, 1))).rejects.toMatchObject({ actual: NO_STREAM });
    expect(await store.lastRevision('s')).toBe(NO_STREAM);
    await store.append('s', NO_STREAM, entries(0, 1));
    expect(await store.lastRevision('s')).toBe(0);
  });

  it('resolve as the first time when the very same entries stand there, and write nothing', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 1));
    const first = await store.append('s', 0, entries(1, 2));
    await store.append('s', 2, entries(3, 1));
    const before = await wholeStore(store);
    expect(await store.append('s', 0, entries(1, 2))).toEqual(first);
    expect(await wholeStore(store)).toEqual(before);
  });

  it.each<[string, NewEntry[]]>([
    ['differ in their last byte', [entry('entry 1', 20), entry('entry 2', 21)]],
    ['go on beyond what stands', entries(1, 4, 20)],
    ['come in another order', entries(1, 2, 20).reverse()],
  ])('conflict when they resemble what stands there but %s', async (_, again) => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 3, 20));
    await expect(store.append('s', 0, again)).rejects.toMatchObject({ name: 'RevisionConflict', actual: 2 });
    expect(await store.lastRevision('s')).toBe(2);
  });

  it('keep every byte, up to a full append of full entries', async () => {
    const store = opened();
    const allBytes = Uint8Array.from({ length: MAX_ENTRY_BYTES }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
    const full = Array.from({ length: Math.floor(MAX_APPEND_BYTES / MAX_ENTRY_BYTES) }, (_, i) => ({
      id: `${i}`,
      bytes: Uint8Array.from(allBytes, (byte) => byte ^ i),
    }));
    await store.append('s', NO_STREAM, full);
    const read = await store.readStream('s', 0, 100);
    expect(read).toHaveLength(full.length);
    expect(read.every(({ bytes }, i) => Buffer.compare(bytes, full[i]!.bytes) === 0)).toBe(true);
  });

  it('take thousands of entries at once', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 5_000));
    expect((await wholeStream(store, 's')).map(textOf)).toEqual(namesOf(entries(0, 5_000)));
  });

  it('keep streams apart whose names are alike', async () => {
    const store = opened();
    const names = ['s', 'S', 's ', "s'; DROP TABLE entries; --", '%', 'ß', 'ss', '日本', '😀', 'x'.repeat(2_000)];
    for (const name of names) await store.append(name, NO_STREAM, [entry(name)]);
    for (const name of names) expect((await store.readStream(name, 0, 10)).map(textOf)).toEqual([name]);
    expect((await store.readAll(0, 100)).map(({ stream }) => stream)).toEqual(names);
  });

  it('do not notice when the caller goes on using its buffer', async () => {
    const store = opened();
    const bytes = new TextEncoder().encode('as it was');
    await store.append('s', NO_STREAM, [{ id: 'e', bytes }]);
    bytes.fill(0);
    expect((await store.readStream('s', 0, 1)).map(textOf)).toEqual(['as it was']);
  });

  it.each<[string, string, number, NewEntry[]]>([
    ['no entries', 's', NO_STREAM, []],
    ['an entry without bytes', 's', NO_STREAM, [{ id: 'e', bytes: new Uint8Array() }]],
    ['no stream', '', NO_STREAM, entries(0, 1)],
    ['a revision below that of an empty stream', 's', -2, entries(0, 1)],
    ['half a revision', 's', 0.5, entries(0, 1)],
  ])('are refused with %s', async (_, stream, expected, given) => {
    const store = opened();
    await expect(store.append(stream, expected, given)).rejects.toThrow(RangeError);
    expect(await store.lastPosition()).toBe(0);
  });
}
