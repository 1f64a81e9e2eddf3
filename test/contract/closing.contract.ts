import { expect, it } from '@jest/globals';
import { type EventStore, NO_STREAM, StoreUnavailable } from '#ledger-store/event-store';
import { entries } from './store-samples.ts';

export function closingContract(opened: () => EventStore): void {
  it('finishes the appends that were accepted', async () => {
    const store = opened();
    const accepted = Array.from({ length: 200 }, (_, i) =>
      store.append(`s${i % 7}`, Math.floor(i / 7) - 1, entries(i, 1)),
    );
    const closed = store.close();
    const outcomes = await Promise.allSettled(accepted);
    await closed;
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('makes everything reject that is called afterwards', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 1));
    await store.close();
    const calls: (() => Promise<unknown>)[] = [
      () => store.append('s', 0, entries(1, 1)),
      () => store.readStream('s', 0, 1),
      () => store.readAll(0, 1),
      () => store.readAt(1),
      () => store.lastRevision('s'),
      () => store.lastPosition(),
      () => store.readDisclosures('s', ['c']),
      () => store.eraseDisclosures('s', ['c']),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow(StoreUnavailable);
  });

  it('may be called twice, at once or later', async () => {
    const store = opened();
    await Promise.all([store.close(), store.close()]);
    await store.close();
    await expect(store.lastPosition()).rejects.toThrow(StoreUnavailable);
  });
}
