import type { EventStore } from '#ledger-store/event-store';
import { nodeSha256 } from '#ledger-store/node-crypto';
import type { LedgerTrees } from '#read-models/ledger-trees';
import { equalBytes } from '#transparency/bytes';
import { HASH_BYTES, leafHash } from '#transparency/merkle/hashing';
import { TILE_WIDTH, tileWidth } from '#transparency/tiles/tile';

/**
 * The first entry, from one index up to another, whose bytes are not what the tree that is kept was made of; undefined where there is
 * none. One that is missing counts.
 */
export async function wrongLeaf(
  { store, trees }: { readonly store: EventStore; readonly trees: LedgerTrees },
  stream: string,
  from: number,
  to: number,
): Promise<number | undefined> {
  for (let tile = Math.floor(from / TILE_WIDTH); tile * TILE_WIDTH < to; tile++) {
    const start = tile * TILE_WIDTH;
    const width = tileWidth(0, tile, to);
    const kept = trees.tile(stream, { level: 0, index: tile, width });
    if (kept === undefined) return undefined;
    const entries = await store.readStream(stream, start, width);
    for (let i = Math.max(0, from - start); i < width; i++) {
      const entry = entries.find(({ revision }) => revision === start + i);
      const hash = kept.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
      if (entry === undefined || !equalBytes(leafHash(nodeSha256, entry.bytes), hash)) return start + i;
    }
  }
  return undefined;
}
