import type { Disclosure } from '#kernel/sealed';
import type { StoredEntry } from '#ledger-store/event-store';

/** Where a projector gets its entries from: the reading part of the event store that it needs. */
export interface EntryFeed {
  /** Up to `limit` entries of all streams with a position greater than `afterPosition`, in order. */
  readAll(afterPosition: number, limit: number): readonly StoredEntry[] | Promise<readonly StoredEntry[]>;

  /** The entry at a position; undefined where there is none. */
  readAt(position: number): StoredEntry | undefined | Promise<StoredEntry | undefined>;

  /** The disclosures of a stream that open the given commitments; what was erased or never stored is left out. */
  readDisclosures?(
    stream: string,
    commitments: readonly string[],
  ): readonly Disclosure[] | Promise<readonly Disclosure[]>;

  close?(): void | Promise<void>;
}

/** What the module must export that a projector's thread loads to reach the store. */
export interface EntryFeedModule {
  openEntryFeed(data: unknown): EntryFeed | Promise<EntryFeed>;
}

/** A module that the projector's thread imports, and what its factory is called with (structured clone). */
export interface FeedInThread {
  /** Specifier for `import()`: a URL, or a subpath import of this project. */
  readonly module: string;
  readonly data: unknown;
}
