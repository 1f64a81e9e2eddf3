import type { Disclosure } from '#kernel/sealed';
import type { StoredEntry } from '#ledger-store/event-store';

/** A text beside a ledger. */
export interface StoredText {
  readonly stream: string;
  /** What an entry committed to. */
  readonly commitment: string;
  /** Undefined where it cannot be read. */
  readonly disclosure: Disclosure | undefined;
}

/** Some of the texts beside all ledgers; `next` is the number to go on after, undefined at the end. */
export interface SomeTexts {
  readonly next: number | undefined;
  readonly texts: readonly StoredText[];
}

/** What an audit reads: the stored bytes, past every cache, on a thread of its own. As the methods of `EventStore`. */
export interface AuditSource {
  lastPosition(): number | Promise<number>;
  readAll(afterPosition: number, limit: number): readonly StoredEntry[] | Promise<readonly StoredEntry[]>;
  readStream(
    stream: string,
    fromRevision: number,
    limit: number,
  ): readonly StoredEntry[] | Promise<readonly StoredEntry[]>;
  /** The texts that were not erased, after a number that was given before, or 0 for the start. */
  allDisclosures(after: number, limit: number): SomeTexts | Promise<SomeTexts>;
  close(): void | Promise<void>;
}

/** A module that the thread of an audit imports, and what its `openAuditSource` is called with (structured clone). */
export interface AuditSourceInThread {
  /** Specifier for `import()`: a URL. */
  readonly module: string;
  readonly data: unknown;
}

export interface AuditSourceModule {
  openAuditSource(data: unknown): AuditSource | Promise<AuditSource>;
}
