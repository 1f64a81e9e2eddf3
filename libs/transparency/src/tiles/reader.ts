import { Malformed } from '../malformed.ts';
import { HASH_BYTES } from '../merkle/hashing.ts';
import type { SubtreeHashes } from '../merkle/proof.ts';
import type { Sha256 } from '../sha256.ts';
import { TileHashes, type KeptTile } from './tile-hashes.ts';
import { TILE_HEIGHT, TILE_WIDTH, tileWidth, type TilePlace } from './tile.ts';

/**
 * Where tiles are read from. Gives the bytes of a tile that holds at least `width` hashes: a wider tile of the same place begins
 * with the same hashes, so a partial tile may have been thrown away once it grew.
 */
export type ReadTile = (level: number, index: number, width: number) => Uint8Array;

/** The same, for tiles that are kept with rows above them. */
export type ReadKeptTile = (level: number, index: number, width: number) => KeptTile;

/**
 * The hashes of the tree of `size` leaves, read from its tiles. Each tile is read once and kept with the hashes that were made of
 * it, as long as the function returned is kept: for one proof, or a few.
 *
 * @throws Malformed `tile`, when it is asked and a tile has too few hashes.
 */
export const hashesOfTiles = (sha256: Sha256, size: number, readTile: ReadTile): SubtreeHashes =>
  hashesOfKeptTiles(sha256, size, (level, index, width) => ({ hashes: readTile(level, index, width) }));

/** As `hashesOfTiles`. For the proof of one of its leaves a tile costs 247 hashes without the rows above it, and 9 with them. */
export const hashesOfKeptTiles = (sha256: Sha256, size: number, readTile: ReadKeptTile): SubtreeHashes =>
  hashesFrom(size, (place) => tileHashes(sha256, place, readTile));

/** Reads the tile of a place, which is not empty. @throws Malformed `tile`, where there are too few hashes. */
export function tileHashes(sha256: Sha256, place: TilePlace, readTile: ReadKeptTile): TileHashes {
  const { level, index, width } = place;
  const { hashes, inner } = readTile(level, index, width);
  return new TileHashes(sha256, { hashes: exactly(place, hashes), inner: width === TILE_WIDTH ? inner : undefined });
}

/**
 * The hashes of the tree of `size` leaves from its tiles, each of which is asked for once and kept as long as the function
 * returned. What a place holds never changes: who gives the tiles may keep them longer.
 */
export function hashesFrom(size: number, tile: (place: TilePlace) => TileHashes): SubtreeHashes {
  const known = new Map<number, TileHashes>();
  const tileAt = (level: number, index: number): TileHashes | undefined => {
    // There are 7 levels of tiles below 2^53 leaves.
    const number = index * 8 + level;
    const before = known.get(number);
    if (before !== undefined) return before;
    const width = tileWidth(level, index, size);
    if (width === 0) return undefined;
    const read = tile({ level, index, width });
    known.set(number, read);
    return read;
  };
  return (level, index) => {
    const row = level % TILE_HEIGHT;
    const perTile = TILE_WIDTH / 2 ** row;
    const place = Math.floor(index / perTile);
    const hash = tileAt(Math.floor(level / TILE_HEIGHT), place)?.hash(row, index - place * perTile);
    if (hash === undefined) throw new RangeError(`no subtree ${index} on level ${level} of ${size} leaves`);
    return hash;
  };
}

/**
 * The bytes of a tile, exactly `width` hashes; none are read for a width of 0.
 *
 * @throws Malformed `tile` where there are too few.
 */
export function readTileBytes(readTile: ReadTile, place: TilePlace): Uint8Array {
  const { level, index, width } = place;
  return exactly(place, width === 0 ? new Uint8Array() : readTile(level, index, width));
}

function exactly({ level, index, width }: TilePlace, bytes: Uint8Array): Uint8Array {
  if (bytes.length < width * HASH_BYTES || bytes.length % HASH_BYTES !== 0) {
    throw new Malformed('tile', `tile ${index} on level ${level} has ${bytes.length} bytes, and not ${width} hashes`);
  }
  return bytes.subarray(0, width * HASH_BYTES);
}
