import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { type EventStore, NO_STREAM, type StoredEntry, StoreUnavailable } from '#ledger-store/event-store';
import { entries, followed, namesOf, textOf, wholeStore } from './store-samples.ts';

/** Collects what a follower gives until it ends. */
async function collect(store: EventStore, signal: AbortSignal, into: StoredEntry[] = []): Promise<StoredEntry[]> {
  for await (const batch of store.follow(0, signal)) into.push(...batch);
  return into;
}

export function followingContract(opened: () => EventStore): void {
  it('gives what is there and then what comes, each once and in order', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 1_200));
    const following = followed(store, 0, 1_500);
    for (let i = 0; i < 300; i++) await store.append('s', 1_199 + i, entries(1_200 + i, 1));
    expect((await following).map(textOf)).toEqual(namesOf(entries(0, 1_500)));
  });

  it('gives every follower everything after its own position while many write', async () => {
    const store = opened();
    await store.append('first', NO_STREAM, entries(0, 10));
    const middle = (await store.readAll(0, 5)).at(-1)!.position;
    const followers = [followed(store, 0, 410), followed(store, middle, 405), followed(store, 0, 410)];
    const write = async (stream: string): Promise<void> => {
      for (let i = 0; i < 50; i++) await store.append(stream, i - 1, entries(i, 1));
    };
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(write));
    const all = await wholeStore(store);
    const [one, two, three] = await Promise.all(followers);
    expect(one).toEqual(all);
    expect(two).toEqual(all.slice(5));
    expect(three).toEqual(all);
  });

  it('waits while there is nothing new', async () => {
    const store = opened();
    const seen: StoredEntry[] = [];
    const stop = new AbortController();
    const following = collect(store, stop.signal, seen);
    await nextTurn();
    expect(seen).toEqual([]);
    await store.append('s', NO_STREAM, entries(0, 1));
    while (seen.length === 0) await nextTurn();
    expect(seen.map(textOf)).toEqual(['entry 0']);
    stop.abort();
    await following;
  });

  it('ends when its signal is aborted while it waits', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 3));
    const stop = new AbortController();
    const seen: StoredEntry[] = [];
    const following = collect(store, stop.signal, seen);
    while (seen.length < 3) await nextTurn();
    stop.abort();
    expect(await following).toHaveLength(3);
  });

  it('gives nothing when its signal was aborted before', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 3));
    expect(await collect(store, AbortSignal.abort())).toEqual([]);
  });

  it('ends when whoever follows stops looping, and can be followed again', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 3));
    for await (const batch of store.follow(0, new AbortController().signal)) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    expect(await followed(store, 0, 3)).toHaveLength(3);
  });

  it('lets others have their turn while it catches up', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 3_000));
    let turns = 0;
    let following = true;
    const count = (): void => {
      turns++;
      if (following) setImmediate(count);
    };
    setImmediate(count);
    let batches = 0;
    const stop = new AbortController();
    let seen = 0;
    for await (const batch of store.follow(0, stop.signal)) {
      batches++;
      seen += batch.length;
      if (seen === 3_000) stop.abort();
    }
    following = false;
    expect(batches).toBeGreaterThan(1);
    expect(turns).toBeGreaterThanOrEqual(batches - 1);
  });

  it('ends when the store is closed, and cannot begin afterwards', async () => {
    const store = opened();
    await store.append('s', NO_STREAM, entries(0, 3));
    const seen: StoredEntry[] = [];
    const following = collect(store, new AbortController().signal, seen);
    while (seen.length < 3) await nextTurn();
    await store.close();
    expect(await following).toHaveLength(3);
    await expect(collect(store, new AbortController().signal)).rejects.toThrow(StoreUnavailable);
  });
}
