import { Malformed } from '../malformed.ts';
import type { Sha256 } from '../sha256.ts';
import type { TreeFrontier } from './frontier.ts';
import { half, HASH_BYTES, isHash, parentsOf, subtreesOf } from './hashing.ts';
import type { SubtreeHashes } from './proof.ts';

/** Neighbouring hashes of one level, from `first` on. */
interface Row {
  readonly first: number;
  readonly bytes: Uint8Array;
}

/**
 * The hashes of the tree that a frontier becomes when leaves are appended, as far as they follow from both: every complete subtree
 * that holds a new leaf, and the roots that the old tree is made of. That is all that the proofs of the new leaves, the proof that
 * the new tree is consistent with the old one, and the root ask for: a subtree left of a new leaf that lies in the old tree is one
 * of its roots, or more of the path would be in it. Costs one hash for a leaf and one for a level. The frontier stays as it is.
 *
 * @throws Malformed `hash` where a leaf hash does not have 32 bytes. What is returned throws RangeError for any other subtree.
 */
export function hashesOfAppended(
  sha256: Sha256,
  before: TreeFrontier,
  leafHashes: readonly Uint8Array[],
): SubtreeHashes {
  const roots = before.hashes();
  const rootOn = new Map(subtreesOf(0, before.size).map(({ level }, i) => [level, roots[i]!]));
  const rows: Row[] = [];
  let first = before.size;
  let bytes: Uint8Array = joined(leafHashes);
  for (let level = 0; bytes.length > 0 || rootOn.size > 0; level++) {
    const root = rootOn.get(level);
    if (root !== undefined) {
      // It is the left child of the first node above that holds a new leaf.
      bytes = joined([root], bytes);
      first--;
      rootOn.delete(level);
    }
    rows.push({ first, bytes });
    bytes = parentsOf(sha256, bytes);
    // Even: an odd one was the right child of a root that was put before it.
    first = half(first);
  }
  return (level, index) => {
    const row = rows[level];
    const at = row === undefined ? -1 : (index - row.first) * HASH_BYTES;
    if (row === undefined || at < 0 || at >= row.bytes.length) {
      throw new RangeError(`subtree ${index} on level ${level} does not follow from the frontier and the new leaves`);
    }
    return row.bytes.slice(at, at + HASH_BYTES);
  };
}

function joined(hashes: readonly Uint8Array[], more: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES + more.length);
  hashes.forEach((hash, i) => {
    if (!isHash(hash)) throw new Malformed('hash', 'a leaf hash has 32 bytes');
    bytes.set(hash, i * HASH_BYTES);
  });
  bytes.set(more, hashes.length * HASH_BYTES);
  return bytes;
}
