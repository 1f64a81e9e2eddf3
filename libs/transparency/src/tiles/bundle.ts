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
  while (entries.length < width) {
    const start = at + 2;
    const end = start <= bytes.length ? start + ((bytes[at]! << 8) | bytes[at + 1]!) : Number.POSITIVE_INFINITY;
    if (end > bytes.length)
      throw new Malformed('entry-bundle', `the bundle ends in entry ${entries.length} of ${width}`);
    entries.push(bytes.subarray(start, end));
    at = end;
  }
  if (at !== bytes.length) throw new Malformed('entry-bundle', `the bundle goes on after ${width} entries`);
  return entries;
}
