import type { CoveredPeriod } from './evidence.events.ts';

/**
 * Everything that was submitted as evidence in a ledger: by which entry, for which task and period, with which digest. A robot
 * submits by the thousand and rules ask about all of it, so a submission is a row of integers, 48 bytes, in one array; a second
 * array finds rows by their content. Plain data that a snapshot copies as it is, however much there is.
 */
export interface Submissions {
  count: number;
  /** In order of submission; there may be room for more behind them. */
  rows: Uint32Array;
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

/** Words of a row: entry, member, task, period (0 for none), and the digest. What is compared begins with the task. */
const ENTRY = 0;
const MEMBER = 1;
const TASK = 2;
const PERIOD = 3;
const DIGEST = 4;
const WORDS = 12;

export const noSubmissions = (): Submissions => ({
  count: 0,
  rows: new Uint32Array(0),
  places: new Uint16Array(0),
  periods: new Map(),
});

/** Notes what an entry submitted, and which member it was (by number). Entries come in ascending order. */
export function addSubmission(submissions: Submissions, entry: number, member: number, shown: Shown): void {
  const { periods } = submissions;
  const text = periodText(shown);
  if (text !== undefined && !periods.has(text)) periods.set(text, periods.size + 1);
  const row = rowOf(submissions, shown);
  makeRoom(submissions);
  const { rows, places } = submissions;
  rows.set(row, submissions.count * WORDS);
  rows[submissions.count * WORDS + ENTRY] = entry;
  rows[submissions.count * WORDS + MEMBER] = member;
  submissions.count++;
  place(places, hashOf(row, 0), submissions.count);
}

/** The entry that submitted the same before; undefined where none did. */
export function entryThatShowed(submissions: Submissions, shown: Shown): number | undefined {
  const { rows, places, periods } = submissions;
  const text = periodText(shown);
  if (places.length === 0 || (text !== undefined && !periods.has(text))) return undefined;
  const row = rowOf(submissions, shown);
  const mask = places.length - 1;
  for (let at = hashOf(row, 0) & mask; places[at] !== 0; at = (at + 1) & mask) {
    const found = (places[at]! - 1) * WORDS;
    if (sameContent(rows, found, row)) return rows[found + ENTRY];
  }
  return undefined;
}

/** The task that an entry submitted evidence for, by number; undefined for an entry that submitted none. */
export function taskShownBy(submissions: Submissions, entry: number): number | undefined {
  const row = rowAt(submissions, entry);
  return row === undefined ? undefined : submissions.rows[row + TASK];
}

/** The member who submitted evidence with an entry, by number. */
export function submitterOf(submissions: Submissions, entry: number): number | undefined {
  const row = rowAt(submissions, entry);
  return row === undefined ? undefined : submissions.rows[row + MEMBER];
}

/** Everything that was submitted behind an entry, in order: by which entry, and by which member (by number). */
export function* submissionsBehind(
  { rows, count }: Submissions,
  after: number,
): Generator<{ readonly entry: number; readonly member: number }> {
  for (let row = 0; row < count * WORDS; row += WORDS) {
    const entry = rows[row + ENTRY]!;
    if (entry > after) yield { entry, member: rows[row + MEMBER]! };
  }
}

/** Where the row of an entry begins. */
function rowAt({ rows, count }: Submissions, entry: number): number | undefined {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle * WORDS + ENTRY]! < entry) low = middle + 1;
    else high = middle;
  }
  return low < count && rows[low * WORDS + ENTRY] === entry ? low * WORDS : undefined;
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

function sameContent(rows: Uint32Array, at: number, row: Uint32Array): boolean {
  for (let word = TASK; word < WORDS; word++) if (rows[at + word] !== row[word]) return false;
  return true;
}

/** Every word counts: digests that somebody makes up may differ in the last one only. */
function hashOf(rows: Uint32Array, at: number): number {
  let hash = 0;
  for (let word = TASK; word < WORDS; word++) {
    hash = Math.imul(hash ^ rows[at + word]!, 0x9e_37_79_b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** Room for one more row. Rows grow by an eighth; of four places one is free at least. */
function makeRoom(submissions: Submissions): void {
  submissions.rows = owned(submissions.rows);
  submissions.places = owned(submissions.places);
  const { count, rows, places } = submissions;
  if ((count + 1) * WORDS > rows.length) {
    const larger = new Uint32Array((count + 4 + (count >>> 3)) * WORDS);
    larger.set(rows);
    submissions.rows = larger;
  }
  if ((count + 1) * 4 <= places.length * 3) return;
  const more = emptyPlaces(Math.max(8, places.length * 2));
  for (let row = 0; row < count; row++) place(more, hashOf(submissions.rows, row * WORDS), row + 1);
  submissions.places = more;
}

/** What comes out of a snapshot may be a view of all its bytes, and would hold on to them. */
const owned = <A extends Places>(array: A): A =>
  array.buffer.byteLength === array.byteLength ? array : (array.slice() as A);

/** A row has a number that fits: of so many places some are free. */
const emptyPlaces = (length: number): Places => (length <= 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length));

function place(places: Places, hash: number, row: number): void {
  const mask = places.length - 1;
  let at = hash & mask;
  while (places[at] !== 0) at = (at + 1) & mask;
  places[at] = row;
}
