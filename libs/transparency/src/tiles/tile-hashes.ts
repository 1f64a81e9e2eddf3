import { concatBytes } from '../bytes.ts';
import { Malformed } from '../malformed.ts';
import { HASH_BYTES, nodeHash, parentsOf } from '../merkle/hashing.ts';
import type { Sha256 } from '../sha256.ts';
import { TILE_HEIGHT, TILE_WIDTH } from './tile.ts';

/**
 * The rows between the hashes of a full tile, row 0, and its root, row 8, that are worth keeping beside it: 32 hashes of row 3,
 * then 4 of row 6. They are a seventh of a tile, and spare the proof of one of its leaves 238 of 247 hashes.
 */
const KEPT_FROM: ReadonlyMap<number, number> = new Map([
  [3, 0],
  [6, 32],
]);
const KEPT_BYTES = (32 + 4) * HASH_BYTES;

/** What is kept of a tile: its hashes and, where it is full and they were kept, the rows above them as `aboveTile` gives them. */
export interface KeptTile {
  readonly hashes: Uint8Array;
  readonly inner?: Uint8Array | undefined;
}

/** What stands above the hashes of a full tile: the rows that are worth keeping, and the root, a hash of the next level of tiles. */
export function aboveTile(sha256: Sha256, tile: Uint8Array): { readonly inner: Uint8Array; readonly root: Uint8Array } {
  const kept: Uint8Array[] = [];
  let above = tile;
  for (let row = 1; row <= TILE_HEIGHT; row++) {
    above = parentsOf(sha256, above);
    if (KEPT_FROM.has(row)) kept.push(above);
  }
  return { inner: concatBytes(...kept), root: above };
}

/** The hashes of a tile and those between them and its root, each made when it is asked for and was not kept. */
export class TileHashes {
  readonly #sha256: Sha256;
  readonly #tile: KeptTile;
  /** Those that were made, numbered as in a heap: the root would be 1, its children 2 and 3. */
  readonly #made = new Map<number, Uint8Array>();

  /** @throws Malformed `tile` where the rows that were kept are not of the length that they have. */
  constructor(sha256: Sha256, tile: KeptTile) {
    const kept = tile.inner?.length ?? KEPT_BYTES;
    if (kept !== KEPT_BYTES) {
      throw new Malformed('tile', `the rows kept of a tile have ${kept} bytes, and not ${KEPT_BYTES}`);
    }
    this.#sha256 = sha256;
    this.#tile = tile;
  }

  /** A copy of a hash of row 0 to 7; undefined where the tile does not reach so far. */
  hash(row: number, at: number): Uint8Array | undefined {
    const width = this.#tile.hashes.length / HASH_BYTES;
    return (at + 1) * 2 ** row > width ? undefined : this.#hash(row, at).slice();
  }

  #hash(row: number, at: number): Uint8Array {
    const { hashes, inner } = this.#tile;
    if (row === 0) return hashAt(hashes, at);
    const from = inner === undefined ? undefined : KEPT_FROM.get(row);
    if (inner !== undefined && from !== undefined) return hashAt(inner, from + at);
    const number = TILE_WIDTH / 2 ** row + at;
    const before = this.#made.get(number);
    if (before !== undefined) return before;
    const made = nodeHash(this.#sha256, this.#hash(row - 1, 2 * at), this.#hash(row - 1, 2 * at + 1));
    this.#made.set(number, made);
    return made;
  }
}

const hashAt = (row: Uint8Array, at: number): Uint8Array => row.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
