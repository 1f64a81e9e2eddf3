import { isSize } from '../bytes.ts';
import type { Sha256 } from '../sha256.ts';
import { emptyRoot, isIndexIn, nodeHash, splitOf, subtreesOf } from './hashing.ts';

/**
 * Where hashes are read from: the root of the complete subtree that covers the leaves from `index * 2^level` up to, not with,
 * `(index + 1) * 2^level`. On level 0 that is a leaf hash. It is only asked for subtrees within the tree.
 *
 * Every function here asks for O(log size) subtrees, whatever the size.
 */
export type SubtreeHashes = (level: number, index: number) => Uint8Array;

/** MTH of a range of leaves (RFC 6962 §2.1). The range is one that proofs speak of, and holds at least one leaf. */
function rootOfRange(sha256: Sha256, hashes: SubtreeHashes, start: number, end: number): Uint8Array {
  return subtreesOf(start, end)
    .map(({ level, index }) => hashes(level, index))
    .reduceRight((right, left) => nodeHash(sha256, left, right));
}

function assertSize(size: number): void {
  if (!isSize(size)) throw new RangeError(`${size} is not the size of a tree`);
}

/**
 * The root of the first `size` leaves: of the tree as it is, or as it was.
 *
 * @throws RangeError where `size` is not a whole number from 0 to 2^53 - 1.
 */
export function rootAt(sha256: Sha256, hashes: SubtreeHashes, size: number): Uint8Array {
  assertSize(size);
  return size === 0 ? emptyRoot() : rootOfRange(sha256, hashes, 0, size);
}

/**
 * The proof that leaf `index` stands in the tree of the first `size` leaves, the sibling of the leaf first: PATH of RFC 6962
 * §2.1.1.
 *
 * @throws RangeError where there is no such leaf.
 */
export function inclusionProof(
  sha256: Sha256,
  hashes: SubtreeHashes,
  index: number,
  size: number,
): readonly Uint8Array[] {
  assertSize(size);
  if (!isIndexIn(index, size)) throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
  const fromTheTop: Uint8Array[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      fromTheTop.push(rootOfRange(sha256, hashes, middle, end));
      end = middle;
    } else {
      fromTheTop.push(rootOfRange(sha256, hashes, start, middle));
      start = middle;
    }
  }
  return fromTheTop.reverse();
}

/**
 * The proof that the first `oldSize` leaves of the tree of `newSize` leaves are the old tree: PROOF of RFC 6962 §2.1.2.
 * Empty where both sizes are one.
 *
 * @throws RangeError where `oldSize` is 0, about which nothing can be proven, or more than `newSize`.
 */
export function consistencyProof(
  sha256: Sha256,
  hashes: SubtreeHashes,
  oldSize: number,
  newSize: number,
): readonly Uint8Array[] {
  assertSize(newSize);
  if (!isSize(oldSize) || oldSize === 0 || oldSize > newSize) {
    throw new RangeError(`nothing can be proven from size ${oldSize} to size ${newSize}`);
  }
  const fromTheTop: Uint8Array[] = [];
  let start = 0;
  let end = newSize;
  while (oldSize !== end) {
    const middle = start + splitOf(end - start);
    if (oldSize <= middle) {
      fromTheTop.push(rootOfRange(sha256, hashes, middle, end));
      end = middle;
    } else {
      fromTheTop.push(rootOfRange(sha256, hashes, start, middle));
      start = middle;
    }
  }
  // What is left is the right edge of the old tree; where it is the whole old tree, the verifier has its root.
  if (start > 0) fromTheTop.push(rootOfRange(sha256, hashes, start, end));
  return fromTheTop.reverse();
}
