import type { StoredEntry } from '#ledger-store/event-store';

/** Where a projector gets its entries from: the reading part of the event store that it needs. */
export interface EntryFeed {
  /** Up to `limit` entries of all streams with a position greater than `afterPosition`, in order. */
  readAll(afterPosition: number, limit: number): readonly StoredEntry[] | Promise<readonly StoredEntry[]>;

  /** The entry at a position; undefined where there is none. */
  readAt(position: number): StoredEntry | undefined | Promise<StoredEntry | undefined>;

  /** Takes whom to tell when there may be more, where the feed hears of it by itself. Called once. */
  onMore?(listener: () => void): void;

  close?(): void | Promise<void>;
}

/** What the module must export that a projector's thread loads to reach the store. */
export interface EntryFeedModule {
  openEntryFeed(data: unknown, purpose: FeedPurpose): EntryFeed | Promise<EntryFeed>;
}

/** Whether entries are followed for as long as it takes, or read once from the first to the last. */
export type FeedPurpose = 'follow' | 'read-once';

/** A module that the projector's thread imports, and what its factory is called with (structured clone). */
export interface FeedInThread {
  /** Specifier for `import()`: a URL, or a subpath import of this project. */
  readonly module: string;
  readonly data: unknown;
}
