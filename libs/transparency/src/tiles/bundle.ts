import { concatBytes } from '../bytes.ts';
import { Malformed } from '../malformed.ts';
import { TILE_WIDTH } from './tile.ts';

/** Most bytes of one entry: its length is written in two. */
export const MAX_ENTRY_BYTES = 65_535;

/**
 * The bytes of an entry bundle (C2SP tlog-tiles): of each entry its length in 2 bytes, most significant first, and itself.
 *
 * @throws Malformed `entry-bundle` where there are none, more than 256, or one of more than 65,535 bytes.
 */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0 || entries.length > TILE_WIDTH) {
    throw new Malformed('entry-bundle', `a bundle has 1 to ${TILE_WIDTH} entries, and not ${entries.length}`);
  }
  return concatBytes(
    ...entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY_BYTES) throw new Malformed('entry-bundle', `an entry of ${entry.length} bytes`);
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/**
 * Reads an entry bundle: exactly `width` entries, and nothing after them. The entries are views of `bytes`.
 *
 * @throws Malformed `entry-bundle`
 */
export function decodeBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = at + 2 <= bytes.length ? (bytes[at]! << 8) | bytes[at + 1]! : Number.POSITIVE_INFINITY;
    if (at + 2 + length > bytes.length)
      throw new Malformed('entry-bundle', `the bundle ends in entry ${entries.length}`);
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
    if (entries.length > width) break;
  }
  if (entries.length !== width) throw new Malformed('entry-bundle', `there are not ${width} entries in the bundle`);
  return entries;
}
