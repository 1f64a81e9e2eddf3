import { expect, it } from '@jest/globals';
import { type EventStore, NO_STREAM, RevisionConflict } from '#ledger-store/event-store';
import { disclosure, entries } from './store-samples.ts';

const anna = disclosure('c-anna', 'Anna Meier');
const ben = disclosure('c-ben', 'Ben "the\u0000 Łódź 😀" O’Neil\n');
const long = disclosure('c-long', 'x'.repeat(60_000));

export function disclosuresContract(opened: () => EventStore): void {
  it('keeps them with the entries and gives those that are asked for', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 1), [anna, ben]);
    await store.append('s', 0, entries(1, 1), [long]);
    expect(await store.readDisclosures('s', ['c-ben'])).toEqual([ben]);
    expect(await store.readDisclosures('s', ['c-long', 'c-none', 'c-anna'])).toEqual([long, anna]);
    expect(await store.readDisclosures('s', ['c-anna', 'c-anna'])).toEqual([anna]);
    expect(await store.readDisclosures('s', [])).toEqual([]);
  });

  it('keeps those of one stream from the others', async () => {
    const store = opened();
    const namesake = disclosure('c-anna', 'Anna, somebody else');
    await store.append('s', NO_STREAM, entries(0, 1), [anna]);
    await store.append('t', NO_STREAM, entries(0, 1), [namesake]);
    expect(await store.readDisclosures('s', ['c-anna'])).toEqual([anna]);
    expect(await store.readDisclosures('t', ['c-anna'])).toEqual([namesake]);
    expect(await store.eraseDisclosures('t', ['c-anna'])).toBe(1);
    expect(await store.readDisclosures('s', ['c-anna'])).toEqual([anna]);
    expect(await store.readDisclosures('nobody', ['c-anna'])).toEqual([]);
  });

  it('erases them for good and counts what it erased', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 1), [anna, ben, long]);
    expect(await store.eraseDisclosures('s', ['c-anna', 'c-none', 'c-long'])).toBe(2);
    expect(await store.readDisclosures('s', ['c-anna', 'c-ben', 'c-long'])).toEqual([ben]);
    expect(await store.eraseDisclosures('s', ['c-anna', 'c-long'])).toBe(0);
    expect(await store.eraseDisclosures('nobody', ['c-anna'])).toBe(0);
    expect(await store.readStream('s', 0, 10)).toHaveLength(1);
  });

  it('does not bring back what was erased when the same is appended again', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 1), [anna]);
    await store.eraseDisclosures('s', ['c-anna']);
    await store.append('s', NO_STREAM, entries(0, 1), [anna]);
    expect(await store.readDisclosures('s', ['c-anna'])).toEqual([]);
  });

  it('keeps those of an append that met a conflict and is made again', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 1));
    for (let tries = 0; tries < 2; tries++) {
      await expect(store.append('s', NO_STREAM, entries(1, 1), [anna, ben])).rejects.toThrow(RevisionConflict);
    }
    expect(await store.readDisclosures('s', ['c-anna', 'c-ben'])).toEqual([]);
    await store.append('s', 0, entries(1, 1), [anna, ben]);
    expect(await store.readDisclosures('s', ['c-anna', 'c-ben'])).toEqual([anna, ben]);
  });

  it('erases after the appends that were called before', async () => {
    const store = opened();
    const appended = store.append('s', NO_STREAM, entries(0, 1), [anna]);
    expect(await store.eraseDisclosures('s', ['c-anna'])).toBe(1);
    await appended;
    expect(await store.readDisclosures('s', ['c-anna'])).toEqual([]);
  });
}
