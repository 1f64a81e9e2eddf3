import type { CoveredPeriod } from './evidence.events.ts';

/**
 * Everything that was submitted as evidence in a ledger: by which entry, for which task and period, with which digest. A robot
 * submits by the thousand and rules ask about all of it, so a submission is a row of integers, 48 bytes. Rows stand in pieces, of
 * which a full one never moves: one array for all would be copied again and again while it grows, and its old copies take as much
 * memory as it does. Another array finds rows by their content. Plain data that a snapshot copies as it is.
 */
export interface Submissions {
  count: number;
  /** In order of submission, so many rows to a piece; in the last one there may be room for more. */
  readonly pieces: Uint32Array[];
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

const ROWS_A_PIECE = 128;
/** Room in the first piece of a ledger. */
const LEAST_ROWS = 4;

export const noSubmissions = (): Submissions => ({
  count: 0,
  pieces: [],
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
  const { count, pieces, places } = submissions;
  const [piece, at] = [pieceOf(pieces, count), placeIn(count)];
  piece.set(row, at);
  piece[at + ENTRY] = entry;
  piece[at + MEMBER] = member;
  submissions.count = count + 1;
  place(places, hashOf(row, 0), submissions.count);
}

/** The entry that submitted the same before; undefined where none did. */
export function entryThatShowed(submissions: Submissions, shown: Shown): number | undefined {
  const { pieces, places, periods } = submissions;
  const text = periodText(shown);
  if (places.length === 0 || (text !== undefined && !periods.has(text))) return undefined;
  const row = rowOf(submissions, shown);
  const mask = places.length - 1;
  for (let at = hashOf(row, 0) & mask; places[at] !== 0; at = (at + 1) & mask) {
    const found = places[at]! - 1;
    const [piece, start] = [pieceOf(pieces, found), placeIn(found)];
    if (sameContent(piece, start, row)) return piece[start + ENTRY];
  }
  return undefined;
}

/** The task that an entry submitted evidence for, by number; undefined for an entry that submitted none. */
export function taskShownBy(submissions: Submissions, entry: number): number | undefined {
  const row = rowAt(submissions, entry);
  return row === undefined ? undefined : wordOf(submissions, row, TASK);
}

/** The member who submitted evidence with an entry, by number. */
export function submitterOf(submissions: Submissions, entry: number): number | undefined {
  const row = rowAt(submissions, entry);
  return row === undefined ? undefined : wordOf(submissions, row, MEMBER);
}

/** Everything that was submitted behind an entry, in order: by which entry, and by which member (by number). */
export function* submissionsBehind(
  submissions: Submissions,
  after: number,
): Generator<{ readonly entry: number; readonly member: number }> {
  for (let row = firstFrom(submissions, after + 1); row < submissions.count; row++) {
    yield { entry: wordOf(submissions, row, ENTRY), member: wordOf(submissions, row, MEMBER) };
  }
}

/** Bytes that the submissions take, about. */
export const bytesOfSubmissions = ({ pieces, places }: Submissions): number =>
  pieces.length === 0
    ? 0
    : (pieces.length - 1) * ROWS_A_PIECE * WORDS * Uint32Array.BYTES_PER_ELEMENT +
      pieces.at(-1)!.byteLength +
      places.byteLength;

/** The piece that has a row, and where the row begins in it. */
const pieceOf = (pieces: readonly Uint32Array[], row: number): Uint32Array => pieces[Math.floor(row / ROWS_A_PIECE)]!;
const placeIn = (row: number): number => (row % ROWS_A_PIECE) * WORDS;

const wordOf = ({ pieces }: Submissions, row: number, word: number): number =>
  pieceOf(pieces, row)[placeIn(row) + word]!;

/** The row of an entry. */
function rowAt(submissions: Submissions, entry: number): number | undefined {
  const row = firstFrom(submissions, entry);
  return row < submissions.count && wordOf(submissions, row, ENTRY) === entry ? row : undefined;
}

/** The first row of an entry from this one on; as many as there are where there is none. */
function firstFrom(submissions: Submissions, entry: number): number {
  let low = 0;
  let high = submissions.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (wordOf(submissions, middle, ENTRY) < entry) low = middle + 1;
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

/** Room for one more row. Of four places one is free at least. */
function makeRoom(submissions: Submissions): void {
  submissions.places = owned(submissions.places);
  const { count, pieces, places } = submissions;
  makeRoomIn(pieces, count);
  if ((count + 1) * 4 <= places.length * 3) return;
  const more = emptyPlaces(Math.max(8, places.length * 2));
  for (let row = 0; row < count; row++) place(more, hashOf(pieceOf(pieces, row), placeIn(row)), row + 1);
  submissions.places = more;
}

/** The first piece grows with the ledger, which mostly has little; every other begins with room for all of its rows. */
function makeRoomIn(pieces: Uint32Array[], count: number): void {
  const last = pieces.length - 1;
  const piece = pieces[last];
  if (piece !== undefined && !isOwned(piece)) for (const [i, each] of pieces.entries()) pieces[i] = owned(each);
  if (count === pieces.length * ROWS_A_PIECE) {
    pieces.push(new Uint32Array((count === 0 ? LEAST_ROWS : ROWS_A_PIECE) * WORDS));
  } else if (placeIn(count) === piece!.length) {
    const larger = new Uint32Array(2 * piece!.length);
    larger.set(piece!);
    pieces[last] = larger;
  }
}

/** What comes out of a snapshot may be a view of all its bytes, and would hold on to them. */
const isOwned = (array: Places): boolean => array.buffer.byteLength === array.byteLength;
const owned = <A extends Places>(array: A): A => (isOwned(array) ? array : (array.slice() as A));

/** A row has a number that fits: of so many places some are free. */
const emptyPlaces = (length: number): Places => (length <= 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length));

function place(places: Places, hash: number, row: number): void {
  const mask = places.length - 1;
  let at = hash & mask;
  while (places[at] !== 0) at = (at + 1) & mask;
  places[at] = row;
}
