import { setTimeout as pause } from 'node:timers/promises';
import type { Disclosure } from '#kernel/sealed';
import type { Appended, NewEntry } from '#ledger-store/event-store';
import { ForwardingEventStore } from '#ledger-store/faults/forwarding-event-store';

/** How long the planted bug below lets an append wait for its commit, in milliseconds. */
const LATE = 40;

/** A planted bug: a store that says "durable" first, and commits a little later. */
export class EarlyStore extends ForwardingEventStore {
  #last: Promise<unknown> = Promise.resolve();
  #position = 0;

  override async append(
    stream: string,
    expectedRevision: number,
    entries: readonly NewEntry[],
    disclosures?: readonly Disclosure[],
  ): Promise<Appended> {
    this.#position = Math.max(this.#position, await this.store.lastPosition()) + entries.length;
    this.#last = this.#last.then(async () => {
      await pause(LATE);
      return this.store.append(stream, expectedRevision, entries, disclosures);
    });
    return { firstRevision: expectedRevision + 1, position: this.#position };
  }
}
