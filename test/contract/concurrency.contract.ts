import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { type EventStore, NO_STREAM, RevisionConflict } from '#ledger-store/event-store';
import { entries, entry, namesOf, textOf, wholeStore, wholeStream } from './store-samples.ts';

const settled = <T>(promises: readonly Promise<T>[]): Promise<PromiseSettledResult<T>[]> =>
  Promise.allSettled(promises);

/** What holds when callers do not wait for each other. */
export function concurrencyContract(opened: () => EventStore): void {
  it('takes the appends to a stream in the order of the calls', async () => {
    const store = opened();
    const calls = Array.from({ length: 300 }, (_, i) => store.append('s', i - 1, [entry(`entry ${i}`)]));
    const appended = await Promise.all(calls);
    expect(appended.map(({ firstRevision }) => firstRevision)).toEqual(calls.map((_, i) => i));
    expect((await wholeStream(store, 's')).map(textOf)).toEqual(namesOf(entries(0, 300)));
  });

  it('lets exactly one of those win that expect the same revision', async () => {
    const store = opened();
    for (let round = 0; round < 10; round++) {
      const rivals = Array.from({ length: 20 }, (_, i) => store.append('s', round - 1, [entry(`${round} by ${i}`)]));
      const outcomes = await settled(rivals);
      const winners = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? [i] : []));
      const losers = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      expect(winners).toHaveLength(1);
      expect(losers.every((error) => error instanceof RevisionConflict && error.actual === round)).toBe(true);
      expect((await store.readStream('s', round, 10)).map(textOf)).toEqual([`${round} by ${winners[0]!}`]);
    }
  });

  it('answers everybody alike who appends the very same at once, and writes it once', async () => {
    const store = opened();
    const answers = await Promise.all(Array.from({ length: 50 }, () => store.append('s', NO_STREAM, entries(0, 3))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await wholeStore(store)).toHaveLength(3);
  });

  it('refuses the one that conflicts alone, and lets the others stand', async () => {
    const store = opened();
    const outcomes = await settled(
      Array.from({ length: 60 }, (_, i) => store.append(`s${i}`, i % 3 === 0 ? 7 : NO_STREAM, entries(0, 2))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(
      Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 'rejected' : 'fulfilled')),
    );
    expect(await wholeStore(store)).toHaveLength(80);
  });

  it('never shows an append in part', async () => {
    const store = opened();
    const writing = new AbortController();
    const write = async (): Promise<void> => {
      for (let i = 0; i < 40; i++) await store.append('s', i * 25 - 1, entries(i * 25, 25));
      writing.abort();
    };
    const seen: number[] = [];
    const look = async (): Promise<void> => {
      while (!writing.signal.aborted) {
        seen.push((await store.lastRevision('s')) + 1, (await store.readAll(0, 10_000)).length);
        await nextTurn();
      }
    };
    await Promise.all([write(), look()]);
    expect(seen.filter((count) => count % 25 !== 0)).toEqual([]);
    expect(await store.lastRevision('s')).toBe(999);
  });

  it('shows what was appended to every read that starts afterwards', async () => {
    const store = opened();
    const appendAndLook = async (stream: string): Promise<void> => {
      for (let i = 0; i < 30; i++) {
        const { position } = await store.append(stream, i - 1, [entry(`${stream} ${i}`)]);
        expect(await store.lastRevision(stream)).toBe(i);
        expect(await store.lastPosition()).toBeGreaterThanOrEqual(position);
        expect((await store.readStream(stream, i, 1)).map(textOf)).toEqual([`${stream} ${i}`]);
        expect((await store.readAt(position))?.revision).toBe(i);
      }
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(appendAndLook));
  });

  it('takes many streams at once, each in order and without gaps', async () => {
    const store = opened();
    const streams = Array.from({ length: 500 }, (_, i) => `stream ${i}`);
    const appendAll = async (stream: string): Promise<void> => {
      for (let i = 0; i < 4; i++)
        await store.append(stream, i * 2 - 1, [entry(`${stream}/${i}a`), entry(`${stream}/${i}b`)]);
    };
    await Promise.all(streams.map(appendAll));
    const all = await wholeStore(store);
    const positions = all.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    const wanted = ['0a', '0b', '1a', '1b', '2a', '2b', '3a', '3b'];
    for (const stream of streams) {
      const own = all.filter((stored) => stored.stream === stream);
      expect(own.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(own.map(textOf)).toEqual(wanted.map((name) => `${stream}/${name}`));
    }
  });
}
