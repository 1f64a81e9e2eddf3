import { Malformed } from '../malformed.ts';
import { half, HASH_BYTES, LEFT, nodeBuffer } from '../merkle/hashing.ts';
import type { SubtreeHashes } from '../merkle/proof.ts';
import type { Sha256 } from '../sha256.ts';
import { TILE_HEIGHT, TILE_WIDTH, tileWidth, type TilePlace } from './tile.ts';

/**
 * Where tiles are read from. Gives the bytes of a tile that holds at least `width` hashes: a wider tile of the same place begins
 * with the same hashes, so a partial tile may have been thrown away once it grew.
 */
export type ReadTile = (level: number, index: number, width: number) => Uint8Array;

/**
 * The hashes of the tree of `size` leaves, read from its tiles. Each tile is read once and kept with the hashes between it and
 * its root, 16 KiB at most, as long as the function returned is kept: for one proof, or a few.
 *
 * @throws Malformed `tile`, when it is asked and a tile has too few hashes.
 */
export function hashesOfTiles(sha256: Sha256, size: number, readTile: ReadTile): SubtreeHashes {
  const known = new Map<string, readonly Uint8Array[]>();
  const rowsOf = (level: number, index: number): readonly Uint8Array[] => {
    const place = `${level}/${index}`;
    const width = tileWidth(level, index, size);
    const rows = known.get(place) ?? expand(sha256, readTileBytes(readTile, { level, index, width }));
    known.set(place, rows);
    return rows;
  };
  return (level, index) => {
    const row = level % TILE_HEIGHT;
    const perTile = TILE_WIDTH / 2 ** row;
    const tile = Math.floor(index / perTile);
    const at = (index - tile * perTile) * HASH_BYTES;
    const hash = rowsOf(Math.floor(level / TILE_HEIGHT), tile)[row]?.slice(at, at + HASH_BYTES);
    if (hash?.length !== HASH_BYTES) throw new RangeError(`no subtree ${index} on level ${level} of ${size} leaves`);
    return hash;
  };
}

/**
 * The bytes of a tile, exactly `width` hashes; none are read for a width of 0.
 *
 * @throws Malformed `tile` where there are too few.
 */
export function readTileBytes(readTile: ReadTile, { level, index, width }: TilePlace): Uint8Array {
  const bytes = width === 0 ? new Uint8Array() : readTile(level, index, width);
  if (bytes.length < width * HASH_BYTES || bytes.length % HASH_BYTES !== 0) {
    throw new Malformed('tile', `tile ${index} on level ${level} has ${bytes.length} bytes, and not ${width} hashes`);
  }
  return bytes.subarray(0, width * HASH_BYTES);
}

/** The hashes of a tile, and of the levels above it up to, not with, the next level of tiles. */
function expand(sha256: Sha256, tile: Uint8Array): readonly Uint8Array[] {
  const rows = [tile];
  const node = nodeBuffer();
  for (let below = tile; rows.length < TILE_HEIGHT;) {
    const row = new Uint8Array(half(below.length / HASH_BYTES) * HASH_BYTES);
    for (let at = 0; at < row.length; at += HASH_BYTES) {
      node.set(below.subarray(2 * at, 2 * at + 2 * HASH_BYTES), LEFT);
      sha256.into(node, row, at);
    }
    rows.push(row);
    below = row;
  }
  return rows;
}
