import { nodeSha256 } from '#ledger-store/node-crypto';
import { concatBytes } from '#transparency/bytes';
import { HASH_BYTES } from '#transparency/merkle/hashing';
import type { SubtreeHashes } from '#transparency/merkle/proof';
import { hashesFrom, tileHashes } from '#transparency/tiles/reader';
import { TILE_WIDTH, type TilePlace } from '#transparency/tiles/tile';
import type { KeptTile, TileHashes } from '#transparency/tiles/tile-hashes';
import type { ReadConnection } from '../storage/read-connection.ts';
import { entryKey } from '../storage/schema.ts';
import type { Rows } from '../storage/sql.ts';
import { BoundedCache } from '../storage/bounded-cache.ts';
import { tileKey } from './tile-key.ts';

/**
 * Tiles that are kept from one question to the next: those that most proofs of a ledger pass through, which are all but the full
 * ones of leaves. Each takes 40 KB at most, with the hashes made of it.
 */
const MOST_TILES = 32;

/** Reads the trees of ledgers, by the integers that these have in one file. */
export class TreeQueries {
  readonly #tile: Rows<[inner: Uint8Array, hashes: Uint8Array]>;
  readonly #roots: Rows<[root: Uint8Array]>;
  readonly #runs: Rows<[hashes: Uint8Array]>;
  /** By key and width: what stands there never changes, only another width is another tile. */
  readonly #known = new BoundedCache<string, TileHashes>(MOST_TILES);

  constructor(connection: ReadConnection) {
    this.#tile = connection.rows('SELECT inner, hashes FROM tiles WHERE key = ?');
    this.#roots = connection.rows('SELECT root FROM tiles WHERE key >= ? AND key < ? ORDER BY key');
    this.#runs = connection.rows('SELECT hashes FROM leaf_runs WHERE key >= ? AND key < ? ORDER BY key');
  }

  /** The first `width` hashes of a tile; fewer where it does not have so many. */
  tile(ledger: number, { level, index, width }: TilePlace): Uint8Array {
    return this.#read(ledger, level, index, width).hashes.subarray(0, width * HASH_BYTES);
  }

  /** The hashes of the tree of the first `size` leaves. To be let go of with the turn of the event loop. */
  hashes(ledger: number, size: number): SubtreeHashes {
    return hashesFrom(size, (place) => this.#hashesAt(ledger, place));
  }

  #hashesAt(ledger: number, place: TilePlace): TileHashes {
    const { level, index, width } = place;
    const read = (): TileHashes => tileHashes(nodeSha256, place, (...asked) => this.#read(ledger, ...asked));
    if (level === 0 && width === TILE_WIDTH) return read();
    const name = `${tileKey(ledger, level, index)}/${width}`;
    return this.#known.get(name) ?? this.#known.set(name, read());
  }

  #read(ledger: number, level: number, index: number, width: number): KeptTile {
    const full = this.#tile.get(tileKey(ledger, level, index));
    if (full !== undefined) return { inner: full[0], hashes: full[1] };
    const start = index * TILE_WIDTH;
    const rows =
      level === 0
        ? this.#runs.all(entryKey(ledger, start), entryKey(ledger, start + width))
        : this.#roots.all(tileKey(ledger, level - 1, start), tileKey(ledger, level - 1, start + width));
    return { hashes: concatBytes(...rows.map(([hashes]) => hashes)) };
  }
}
