import { equalBytes, isSize } from '#transparency/bytes';
import type { TreeFrontier } from '#transparency/merkle/frontier';
import { leafHash } from '#transparency/merkle/hashing';
import { consistencyProof, rootAt, type SubtreeHashes } from '#transparency/merkle/proof';
import { verifyConsistency } from '#transparency/merkle/verification';
import { nodeSha256 } from '../node-crypto.ts';
import { ReceiptFault } from './receipt-fault.ts';
import { hashesOfEntries, hashesOfKept, type TreeSources } from './stored-tree.ts';

interface NamedSources extends TreeSources {
  /** Name of the ledger. */
  readonly name: string;
}

/**
 * The root of the first `size` entries of a tree, proven to be consistent with the tree as it is: what is kept of it is asked
 * first, and counts only with that proof; else all entries are read. `tree` belongs to this call: entries that stand behind it
 * in the store are appended to it where they are needed.
 *
 * @throws RangeError where the store does not have so many. ReceiptFault where the stored entries are not those that the tree was
 * made of. The store's error.
 */
export async function rootOfPrefix(sources: NamedSources, tree: TreeFrontier, size: number): Promise<Uint8Array> {
  if (!isSize(size)) throw new RangeError(`${size} is no number of entries`);
  if (size > tree.size) await grow(sources, tree, size);
  const whole = { size: tree.size, root: tree.root() };
  if (size === whole.size) return whole.root;
  const kept = await hashesOfKept(sources, whole.size, whole.root);
  const root = kept === undefined ? undefined : provenRoot(kept, size, whole);
  if (root !== undefined) return root;
  const hashes = await hashesOfEntries(sources, whole.size);
  if (!equalBytes(rootAt(nodeSha256, hashes, whole.size), whole.root)) {
    throw new ReceiptFault(sources.name, 'the stored entries do not lead to the root that was signed for them');
  }
  return rootAt(nodeSha256, hashes, size);
}

/** What others, or we ourselves, recorded since the tree was as it is. */
async function grow({ stream, store }: TreeSources, tree: TreeFrontier, size: number): Promise<void> {
  const entries = await store.readStream(stream, tree.size, size - tree.size);
  for (const { bytes } of entries) tree.append(leafHash(nodeSha256, bytes));
  if (tree.size < size) throw new RangeError(`of ${tree.size} entries there are no first ${size}`);
}

/** Undefined where what is kept does not show that it is the root: some hash below the ones that were tried is wrong. */
function provenRoot(
  hashes: SubtreeHashes,
  size: number,
  whole: { readonly size: number; readonly root: Uint8Array },
): Uint8Array | undefined {
  try {
    const root = rootAt(nodeSha256, hashes, size);
    // Of nothing there is no proof, and nothing to be wrong either.
    if (size === 0) return root;
    const proof = consistencyProof(nodeSha256, hashes, size, whole.size);
    const claim = { oldSize: size, newSize: whole.size, oldRoot: root, newRoot: whole.root, proof };
    return verifyConsistency(nodeSha256, claim).ok ? root : undefined;
  } catch {
    return undefined;
  }
}
