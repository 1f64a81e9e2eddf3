/**
 * Rows of integers, one for each submission. A row has as many words as it has columns, and those of a digest. A ledger that a robot
 * submits to has a million of them, so full blocks of rows are packed: what differs little within a block takes few bits, and the
 * digests stay as they are. Plain data that a snapshot copies as it is.
 */
export interface SubmissionRows {
  count: number;
  /** Blocks of so many rows, packed. None of them ever changes. */
  readonly packed: Uint32Array[];
  /** Bytes of these. */
  packedBytes: number;
  /** The rows behind them, as they are, with room for more. */
  last: Uint32Array;
}

/** Words of a row: entry, member, task, period (0 for none), and the digest. */
export const ENTRY = 0;
export const MEMBER = 1;
export const TASK = 2;
export const PERIOD = 3;
export const DIGEST = 4;
export const WORDS = 12;

const DIGEST_WORDS = WORDS - DIGEST;
const ROWS_A_BLOCK = 128;
/** Room in a ledger's first block, which grows with it: most have little evidence. */
const LEAST_ROWS = 4;

/** A block begins with the least value of each column, and how many bits what a row has above it takes: 0, 1, 2, 4, 8, 16 or 32. */
const LEAST = 0;
const BITS = DIGEST;
const DIGESTS = 2 * DIGEST;
const COLUMNS = DIGESTS + ROWS_A_BLOCK * DIGEST_WORDS;

export const noRows = (): SubmissionRows => ({ count: 0, packed: [], packedBytes: 0, last: new Uint32Array(0) });

/** Adds a row, which is copied. */
export function addRow(rows: SubmissionRows, row: Uint32Array): void {
  const at = (rows.count % ROWS_A_BLOCK) * WORDS;
  if (at === rows.last.length) rows.last = larger(rows.last);
  rows.last.set(row, at);
  rows.count++;
  if (rows.count % ROWS_A_BLOCK !== 0) return;
  const block = pack(rows.last);
  rows.packed.push(block);
  rows.packedBytes += block.byteLength;
}

/** A word of a row. The row has to be there. */
export function wordOf({ packed, last }: SubmissionRows, row: number, word: number): number {
  const block = packed[Math.floor(row / ROWS_A_BLOCK)];
  const place = row % ROWS_A_BLOCK;
  if (block === undefined) return last[place * WORDS + word]!;
  return word < DIGEST ? inColumn(block, place, word) : block[DIGESTS + place * DIGEST_WORDS + word - DIGEST]!;
}

/** Whether a row is about the same as another one: all of it but the entry and the member. The row has to be there. */
export function isAboutSame(rows: SubmissionRows, row: number, other: Uint32Array): boolean {
  const block = rows.packed[Math.floor(row / ROWS_A_BLOCK)];
  const place = row % ROWS_A_BLOCK;
  const words = block ?? rows.last;
  const digest = block === undefined ? place * WORDS + DIGEST : DIGESTS + place * DIGEST_WORDS;
  // Digests first: nearly all that are compared differ in their first word.
  for (let word = 0; word < DIGEST_WORDS; word++) if (words[digest + word] !== other[DIGEST + word]) return false;
  return wordOf(rows, row, TASK) === other[TASK] && wordOf(rows, row, PERIOD) === other[PERIOD];
}

/** Copies a row into an array. The row has to be there. */
export function copyRow(rows: SubmissionRows, row: number, into: Uint32Array): Uint32Array {
  for (let word = 0; word < WORDS; word++) into[word] = wordOf(rows, row, word);
  return into;
}

/** Bytes that the rows take. */
export const bytesOfRows = ({ packedBytes, last }: SubmissionRows): number => packedBytes + last.byteLength;

function larger(rows: Uint32Array): Uint32Array {
  const more = new Uint32Array(Math.max(LEAST_ROWS * WORDS, 2 * rows.length));
  more.set(rows);
  return more;
}

function pack(rows: Uint32Array): Uint32Array {
  const [least, bits] = [new Uint32Array(DIGEST), new Uint32Array(DIGEST)];
  for (let word = 0; word < DIGEST; word++) {
    let [low, high] = [rows[word]!, rows[word]!];
    for (let at = word; at < rows.length; at += WORDS) {
      low = Math.min(low, rows[at]!);
      high = Math.max(high, rows[at]!);
    }
    least[word] = low;
    bits[word] = bitsFor(high - low);
  }
  const block = new Uint32Array(columnAt(bits, 0, DIGEST));
  block.set(least, LEAST);
  block.set(bits, BITS);
  for (let place = 0; place < ROWS_A_BLOCK; place++) {
    const row = rows.subarray(place * WORDS, (place + 1) * WORDS);
    block.set(row.subarray(DIGEST), DIGESTS + place * DIGEST_WORDS);
    for (let word = 0; word < DIGEST; word++) intoColumn(block, place, word, row[word]!);
  }
  return block;
}

const bitsFor = (most: number): number => [0, 1, 2, 4, 8, 16].find((bits) => most < 2 ** bits) ?? 32;

/** Where a column begins. `bits` has those of each column, from `from` on. */
function columnAt(bits: Uint32Array, from: number, word: number): number {
  let at = COLUMNS;
  for (let before = 0; before < word; before++) at += (ROWS_A_BLOCK / 32) * bits[from + before]!;
  return at;
}

function inColumn(block: Uint32Array, place: number, word: number): number {
  const least = block[LEAST + word]!;
  const bits = block[BITS + word]!;
  if (bits === 0) return least;
  const bit = place * bits;
  const at = columnAt(block, BITS, word) + (bit >>> 5);
  return least + (((block[at]! >>> (bit & 31)) & (0xff_ff_ff_ff >>> (32 - bits))) >>> 0);
}

function intoColumn(block: Uint32Array, place: number, word: number, value: number): void {
  const bits = block[BITS + word]!;
  if (bits === 0) return;
  const bit = place * bits;
  const at = columnAt(block, BITS, word) + (bit >>> 5);
  block[at] = block[at]! | ((value - block[LEAST + word]!) << (bit & 31));
}
