import { equalBytes } from '#transparency/bytes';
import { hashesOfAppended } from '#transparency/merkle/appended';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { leafHash, subtreesOf } from '#transparency/merkle/hashing';
import { rootAt, type SubtreeHashes } from '#transparency/merkle/proof';
import { TileBuilder } from '#transparency/tiles/builder';
import { hashesOfTiles } from '#transparency/tiles/reader';
import { StoreUnavailable, type EventStore } from '../event-store.ts';
import { nodeSha256 } from '../node-crypto.ts';
import type { TreeHashes } from '../ports.ts';

/** Where the hashes of a ledger's tree come from. */
export interface TreeSources {
  readonly stream: string;
  readonly store: EventStore;
  readonly trees?: TreeHashes;
}

const READ_AT_ONCE = 5_000;

/** Leaf hashes of the stored entries from `from` up to, not with, `to`, a page at a time. */
async function* storedLeaves({ stream, store }: TreeSources, from: number, to: number): AsyncGenerator<Uint8Array[]> {
  for (let next = from; next < to;) {
    const entries = await store.readStream(stream, next, Math.min(READ_AT_ONCE, to - next));
    if (entries.length === 0) throw new StoreUnavailable(`entry ${next} of ${stream} is missing; run an audit`);
    yield entries.map(({ bytes }) => leafHash(nodeSha256, bytes));
    next += entries.length;
  }
}

/**
 * The hashes of the first `size` entries from what is kept of the tree, and from the stored entries that it does not have yet.
 * Undefined where nothing is kept, or what is kept does not lead to `root`.
 */
export async function hashesOfKept(
  sources: TreeSources,
  size: number,
  root: Uint8Array,
): Promise<SubtreeHashes | undefined> {
  const { trees, stream } = sources;
  const kept = Math.min(trees?.sizeOf(stream) ?? 0, size);
  if (trees === undefined || kept === 0) return undefined;
  const inside: SubtreeHashes = (level, index) => trees.hash(stream, level, index);
  const newer: Uint8Array[] = [];
  for await (const leaves of storedLeaves(sources, kept, size)) newer.push(...leaves);
  try {
    const roots = subtreesOf(0, kept).map(({ level, index }) => inside(level, index));
    const appended = hashesOfAppended(nodeSha256, TreeFrontier.restore(nodeSha256, kept, roots), newer);
    const hashes: SubtreeHashes = (level, index) =>
      ((index + 1) * 2 ** level <= kept ? inside : appended)(level, index);
    return equalBytes(rootAt(nodeSha256, hashes, size), root) ? hashes : undefined;
  } catch {
    // What is kept is a cache, perhaps thrown away this very moment: the entries themselves are asked instead.
    return undefined;
  }
}

/**
 * The hashes of the first `size` entries from the stored entries alone: exact whatever is kept, and as slow as reading the ledger.
 * Holds 32 bytes for each entry until it is let go.
 */
export async function hashesOfEntries(sources: TreeSources, size: number): Promise<SubtreeHashes> {
  const builder = TileBuilder.begin(nodeSha256);
  const tiles = new Map<string, Uint8Array>();
  const keep = ({ level, index, bytes }: { level: number; index: number; bytes: Uint8Array }): void =>
    void tiles.set(`${level}/${index}`, bytes);
  for await (const leaves of storedLeaves(sources, 0, size)) {
    for (const leaf of leaves) for (const tile of builder.append(leaf)) keep(tile);
  }
  for (const tile of builder.partial()) keep(tile);
  return hashesOfTiles(nodeSha256, size, (level, index) => tiles.get(`${level}/${index}`)!);
}
