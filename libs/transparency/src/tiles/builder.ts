import { TreeFrontier } from '../merkle/frontier.ts';
import { HASH_BYTES, subtreesOf } from '../merkle/hashing.ts';
import type { Sha256 } from '../sha256.ts';
import { hashesOfTiles, readTileBytes, type ReadTile } from './reader.ts';
import { TILE_HEIGHT, TILE_WIDTH, tileWidth, type Tile } from './tile.ts';

const TILE_BYTES = TILE_WIDTH * HASH_BYTES;
const NONE: readonly Tile[] = [];

/** The tile of a level that is not full yet. */
interface OpenTile {
  bytes: Uint8Array;
  index: number;
  width: number;
}

/**
 * Makes the tiles of a tree from its leaf hashes, each once, when it is full. Hashes no more than the root needs anyway. Keeps a
 * frontier and one tile for each level of tiles: some 24 KiB for a million leaves.
 */
export class TileBuilder {
  readonly #frontier: TreeFrontier;
  readonly #open: OpenTile[] = [];

  constructor(frontier: TreeFrontier, readTile: ReadTile) {
    this.#frontier = frontier;
    for (let level = 0; TILE_WIDTH ** level <= frontier.size; level++) {
      const index = Math.floor(frontier.size / TILE_WIDTH ** (level + 1));
      const width = tileWidth(level, index, frontier.size);
      const bytes = new Uint8Array(TILE_BYTES);
      bytes.set(readTileBytes(readTile, { level, index, width }));
      this.#open.push({ bytes, index, width });
    }
  }

  /** Begins with a tree without leaves. */
  static begin(sha256: Sha256): TileBuilder {
    return new TileBuilder(new TreeFrontier(sha256), () => new Uint8Array());
  }

  /**
   * Goes on where a tree of `size` leaves was left, from its partial tiles and O(log size) full ones.
   *
   * @throws Malformed `tile` where a tile has too few hashes.
   */
  static resume(sha256: Sha256, size: number, readTile: ReadTile): TileBuilder {
    const hashes = hashesOfTiles(sha256, size, readTile);
    const roots = subtreesOf(0, size).map(({ level, index }) => hashes(level, index));
    return new TileBuilder(TreeFrontier.restore(sha256, size, roots), readTile);
  }

  /** How many leaves there are. */
  get size(): number {
    return this.#frontier.size;
  }

  /** The root of all leaves so far. */
  root(): Uint8Array {
    return this.#frontier.root();
  }

  /**
   * Appends a leaf by its hash, and gives the tiles that it filled, from low to high: mostly none, at times one, seldom more.
   *
   * @throws Malformed `hash` where it does not have 32 bytes.
   */
  append(leafHash: Uint8Array): readonly Tile[] {
    this.#frontier.append(leafHash);
    const first = this.#push(0, leafHash);
    if (first === undefined) return NONE;
    const full = [first];
    for (let level = 1; full.length === level; level++) {
      const tile = this.#push(level, this.#frontier.completed(level * TILE_HEIGHT));
      if (tile !== undefined) full.push(tile);
    }
    return full;
  }

  /** Copies of the tiles that are not full, from low to high: with the full ones, all that a checkpoint of this size needs. */
  partial(): readonly Tile[] {
    return this.#open.flatMap(({ bytes, index, width }, level) =>
      width === 0 ? [] : [{ level, index, width, bytes: bytes.slice(0, width * HASH_BYTES) }],
    );
  }

  #push(level: number, hash: Uint8Array): Tile | undefined {
    const open = (this.#open[level] ??= { bytes: new Uint8Array(TILE_BYTES), index: 0, width: 0 });
    open.bytes.set(hash, open.width * HASH_BYTES);
    open.width++;
    if (open.width < TILE_WIDTH) return undefined;
    const full: Tile = { level, index: open.index, width: TILE_WIDTH, bytes: open.bytes };
    // What was given away is the caller's: the next tile of this level gets memory of its own.
    this.#open[level] = { bytes: new Uint8Array(TILE_BYTES), index: open.index + 1, width: 0 };
    return full;
  }
}
