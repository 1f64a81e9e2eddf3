import type { Disclosure } from '#kernel/sealed';
import { type Appended, EventStore, type NewEntry, type StoredEntry } from '../event-store.ts';

/** A store in front of another one, to which everything goes that a subclass does not do otherwise. */
export abstract class ForwardingEventStore extends EventStore {
  override readonly shared: boolean;
  protected readonly store: EventStore;

  constructor(store: EventStore) {
    super();
    this.shared = store.shared;
    this.store = store;
  }

  override append(
    stream: string,
    expectedRevision: number,
    entries: readonly NewEntry[],
    disclosures?: readonly Disclosure[],
  ): Promise<Appended> {
    return this.store.append(stream, expectedRevision, entries, disclosures);
  }

  override readStream(stream: string, fromRevision: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.store.readStream(stream, fromRevision, limit);
  }

  override readAll(afterPosition: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.store.readAll(afterPosition, limit);
  }

  override readAt(position: number): Promise<StoredEntry | undefined> {
    return this.store.readAt(position);
  }

  override follow(afterPosition: number, signal: AbortSignal): AsyncIterable<readonly StoredEntry[]> {
    return this.store.follow(afterPosition, signal);
  }

  override lastRevision(stream: string): Promise<number> {
    return this.store.lastRevision(stream);
  }

  override lastPosition(): Promise<number> {
    return this.store.lastPosition();
  }

  override readDisclosures(stream: string, commitments: readonly string[]): Promise<readonly Disclosure[]> {
    return this.store.readDisclosures(stream, commitments);
  }

  override eraseDisclosures(stream: string, commitments: readonly string[]): Promise<number> {
    return this.store.eraseDisclosures(stream, commitments);
  }

  override close(): Promise<void> {
    return this.store.close();
  }
}
