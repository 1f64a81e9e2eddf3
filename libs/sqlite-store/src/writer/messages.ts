import type { Disclosure } from '#kernel/sealed';
import type { NewEntry } from '#ledger-store/event-store';

/** Appends that travel to the writer together and are committed together. Parallel arrays and one buffer: few objects to copy. */
export interface AppendGroup {
  readonly kind: 'append';
  /** For each append: its stream, expected revision and number of entries. */
  readonly streams: readonly string[];
  readonly expected: readonly number[];
  readonly counts: readonly number[];
  /** For each entry of all appends: its length in `bytes`. */
  readonly lengths: readonly number[];
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Disclosures of the appends that have some, by place in the group. */
  readonly disclosures: ReadonlyMap<number, readonly Disclosure[]>;
}

export interface Erasure {
  readonly kind: 'erase';
  readonly stream: string;
  readonly commitments: readonly string[];
}

export interface PageLimit {
  readonly kind: 'limit';
  readonly maxPages: number;
}

export interface Closing {
  readonly kind: 'close';
}

/** What the writer is asked, one at a time and in order. */
export type Request = AppendGroup | Erasure | PageLimit | Closing;

/** What became of a group. `positions` has the last position of each append, 0 where the append met a conflict. */
export interface GroupOutcome {
  readonly kind: 'appended';
  readonly positions: readonly number[];
  /** Revision that was found in place of the expected one, by place in the group. */
  readonly conflicts: ReadonlyMap<number, number>;
}

/** How a request failed. After `stop` the writer takes no further request. */
export interface Failure {
  readonly kind: 'failed';
  readonly error: 'full' | 'unavailable' | 'unknown';
  readonly message: string;
  readonly stop: boolean;
}

/** The answers, in the order of the requests; `ready` comes once, first. */
export type Reply =
  | { readonly kind: 'ready' }
  | GroupOutcome
  | { readonly kind: 'erased'; readonly count: number }
  | { readonly kind: 'done' }
  | Failure;

/** One append as a caller made it. */
export interface Append {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly entries: readonly NewEntry[];
  readonly disclosures: readonly Disclosure[];
}

/** Puts appends into one message; the buffer is to be transferred, not copied. */
export function pack(appends: readonly Append[]): AppendGroup {
  let size = 0;
  const lengths: number[] = [];
  for (const { entries } of appends) {
    for (const { bytes } of entries) {
      lengths.push(bytes.length);
      size += bytes.length;
    }
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const { entries } of appends) {
    for (const entry of entries) {
      bytes.set(entry.bytes, offset);
      offset += entry.bytes.length;
    }
  }
  const disclosures = new Map<number, readonly Disclosure[]>();
  appends.forEach((append, i) => append.disclosures.length > 0 && disclosures.set(i, append.disclosures));
  return {
    kind: 'append',
    streams: appends.map((append) => append.stream),
    expected: appends.map((append) => append.expectedRevision),
    counts: appends.map((append) => append.entries.length),
    lengths,
    bytes,
    disclosures,
  };
}
