import { isSize } from '../../bytes.ts';
import type { Sha256 } from '../../sha256.ts';
import { heightOf, isIndexIn, nodeHash, splitOf } from '../hashing.ts';
import type { SubtreeHashes } from '../proof.ts';

/** A node of the tree: the leaves from `start` up to, not with, `start + leaves`. What is below it is made when it is asked for. */
interface TreeNode {
  readonly start: number;
  readonly leaves: number;
  children: readonly [TreeNode, TreeNode] | undefined;
  hash: Uint8Array | undefined;
}

const nodeOf = (start: number, leaves: number): TreeNode => ({ start, leaves, children: undefined, hash: undefined });

function childrenOf(node: TreeNode): readonly [TreeNode, TreeNode] {
  const { start, leaves } = node;
  const left = splitOf(leaves);
  return (node.children ??= [nodeOf(start, left), nodeOf(start + left, leaves - left)]);
}

/**
 * Makes the inclusion proofs of many leaves of one tree: as `inclusionProof` makes each, but every hash is asked for or made once,
 * and proofs that have a node in common have one array for it. Nobody may change these arrays.
 *
 * @throws RangeError where `size` is not a whole number from 0 to 2^53 - 1. What is returned throws RangeError where there is no
 * such leaf.
 */
export function proofsOfOneTree(
  sha256: Sha256,
  hashes: SubtreeHashes,
  size: number,
): (index: number) => readonly Uint8Array[] {
  if (!isSize(size)) throw new RangeError(`${size} is not the size of a tree`);
  const root = nodeOf(0, size);
  const hashOf = (node: TreeNode): Uint8Array => (node.hash ??= read(node));
  function read(node: TreeNode): Uint8Array {
    const level = heightOf(node.leaves);
    // The tree splits at powers of two: a node of so many leaves stands where complete subtrees do.
    if (node.leaves === 2 ** level) return hashes(level, node.start / node.leaves);
    const [left, right] = childrenOf(node);
    return nodeHash(sha256, hashOf(left), hashOf(right));
  }
  return (index) => {
    if (!isIndexIn(index, size)) throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
    const fromTheTop: Uint8Array[] = [];
    for (let node = root; node.leaves > 1;) {
      const [left, right] = childrenOf(node);
      const isLeft = index < right.start;
      fromTheTop.push(hashOf(isLeft ? right : left));
      node = isLeft ? left : right;
    }
    return fromTheTop.reverse();
  };
}
