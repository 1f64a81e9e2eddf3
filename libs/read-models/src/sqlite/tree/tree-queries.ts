import { nodeSha256 } from '#ledger-store/node-crypto';
import { concatBytes } from '#transparency/bytes';
import { HASH_BYTES } from '#transparency/merkle/hashing';
import type { SubtreeHashes } from '#transparency/merkle/proof';
import { hashesOfKeptTiles } from '#transparency/tiles/reader';
import { TILE_WIDTH, type TilePlace } from '#transparency/tiles/tile';
import type { KeptTile } from '#transparency/tiles/tile-hashes';
import type { ReadConnection } from '../storage/read-connection.ts';
import { entryKey } from '../storage/schema.ts';
import type { Rows } from '../storage/sql.ts';
import { tileKey } from './tile-key.ts';

/** Reads the trees of ledgers, by the integers that these have in one file. */
export class TreeQueries {
  readonly #tile: Rows<[inner: Uint8Array, hashes: Uint8Array]>;
  readonly #roots: Rows<[root: Uint8Array]>;
  readonly #runs: Rows<[hashes: Uint8Array]>;

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
    return hashesOfKeptTiles(nodeSha256, size, (level, index, width) => this.#read(ledger, level, index, width));
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
