import { concatBytes, fromHex, isSize } from '../bytes.ts';
import type { Sha256 } from '../sha256.ts';

/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32;

/** No proof is longer: even a tree of 2^63 leaves is 63 levels high. */
export const MAX_PROOF_HASHES = 63;

/** Where the two children stand in the bytes that a node is the hash of: `0x01 ‖ left ‖ right` (RFC 6962 §2.1). */
export const LEFT = 1;
export const RIGHT = LEFT + HASH_BYTES;
const NODE_BYTES = RIGHT + HASH_BYTES;
const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

/** Room for the two children of a node, behind the byte that keeps nodes and leaves apart. */
export function nodeBuffer(): Uint8Array {
  const buffer = new Uint8Array(NODE_BYTES);
  buffer.set(NODE_PREFIX);
  return buffer;
}

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962 §2.1). An array of one's own each time: arrays can be changed. */
export const emptyRoot = (): Uint8Array => fromHex('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

/** Room for `0x00 ‖ entry`, used again and again: making it anew for each entry takes longer than hashing it. */
const leafBytes = new Uint8Array(65_536);
const MOST_VIEWS = 4_096;
/** The beginning of `leafBytes`, by its length: even looking at an array anew costs a tenth of hashing. */
const leafViews = Array.from<Uint8Array | undefined>({ length: MOST_VIEWS });

/** The bytes that a leaf is the hash of: `0x00 ‖ entry` (RFC 6962 §2.1). They count until the next leaf is asked for. */
function bytesOfLeaf(entry: Uint8Array): Uint8Array {
  const length = LEAF_PREFIX.length + entry.length;
  if (length > leafBytes.length) return concatBytes(LEAF_PREFIX, entry);
  leafBytes.set(entry, LEAF_PREFIX.length);
  return length < MOST_VIEWS ? (leafViews[length] ??= leafBytes.subarray(0, length)) : leafBytes.subarray(0, length);
}

/** The hash of a leaf: SHA-256(0x00 ‖ entry) (RFC 6962 §2.1). */
export const leafHash = (sha256: Sha256, entry: Uint8Array): Uint8Array => sha256.digest(bytesOfLeaf(entry));

/** Writes the hash of a leaf to `out[offset … offset + 31]`. */
export function leafHashInto(sha256: Sha256, entry: Uint8Array, out: Uint8Array, offset: number): void {
  sha256.into(bytesOfLeaf(entry), out, offset);
}

/** Room for the bytes of one node, used again and again like that for leaves. */
const nodeBytes = nodeBuffer();

/** The hash of an inner node: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1). No child is longer than 32 bytes. */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  nodeBytes.set(left, LEFT);
  nodeBytes.set(right, LEFT + left.length);
  const length = LEFT + left.length + right.length;
  return sha256.digest(length === NODE_BYTES ? nodeBytes : nodeBytes.subarray(0, length));
}

/** The nodes above pairs of neighbours, one behind the other. The first is a left child; one that is left over has no parent yet. */
export function parentsOf(sha256: Sha256, row: Uint8Array): Uint8Array {
  const parents = new Uint8Array(half(row.length / HASH_BYTES) * HASH_BYTES);
  for (let at = 0; at < parents.length; at += HASH_BYTES) {
    nodeBytes.set(row.subarray(2 * at, 2 * at + 2 * HASH_BYTES), LEFT);
    sha256.into(nodeBytes, parents, at);
  }
  return parents;
}

export const isHash = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && value.length === HASH_BYTES;

/*
 * Sizes and indices go up to 2^53 - 1. Bitwise operators would cut them to 32 bits, and a log of five thousand million entries
 * would verify against a tree of seven hundred million: so it is arithmetic.
 */
export const isOdd = (n: number): boolean => n % 2 === 1;
export const half = (n: number): number => Math.floor(n / 2);

/** Height of the highest complete subtree in a tree of `size` leaves: the largest `h` with 2^h <= size. `size` is at least 1. */
export function heightOf(size: number): number {
  let height = 0;
  for (let n = half(size); n > 0; n = half(n)) height++;
  return height;
}

/** Where RFC 6962 splits a tree of `size` leaves, at least 2: at the largest power of two below it. */
export const splitOf = (size: number): number => 2 ** heightOf(size - 1);

/** Place of a complete subtree: it covers the leaves from `index * 2^level` up to, not with, `(index + 1) * 2^level`. */
export interface SubtreePlace {
  readonly level: number;
  readonly index: number;
}

/**
 * The complete subtrees that a range of leaves is made of, from left to right and from high to low.
 * `start` is 0 or divisible by a power of two that is at least `end - start`, as in all ranges that proofs speak of.
 */
export function subtreesOf(start: number, end: number): readonly SubtreePlace[] {
  const places: SubtreePlace[] = [];
  for (let at = start; at < end;) {
    const level = heightOf(end - at);
    places.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return places;
}

/** Whether `index` is an index of a leaf in a tree of `size` leaves. */
export const isIndexIn = (index: number, size: number): boolean => isSize(index) && index < size;
