import {
  type EventStore,
  NO_STREAM,
  OutcomeUnknown,
  RevisionConflict,
  StoreUnavailable,
} from '#ledger-store/event-store';
import type { NewEntry } from '#ledger-store/event-store';
import type { Random } from '../random.ts';
import { type Acknowledged, acknowledgements } from '../store-audit.ts';

/** What a schedule did. */
export interface Done {
  readonly acknowledged: readonly Acknowledged[];
  /** Appends that were made again by the caller, because the store did not know, or could not write. */
  readonly unknown: number;
  /** What must not have happened. */
  readonly wrong: readonly string[];
}

/**
 * A few appends to one stream, each through one of the stores, as the write path makes them: one after the other, the same again while
 * the outcome is unknown. Now and then one expects a revision that is past, and must be refused.
 */
export async function runSchedule(stores: readonly EventStore[], stream: string, random: Random): Promise<Done> {
  const acknowledged: Acknowledged[] = [];
  const wrong: string[] = [];
  let unknown = 0;
  let last = NO_STREAM;
  const steps = random.between(1, 4);
  for (let step = 0; step < steps; step++) {
    const store = stores[random.between(0, stores.length - 1)]!;
    const stale = last > NO_STREAM && random.next() < 0.15;
    const entries = entriesOf(stream, stale ? `stale ${step}` : `${step}`, random.between(1, 3));
    const expected = stale ? last - 1 : last;
    const outcome = await untilKnown(store, stream, expected, entries, () => unknown++);
    if (outcome === 'conflict' && !stale) wrong.push(`${stream} refused the append after ${expected}`);
    if (outcome === 'written' && stale) wrong.push(`${stream} took a second append after ${expected}`);
    if (outcome !== 'written') continue;
    acknowledged.push(...acknowledgements(stream, expected + 1, entries));
    last = expected + entries.length;
  }
  return { acknowledged, unknown, wrong };
}

const entriesOf = (stream: string, step: string, count: number): NewEntry[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${step}/${i}`, bytes: Buffer.from(`${stream}/${step}/${i}`) }));

async function untilKnown(
  store: EventStore,
  stream: string,
  expected: number,
  entries: readonly NewEntry[],
  count: () => void,
): Promise<'written' | 'conflict'> {
  for (;;) {
    try {
      await store.append(stream, expected, entries);
      return 'written';
    } catch (error) {
      if (error instanceof RevisionConflict) return 'conflict';
      // Several nodes in a row may say that they do not lead: then it is not written, and can be.
      if (!(error instanceof OutcomeUnknown || error instanceof StoreUnavailable)) throw error;
      count();
    }
  }
}

/** Works through numbered tasks, so many at once. */
export async function manyAtOnce(tasks: number, atOnce: number, work: (task: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < tasks) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
