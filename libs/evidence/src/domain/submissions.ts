import type { CoveredPeriod } from './evidence.events.ts';
import {
  addRow,
  bytesOfRows,
  copyRow,
  DIGEST,
  ENTRY,
  isAboutSame,
  MEMBER,
  noRows,
  PERIOD,
  TASK,
  wordOf,
  WORDS,
  type SubmissionRows,
} from './submission-rows.ts';

/**
 * Everything that was submitted as evidence in a ledger: by which entry, for which task and period, with which digest. A robot
 * submits by the thousand and rules ask about all of it, so a submission is a row of integers, and another array finds rows by their
 * content. Plain data that a snapshot copies as it is.
 */
export interface Submissions {
  /** In order of submission. */
  readonly rows: SubmissionRows;
  /** Number of a row, counted from 1, at or behind the place that its content leads to; 0 where there is none. Never full. */
  places: Places;
  /** Covered periods by their text, counted from 1: many submissions cover the same. */
  readonly periods: Map<string, number>;
}

/** Half as large for a ledger of a few ten thousand submissions, as most are. */
type Places = Uint16Array | Uint32Array;

/** What makes two submissions the same. */
export interface Shown {
  /** Number of the task. */
  readonly task: number;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly covers?: CoveredPeriod | undefined;
}

export const noSubmissions = (): Submissions => ({ rows: noRows(), places: new Uint16Array(0), periods: new Map() });

/** How many there are. */
export const countOf = ({ rows }: Submissions): number => rows.count;

/** Notes what an entry submitted, and which member it was (by number). Entries come in ascending order. */
export function addSubmission(submissions: Submissions, entry: number, member: number, shown: Shown): void {
  const { rows, periods } = submissions;
  const text = periodText(shown);
  if (text !== undefined && !periods.has(text)) periods.set(text, periods.size + 1);
  const row = rowOf(submissions, shown);
  row[ENTRY] = entry;
  row[MEMBER] = member;
  makeRoom(submissions);
  addRow(rows, row);
  place(submissions.places, hashOf(row), rows.count);
}

/** The entry that submitted the same before; undefined where none did. */
export function entryThatShowed(submissions: Submissions, shown: Shown): number | undefined {
  const { rows, places, periods } = submissions;
  const text = periodText(shown);
  if (places.length === 0 || (text !== undefined && !periods.has(text))) return undefined;
  const row = rowOf(submissions, shown);
  const mask = places.length - 1;
  for (let at = hashOf(row) & mask; places[at] !== 0; at = (at + 1) & mask) {
    const found = places[at]! - 1;
    if (isAboutSame(rows, found, row)) return wordOf(rows, found, ENTRY);
  }
  return undefined;
}

/** The task that an entry submitted evidence for, by number; undefined for an entry that submitted none. */
export function taskShownBy({ rows }: Submissions, entry: number): number | undefined {
  const row = rowAt(rows, entry);
  return row === undefined ? undefined : wordOf(rows, row, TASK);
}

/** The member who submitted evidence with an entry, by number. */
export function submitterOf({ rows }: Submissions, entry: number): number | undefined {
  const row = rowAt(rows, entry);
  return row === undefined ? undefined : wordOf(rows, row, MEMBER);
}

/** Everything that was submitted behind an entry, in order: by which entry, and by which member (by number). */
export function* submissionsBehind(
  { rows }: Submissions,
  after: number,
): Generator<{ readonly entry: number; readonly member: number }> {
  for (let row = firstFrom(rows, after + 1); row < rows.count; row++) {
    yield { entry: wordOf(rows, row, ENTRY), member: wordOf(rows, row, MEMBER) };
  }
}

/** Bytes that the submissions take, about. */
export const bytesOfSubmissions = ({ rows, places }: Submissions): number => bytesOfRows(rows) + places.byteLength;

/** The row of an entry. */
function rowAt(rows: SubmissionRows, entry: number): number | undefined {
  const row = firstFrom(rows, entry);
  return row < rows.count && wordOf(rows, row, ENTRY) === entry ? row : undefined;
}

/** The first row of an entry from this one on; as many as there are where there is none. */
function firstFrom(rows: SubmissionRows, entry: number): number {
  let low = 0;
  let high = rows.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (wordOf(rows, middle, ENTRY) < entry) low = middle + 1;
    else high = middle;
  }
  return low;
}

const periodText = ({ covers }: Shown): string | undefined =>
  covers === undefined ? undefined : `${covers.from} ${covers.to}`;

const scratch = new Uint32Array(WORDS);
let scratchDigest = '';

/** What is compared of a submission. One array for all: it is good until the next call. */
function rowOf({ periods }: Submissions, shown: Shown): Uint32Array {
  const text = periodText(shown);
  scratch[TASK] = shown.task;
  scratch[PERIOD] = text === undefined ? 0 : periods.get(text)!;
  // A submission is decided, and then folded: the same digest twice in a row.
  if (scratchDigest === shown.digest) return scratch;
  scratchDigest = shown.digest;
  for (let word = DIGEST, at = 'sha256:'.length; word < WORDS; word++, at += 8) {
    scratch[word] = Number.parseInt(shown.digest.slice(at, at + 8), 16);
  }
  return scratch;
}

/** Every word counts: digests that somebody makes up may differ in the last one only. */
function hashOf(row: Uint32Array): number {
  let hash = 0;
  for (let word = TASK; word < WORDS; word++) {
    hash = Math.imul(hash ^ row[word]!, 0x9e_37_79_b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** Room for one more row. Of four places one is free at least. */
function makeRoom(submissions: Submissions): void {
  const { rows, places } = submissions;
  if ((rows.count + 1) * 4 <= places.length * 3) return;
  const more = emptyPlaces(Math.max(8, places.length * 2));
  const row = new Uint32Array(WORDS);
  for (let at = 0; at < rows.count; at++) place(more, hashOf(copyRow(rows, at, row)), at + 1);
  submissions.places = more;
}

/** A row has a number that fits: of so many places some are free. */
const emptyPlaces = (length: number): Places => (length <= 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length));

function place(places: Places, hash: number, row: number): void {
  const mask = places.length - 1;
  let at = hash & mask;
  while (places[at] !== 0) at = (at + 1) & mask;
  places[at] = row;
}
