import { setTimeout as pause } from 'node:timers/promises';
import type { Disclosure } from '#kernel/sealed';
import { type Appended, EventStore, type NewEntry } from '#ledger-store/event-store';

/** How long the planted bug below lets an append wait for its commit, in milliseconds. */
const LATE = 40;

/** A planted bug: a store that says "durable" first, and commits a little later. */
export class EarlyStore extends EventStore {
  readonly #store: EventStore;
  #last: Promise<unknown> = Promise.resolve();
  #position = 0;

  constructor(store: EventStore) {
    super();
    this.#store = store;
  }

  override async append(
    stream: string,
    expectedRevision: number,
    entries: readonly NewEntry[],
    disclosures?: readonly Disclosure[],
  ): Promise<Appended> {
    this.#position = Math.max(this.#position, await this.#store.lastPosition()) + entries.length;
    this.#last = this.#last.then(async () => {
      await pause(LATE);
      return this.#store.append(stream, expectedRevision, entries, disclosures);
    });
    return { firstRevision: expectedRevision + 1, position: this.#position };
  }

  override readonly readStream: EventStore['readStream'] = (...given) => this.#store.readStream(...given);
  override readonly readAll: EventStore['readAll'] = (...given) => this.#store.readAll(...given);
  override readonly readAt: EventStore['readAt'] = (position) => this.#store.readAt(position);
  override readonly follow: EventStore['follow'] = (...given) => this.#store.follow(...given);
  override readonly lastRevision: EventStore['lastRevision'] = (...given) => this.#store.lastRevision(...given);
  override readonly lastPosition: EventStore['lastPosition'] = () => this.#store.lastPosition();
  override readonly readDisclosures: EventStore['readDisclosures'] = (...given) =>
    this.#store.readDisclosures(...given);
  override readonly eraseDisclosures: EventStore['eraseDisclosures'] = (...given) =>
    this.#store.eraseDisclosures(...given);
  override readonly close: EventStore['close'] = () => this.#store.close();
}
