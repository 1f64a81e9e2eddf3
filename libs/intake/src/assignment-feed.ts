import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { BrokenFile } from './broken-file.ts';
import { readFeedLine, type FeedLine } from './feed/feed-line.ts';
import { unpack } from './text/gunzip.ts';
import { checkUtf8 } from './text/utf8.ts';

export { FEED_KINDS, type FeedLine } from './feed/feed-line.ts';

/** An assignment feed that was read to its end without a fault. */
export interface FeedFile {
  /** `sha256:` and the hex digest of the bytes as they came in, packed or not. */
  readonly digest: string;
  /** Sorted by (at, seq, line). */
  readonly lines: readonly FeedLine[];
}

/** A longer line would not fit into an entry. */
export const MAX_FEED_LINE_BYTES = 32_768;

/** The whole feed is held in memory, about half a kilobyte a line. */
export const MAX_FEED_LINES = 2_000_000;

/**
 * Reads an assignment feed: one JSON object a line (UTF-8), packed with gzip or not. Blank lines may stand at the end only.
 *
 * @throws BrokenFile at the first line that is not as it should be. The whole file is refused then.
 */
export function readAssignmentFeed(bytes: Uint8Array): FeedFile {
  const text = checkUtf8(unpack(bytes));
  const lines: FeedLine[] = [];
  for (const { line, json } of linesOf(text)) lines.push(readFeedLine(line, json));
  if (lines.length === 0) {
    throw new BrokenFile('intake/empty', { line: 1, column: 1 }, 'the feed has no lines', 'Export the feed again');
  }
  // Sorting is stable: of one instant and one seq, the file's order stays.
  lines.sort((a, b) => a.micros - b.micros || a.seq - b.seq);
  return { digest: `sha256:${hash('sha256', bytes, 'hex')}`, lines };
}

/** The lines of the text with their numbers, without the blank ones at its end. */
function* linesOf(bytes: Uint8Array): Generator<{ line: number; json: string }> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let blank = 0;
  for (let line = 1, start = 0; start < buffer.length; line++) {
    const found = buffer.indexOf(0x0a, start);
    const end = found === -1 ? buffer.length : found;
    if (end - start > MAX_FEED_LINE_BYTES) {
      const detail = `a line of ${end - start} bytes, more than ${MAX_FEED_LINE_BYTES}`;
      throw new BrokenFile(
        'intake/line-too-long',
        { line, column: 1 },
        detail,
        'Shorten its texts, and end each event with a line break',
      );
    }
    const json = buffer.toString('utf8', start, end);
    start = end + 1;
    if (json.trim() === '') {
      blank ||= line;
      continue;
    }
    if (blank !== 0) {
      const detail = 'a blank line before the last event';
      throw new BrokenFile('intake/blank-line', { line: blank, column: 1 }, detail, 'Remove the blank line');
    }
    if (line > MAX_FEED_LINES) {
      const detail = `more than ${MAX_FEED_LINES} lines`;
      throw new BrokenFile('intake/too-many-lines', { line, column: 1 }, detail, 'Split the feed by time');
    }
    yield { line, json };
  }
}
