import type { Disclosure } from '#kernel/sealed';
import { type Appended, type EventStore, type NewEntry, OutcomeUnknown, RevisionConflict } from '../event-store.ts';
import { ForwardingEventStore } from './forwarding-event-store.ts';

/**
 * What happens to an append:
 * - `fails-but-persists`: it is written, and rejects with `OutcomeUnknown`;
 * - `fails-and-does-not`: it is not written, and rejects with `OutcomeUnknown`;
 * - `conflicts`: it is not written, and rejects with `RevisionConflict`, though the stream may be where it was expected;
 * - `overtakenBy`: another writer's entries are appended at the expected revision first;
 * - `answeredAfter`: it is written, and resolves or rejects only when the promise has.
 */
export type Fault =
  | 'fails-but-persists'
  | 'fails-and-does-not'
  | 'conflicts'
  | { readonly overtakenBy: readonly NewEntry[] }
  | { readonly answeredAfter: Promise<unknown> };

/** An append as it was called; `nth` counts the calls from 0. */
export interface AppendCall {
  readonly nth: number;
  readonly stream: string;
  readonly expectedRevision: number;
  readonly entries: readonly NewEntry[];
}

/** Chooses the fault of each append, `undefined` for none. */
export type FaultPlan = (call: AppendCall) => Fault | undefined;

/** A store whose appends fail as planned, to test what is built on one. Everything else goes through. */
export function faulty(store: EventStore, plan: FaultPlan): EventStore {
  return new FaultyEventStore(store, plan);
}

class FaultyEventStore extends ForwardingEventStore {
  readonly #plan: FaultPlan;
  #calls = 0;

  constructor(store: EventStore, plan: FaultPlan) {
    super(store);
    this.#plan = plan;
  }

  override async append(
    stream: string,
    expectedRevision: number,
    entries: readonly NewEntry[],
    disclosures?: readonly Disclosure[],
  ): Promise<Appended> {
    const fault = this.#plan({ nth: this.#calls++, stream, expectedRevision, entries });
    // Called in every case before anything is awaited, so that appends keep the order of their calls.
    const append = (): Promise<Appended> => this.store.append(stream, expectedRevision, entries, disclosures);
    if (fault === undefined) return append();
    if (fault === 'fails-and-does-not') throw new OutcomeUnknown(`planned fault: the append to ${stream} was lost`);
    if (fault === 'conflicts') {
      throw new RevisionConflict(stream, expectedRevision, await this.store.lastRevision(stream));
    }
    if (fault === 'fails-but-persists') {
      await append();
      throw new OutcomeUnknown(`planned fault: the answer to the append to ${stream} was lost`);
    }
    if ('answeredAfter' in fault) {
      const [outcome] = await Promise.allSettled([append(), fault.answeredAfter]);
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    }
    const [, outcome] = await Promise.allSettled([
      this.store.append(stream, expectedRevision, fault.overtakenBy),
      append(),
    ]);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }
}
