import { Malformed } from '../malformed.ts';
import { HASH_BYTES } from '../merkle/hashing.ts';

/** Hashes in a full tile, and entries in a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** Levels of the tree from one level of tiles to the next. */
export const TILE_HEIGHT = 8;

/** Place of a tile. Level 0 holds leaf hashes; a hash on a level above is the root of a full tile below. */
export interface TilePlace {
  readonly level: number;
  readonly index: number;
  /** Number of hashes: 256 in a full tile, 1 to 255 in a partial one. */
  readonly width: number;
}

/** A tile with its bytes: `width` hashes of 32. What it once holds never changes; a wider one of the same place begins with it. */
export interface Tile extends TilePlace {
  readonly bytes: Uint8Array;
}

/** Hashes that a level of tiles holds in a tree of `size` leaves. */
const hashesOn = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** How many hashes a tile has in a tree of `size` leaves: 0 where there is no such tile. */
export function tileWidth(level: number, index: number, size: number): number {
  return Math.max(0, Math.min(TILE_WIDTH, hashesOn(level, size) - index * TILE_WIDTH));
}

/** The tiles that somebody who has those of `oldSize` leaves needs for a tree of `newSize` leaves, level by level. */
export function* newTiles(oldSize: number, newSize: number): Generator<TilePlace> {
  for (let level = 0; hashesOn(level, newSize) > 0; level++) {
    const had = hashesOn(level, oldSize);
    const has = hashesOn(level, newSize);
    if (had === has) continue;
    for (let index = Math.floor(had / TILE_WIDTH); index * TILE_WIDTH < has; index++) {
      yield { level, index, width: tileWidth(level, index, newSize) };
    }
  }
}

/**
 * The hashes of a tile.
 *
 * @throws Malformed `tile` where there are other than `width`.
 */
export function hashesOfTile(bytes: Uint8Array, width: number): readonly Uint8Array[] {
  if (bytes.length !== width * HASH_BYTES) {
    throw new Malformed('tile', `a tile of ${width} hashes has ${width * HASH_BYTES} bytes, and not ${bytes.length}`);
  }
  return Array.from({ length: width }, (_, i) => bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}
