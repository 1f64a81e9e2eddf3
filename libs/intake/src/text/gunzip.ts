import { gunzipSync } from 'node:zlib';
import { BrokenFile } from '../broken-file.ts';

/** Unpacked bytes, counted while unpacking: what a file says of its own size is not believed. */
export const MAX_UNPACKED_BYTES = 1_073_741_824;

const BEGINNING = { line: 1, column: 1 };

/** Whether the bytes begin as gzip does (RFC 1952). */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The unpacked bytes of a gzip file; bytes that are not gzip as they are.
 *
 * @throws BrokenFile where the file is cut off, damaged, followed by something else, or larger than `limit` bytes unpacked.
 */
export function unpack(bytes: Uint8Array, limit = MAX_UNPACKED_BYTES): Uint8Array {
  if (!isGzip(bytes)) {
    if (bytes.length > limit) refuseSize(limit);
    return bytes;
  }
  try {
    return gunzipSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') refuseSize(limit);
    const detail = code === 'Z_BUF_ERROR' ? 'the gzip file is cut off' : `the gzip file is damaged (${message})`;
    throw new BrokenFile('intake/corrupt-gzip', BEGINNING, detail, 'Fetch or pack the file again');
  }
}

function refuseSize(limit: number): never {
  const detail = `the unpacked file has more than ${limit} bytes`;
  throw new BrokenFile('intake/too-large', BEGINNING, detail, 'Split the file');
}
