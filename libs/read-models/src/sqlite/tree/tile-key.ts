import { TILE_WIDTH } from '#transparency/tiles/tile';
import { entryKey } from '../storage/schema.ts';

/** Room for the tiles of 2^32 entries on each level. */
const LEVEL_SPAN = 2 ** 28;

/** A tile's key: one integer, ascending within its ledger, level by level. */
export const tileKey = (ledger: number, level: number, index: number): number =>
  entryKey(ledger, level * LEVEL_SPAN + index);

/** The index of the tile on level 0 that holds a leaf. */
export const tileOfLeaf = (leaf: number): number => Math.floor(leaf / TILE_WIDTH);
