import { isUtf8 } from 'node:buffer';
import { BrokenFile, type Position } from '../broken-file.ts';

const SAVE_AS_UTF8 = 'Save the file as UTF-8 (in a spreadsheet: "CSV UTF-8") and import it again';
const BEGINNING: Position = { line: 1, column: 1 };

/** First bytes of what people import by mistake, and what it is. */
const SIGNATURES: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['an XLSX workbook or another ZIP archive', [0x50, 0x4b, 0x03, 0x04]],
  ['an XLS workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a gzip file', [0x1f, 0x8b]],
];
const UTF16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];
const UTF8_MARK = [0xef, 0xbb, 0xbf];

/**
 * Checks that the bytes are UTF-8 text (RFC 3629) and gives them without a byte order mark.
 *
 * @throws BrokenFile for UTF-16, for a file that is no text, and for the first byte that is not UTF-8.
 */
export function checkUtf8(bytes: Uint8Array): Uint8Array {
  if (UTF16_MARKS.some((mark) => startsWith(bytes, mark))) refuseUtf16();
  const known = SIGNATURES.find(([, signature]) => startsWith(bytes, signature));
  if (known !== undefined) {
    throw new BrokenFile('intake/not-text', BEGINNING, `this is ${known[0]}, not text`, SAVE_AS_UTF8);
  }
  const text = startsWith(bytes, UTF8_MARK) ? bytes.subarray(UTF8_MARK.length) : bytes;
  const nul = text.indexOf(0);
  if (nul !== -1) {
    if (looksLikeUtf16(text)) refuseUtf16();
    throw new BrokenFile('intake/not-text', byteAt(text, nul), 'a NUL character, which no text has', SAVE_AS_UTF8);
  }
  if (!isUtf8(text)) refuseBadByte(text);
  return text;
}

/** The text of UTF-8 bytes. @throws BrokenFile as `checkUtf8` does. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(checkUtf8(bytes));
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte);

/** Western text in UTF-16 has a NUL in most of its 16-bit units. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 1024);
  return sample.filter((byte) => byte === 0).length * 4 > sample.length;
}

function refuseUtf16(): never {
  throw new BrokenFile('intake/utf16', BEGINNING, 'the file is written in UTF-16', SAVE_AS_UTF8);
}

/** How much is checked at a time when looking for the bad byte. */
const STRETCH = 65_536;

function refuseBadByte(bytes: Uint8Array): never {
  let start = 0;
  // A line end is one byte in UTF-8: no character is torn there.
  let end = lineEnd(bytes, STRETCH);
  while (isUtf8(bytes.subarray(start, end))) {
    start = end;
    end = lineEnd(bytes, start + STRETCH);
  }
  let bad = start;
  while (isUtf8(bytes.subarray(bad, bad + sequenceLength(bytes[bad]!)))) bad += sequenceLength(bytes[bad]!);
  const byte = bytes[bad]!.toString(16).padStart(2, '0');
  throw new BrokenFile('intake/not-utf8', byteAt(bytes, bad), `the byte 0x${byte} is not UTF-8 here`, SAVE_AS_UTF8);
}

function lineEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(0x0a, start);
  return end === -1 ? bytes.length : end;
}

/** How many bytes a character takes, by its first byte. */
function sequenceLength(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function byteAt(bytes: Uint8Array, offset: number): Position {
  let line = 1;
  let start = 0;
  for (let i = 0; i < offset; i++) {
    if (bytes[i] !== 0x0a) continue;
    line++;
    start = i + 1;
  }
  const before = new TextDecoder().decode(bytes.subarray(start, offset));
  return { line, column: Array.from(before).length + 1 };
}
