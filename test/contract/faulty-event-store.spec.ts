import { beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStore, NO_STREAM, OutcomeUnknown } from '#ledger-store/event-store';
import { type AppendCall, type Fault, faulty } from '#ledger-store/faults/faulty-event-store';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { entries, entry, textOf, wholeStream } from './store-samples.ts';

describe('A faulty event store', () => {
  let inner: MemoryEventStore;
  const calls: AppendCall[] = [];

  /** A store whose first append meets the fault. */
  const first = (fault: Fault): EventStore => faulty(inner, ({ nth }) => (nth === 0 ? fault : undefined));
  const texts = async (): Promise<string[]> => (await wholeStream(inner, 's')).map(textOf);

  beforeEach(() => {
    inner = new MemoryEventStore();
    calls.length = 0;
  });

  it('writes and says that it does not know', async () => {
    const store = first('fails-but-persists');
    await expect(store.append('s', NO_STREAM, entries(0, 2))).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await texts()).toEqual(['entry 0', 'entry 1']);
    expect(await store.append('s', NO_STREAM, entries(0, 2))).toEqual({ firstRevision: 0, position: 2 });
    expect(await texts()).toEqual(['entry 0', 'entry 1']);
  });

  it('does not write and says that it does not know', async () => {
    const store = first('fails-and-does-not');
    await expect(store.append('s', NO_STREAM, entries(0, 2))).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await texts()).toEqual([]);
    await store.append('s', NO_STREAM, entries(0, 2));
    expect(await texts()).toEqual(['entry 0', 'entry 1']);
  });

  it('reports a conflict that is none', async () => {
    const store = first('conflicts');
    const appended = store.append('s', NO_STREAM, entries(0, 1));
    await expect(appended).rejects.toMatchObject({ name: 'RevisionConflict', expected: NO_STREAM, actual: NO_STREAM });
    expect(await texts()).toEqual([]);
  });

  it('lets another writer come first, so that the conflict is real', async () => {
    const store = first({ overtakenBy: [entry('of another')] });
    const appended = store.append('s', NO_STREAM, entries(0, 1));
    await expect(appended).rejects.toMatchObject({ name: 'RevisionConflict', expected: NO_STREAM, actual: 0 });
    expect(await texts()).toEqual(['of another']);
  });

  it('writes at once and answers when it is told to', async () => {
    const held = Promise.withResolvers<void>();
    const store = first({ answeredAfter: held.promise });
    let answered = false;
    const appended = store.append('s', NO_STREAM, entries(0, 1)).then((outcome) => {
      answered = true;
      return outcome;
    });
    await store.append('s', 0, entries(1, 1));
    expect(answered).toBe(false);
    expect(await texts()).toEqual(['entry 0', 'entry 1']);
    held.resolve();
    expect(await appended).toEqual({ firstRevision: 0, position: 1 });
  });

  it('asks the plan about each call, and lets everything else through', async () => {
    const store = faulty(inner, (call) => {
      calls.push(call);
      return undefined;
    });
    await store.append('s', NO_STREAM, entries(0, 1));
    await store.append('t', NO_STREAM, entries(1, 2));
    expect(
      calls.map(({ nth, stream, expectedRevision, entries: given }) => [nth, stream, expectedRevision, given.length]),
    ).toEqual([
      [0, 's', -1, 1],
      [1, 't', -1, 2],
    ]);
    expect(await store.lastRevision('t')).toBe(1);
    expect(await store.lastPosition()).toBe(3);
    await store.close();
    await expect(inner.lastPosition()).rejects.toThrow('closed');
  });
});
