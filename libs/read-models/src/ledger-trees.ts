import type { TreeHashes } from '#ledger-store/ports';
import type { SubtreeHashes } from '#transparency/merkle/proof';
import type { TilePlace } from '#transparency/tiles/tile';

/**
 * The Merkle trees of all ledgers, as they are kept for proofs: any proof at any size, of now or of once, takes a few look-ups.
 *
 * They are derived like everything here, and may lag behind the store. What is wrong in them leads to another root than the one that
 * was signed: nothing that is handed out rests on them alone.
 */
export interface LedgerTrees extends TreeHashes {
  /**
   * The hashes of the tree of the first `size` entries, for a few proofs: what was read of it is kept as long as the function is.
   *
   * @throws RangeError where fewer entries are derived.
   */
  hashesAt(stream: string, size: number): SubtreeHashes;

  /** The first `width` hashes of a tile, as C2SP tlog-tiles lays them out; undefined where the tree does not have so many. */
  tile(stream: string, place: TilePlace): Uint8Array | undefined;
}
