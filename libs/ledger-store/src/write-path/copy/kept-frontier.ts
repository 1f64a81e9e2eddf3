import { concatBytes, encodeUtf8, equalBytes } from '#transparency/bytes';
import { Malformed } from '#transparency/malformed';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { HASH_BYTES, subtreesOf } from '#transparency/merkle/hashing';
import { nodeSha256 } from '../../node-crypto.ts';
import type { Snapshot, TreeHashes } from '../../ports.ts';

type Kept = Pick<Snapshot, 'size' | 'lastLeaf' | 'tree'>;

/**
 * A frontier as a snapshot keeps it: its bytes, and a digest that ties them to the stream and to its last entry. A bit that is
 * flipped in the file would otherwise be signed as a tree that contradicts every receipt before.
 */
export const frontierToKeep = (frontier: TreeFrontier, stream: string, lastLeaf: string): Uint8Array => {
  const bytes = frontier.toBytes();
  return concatBytes(bytes, digestOf(bytes, stream, lastLeaf));
};

const digestOf = (bytes: Uint8Array, stream: string, lastLeaf: string): Uint8Array =>
  nodeSha256.digest(concatBytes(encodeUtf8(`${stream}\n${lastLeaf}\n`), bytes));

/**
 * The frontier of a snapshot; undefined where there is none, where it is damaged or of another size, and where the kept hashes of
 * the tree say something else.
 */
export function keptFrontier(kept: Kept, stream: string, trees?: TreeHashes): TreeFrontier | undefined {
  const { size, lastLeaf, tree } = kept;
  if (!(tree instanceof Uint8Array) || tree.length < HASH_BYTES) return undefined;
  const bytes = tree.subarray(0, -HASH_BYTES);
  if (!equalBytes(digestOf(bytes, stream, lastLeaf), tree.subarray(-HASH_BYTES))) return undefined;
  try {
    const frontier = TreeFrontier.fromBytes(nodeSha256, bytes);
    return frontier.size === size && !contradicted(frontier, stream, trees) ? frontier : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function contradicted(frontier: TreeFrontier, stream: string, trees?: TreeHashes): boolean {
  if (trees === undefined || trees.sizeOf(stream) < frontier.size) return false;
  const roots = frontier.hashes();
  try {
    return !subtreesOf(0, frontier.size).every(({ level, index }, i) =>
      equalBytes(trees.hash(stream, level, index), roots[i]!),
    );
  } catch {
    return true;
  }
}
