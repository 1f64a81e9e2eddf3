import type { Disclosure } from '#kernel/sealed';

/** An entry to append: the canonical bytes that were hashed. They are stored and given back as they are. */
export interface NewEntry {
  /** UUID of the entry; the same fact has the same id however often it is sent. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** An entry as stored. `position` orders all entries of the store: ascending, never reused; there may be gaps. */
export interface StoredEntry {
  readonly position: number;
  readonly stream: string;
  /** 0 for the first entry of the stream. */
  readonly revision: number;
  readonly bytes: Uint8Array;
}

export interface Appended {
  readonly firstRevision: number;
  /** Position of the last entry of the append. */
  readonly position: number;
}

/** The revision of a stream without entries. */
export const NO_STREAM = -1;

/** The stream is not at the expected revision. Nothing was written. */
export class RevisionConflict extends Error {
  readonly stream: string;
  readonly expected: number;
  readonly actual: number;

  constructor(stream: string, expected: number, actual: number) {
    super(`stream ${stream} is at revision ${actual}, not at ${expected}`);
    this.name = 'RevisionConflict';
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }
}

/** It is not known whether the entries were written. Append the identical entries again, or read, before anything else. */
export class OutcomeUnknown extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OutcomeUnknown';
  }
}

/** The disk (or the quota) is full. Nothing was written; the store goes on working when there is room again. */
export class StoreFull extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreFull';
  }
}

/** The store cannot be used: closed, failed, or its file is damaged. Nothing was written. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** Another process holds the store. */
export class StoreLocked extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoreLocked';
  }
}

/**
 * Checks what every adapter is given to append, before it touches anything.
 *
 * @throws RangeError for an empty stream name, no entries, an entry without bytes, or an expected revision that is none.
 */
export function checkAppend(stream: string, expectedRevision: number, entries: readonly NewEntry[]): void {
  if (stream === '') throw new RangeError('a stream needs a name');
  if (entries.length === 0) throw new RangeError(`an append to ${stream} needs at least one entry`);
  if (entries.some(({ bytes }) => bytes.length === 0)) throw new RangeError(`an entry for ${stream} has no bytes`);
  if (!Number.isSafeInteger(expectedRevision) || expectedRevision < NO_STREAM) {
    throw new RangeError(
      `${expectedRevision} is no revision of ${stream}; expected a whole number from ${NO_STREAM} on`,
    );
  }
}

/** Checks how many entries a read may give. @throws RangeError unless it is a whole number from 1 on. */
export function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RangeError(`${limit} is no limit; expected a whole number from 1 on`);
  }
}

/**
 * Where entries are written and read.
 *
 * - When `append` resolves, the entries and their disclosures survive a power cut, all of them, with contiguous revisions
 *   that start at `expectedRevision + 1`.
 * - When it rejects with `RevisionConflict`, `StoreFull` or `StoreUnavailable`, nothing was written.
 * - When it rejects with `OutcomeUnknown`, they may be there: append the identical entries again, or read.
 * - Appending entries that already stand, byte for byte, right after `expectedRevision` resolves as the first time and
 *   writes nothing. There is no "any" revision.
 * - One append is atomic; it is never seen in part. Appends to one stream take effect in the order in which they were called.
 * - What `append` wrote is seen by every read that starts after it resolved.
 * - Reads give entries in order, without gaps in revision, as the very bytes that were appended. They give `limit` of them
 *   while there are as many: fewer means that the end was reached.
 * - `follow` gives every entry once, in order of position, first those that are there, then those that come; it waits while
 *   there is nothing new, and ends when its signal is aborted or the store is closed. It throws `StoreUnavailable` when the
 *   store fails under it.
 * - Entries cannot be changed or deleted. Disclosures can be erased; erasing is durable when `eraseDisclosures` resolves.
 * - All methods may be called concurrently. After `close`, which finishes the appends that were accepted, all of them
 *   reject with `StoreUnavailable`.
 * - The bytes handed to `append` belong to the store until it settles; what reads give belongs to the caller.
 */
export abstract class EventStore {
  /**
   * Whether other processes may append too. Then what was read before an append says nothing about now: whoever answers without
   * appending looks at `lastRevision` first.
   */
  readonly shared: boolean = false;

  /** Appends 1..n entries to a stream whose last revision is exactly `expectedRevision` (`NO_STREAM` where it has none). */
  abstract append(
    stream: string,
    expectedRevision: number,
    entries: readonly NewEntry[],
    disclosures?: readonly Disclosure[],
  ): Promise<Appended>;

  /** Up to `limit` entries of a stream from `fromRevision` on. Empty where there are none. */
  abstract readStream(stream: string, fromRevision: number, limit: number): Promise<readonly StoredEntry[]>;

  /**
   * Up to `limit` entries of all streams with a position greater than `afterPosition`, which is 0, for the start, or that of an entry:
   * some engines cannot begin to read anywhere else.
   */
  abstract readAll(afterPosition: number, limit: number): Promise<readonly StoredEntry[]>;

  /** The entry at a position; undefined where there is none, also where the position is one of another store. */
  abstract readAt(position: number): Promise<StoredEntry | undefined>;

  /** Everything after a position, in batches, now and from now on. */
  abstract follow(afterPosition: number, signal: AbortSignal): AsyncIterable<readonly StoredEntry[]>;

  /** Last revision of a stream, `NO_STREAM` where it has no entries. */
  abstract lastRevision(stream: string): Promise<number>;

  /** Position of the newest entry of the store, 0 where there is none. */
  abstract lastPosition(): Promise<number>;

  /** The disclosures of a stream that open the given commitments; what was erased or never stored is left out. */
  abstract readDisclosures(stream: string, commitments: readonly string[]): Promise<readonly Disclosure[]>;

  /** Erases disclosures for good. Unknown commitments are passed over. Gives how many were erased. */
  abstract eraseDisclosures(stream: string, commitments: readonly string[]): Promise<number>;

  /** Finishes accepted appends and releases files, threads and locks. Safe to call twice. */
  abstract close(): Promise<void>;
}
