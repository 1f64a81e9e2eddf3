import { concatBytes, isSize, readUint64, uint64 } from '../bytes.ts';
import { Malformed } from '../malformed.ts';
import type { Sha256 } from '../sha256.ts';
import {
  emptyRoot,
  half,
  HASH_BYTES,
  isHash,
  isOdd,
  leafHashInto,
  LEFT,
  nodeBuffer,
  nodeHash,
  RIGHT,
  subtreesOf,
} from './hashing.ts';

/** Where a node stands in the bytes of its parent. */
const sideOf = (index: number): number => (isOdd(index) ? RIGHT : LEFT);

/**
 * A tree that is only ever appended to, in O(log size) memory: the roots of the complete subtrees that it is made of (a compact
 * range). Gives the root at any moment; proofs need the hashes that it has let go of.
 */
export class TreeFrontier {
  readonly #sha256: Sha256;
  /**
   * One buffer for each level, laid out as the bytes that the parent of two nodes of this level is the hash of. A node is
   * written into its place in its parent's bytes, so appending copies nothing. The left half counts where the size has the
   * bit of the level.
   */
  readonly #levels: Uint8Array[] = [];
  #size = 0;
  /** The highest level on which the last append completed a subtree; -1 before the first. */
  #reached = -1;

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /**
   * A frontier as it was when `size` and `hashes()` were taken.
   *
   * @throws Malformed `frontier` where they cannot belong together.
   */
  static restore(sha256: Sha256, size: number, hashes: readonly Uint8Array[]): TreeFrontier {
    const places = isSize(size) ? subtreesOf(0, size) : [];
    if (!isSize(size) || places.length !== hashes.length || !hashes.every(isHash)) {
      throw new Malformed('frontier', `a tree of ${size} leaves is not made of these ${hashes.length} subtrees`);
    }
    const frontier = new TreeFrontier(sha256);
    places.forEach(({ level }, i) => frontier.#level(level).set(hashes[i]!, LEFT));
    frontier.#size = size;
    return frontier;
  }

  /**
   * Reads what `toBytes` wrote.
   *
   * @throws Malformed `frontier`
   */
  static fromBytes(sha256: Sha256, bytes: Uint8Array): TreeFrontier {
    const size = bytes.length < 8 ? undefined : readUint64(bytes);
    if (size === undefined) throw new Malformed('frontier', 'the size is missing, or beyond 2^53 - 1');
    const hashes: Uint8Array[] = [];
    for (let at = 8; at < bytes.length; at += HASH_BYTES) hashes.push(bytes.subarray(at, at + HASH_BYTES));
    return TreeFrontier.restore(sha256, size, hashes);
  }

  /** How many leaves there are. */
  get size(): number {
    return this.#size;
  }

  /**
   * Appends a leaf by its hash.
   *
   * @throws Malformed `hash` where it does not have 32 bytes. RangeError at 2^53 - 1 leaves.
   */
  append(leafHash: Uint8Array): void {
    if (!isHash(leafHash)) throw new Malformed('hash', 'a leaf hash has 32 bytes');
    this.#assertRoom();
    this.#level(0).set(leafHash, sideOf(this.#size));
    this.#complete();
  }

  /**
   * Appends an entry: its leaf hash, which is made in its place. `completed(0)` gives it to whoever wants it as well.
   *
   * @throws RangeError at 2^53 - 1 leaves.
   */
  appendEntry(entry: Uint8Array): void {
    this.#assertRoom();
    leafHashInto(this.#sha256, entry, this.#level(0), sideOf(this.#size));
    this.#complete();
  }

  /** The root of all leaves so far (RFC 6962 §2.1). Costs at most one hash for each level. */
  root(): Uint8Array {
    if (this.#size === 0) return emptyRoot();
    return this.hashes().reduceRight((right, left) => nodeHash(this.#sha256, left, right));
  }

  /** Copies of the roots of the complete subtrees that the tree is made of, from left to right and from high to low. */
  hashes(): readonly Uint8Array[] {
    return subtreesOf(0, this.#size).map(({ level }) => this.#levels[level]!.slice(LEFT, RIGHT));
  }

  /**
   * A copy of the root of the subtree of 2^level leaves that the last `append` completed.
   *
   * @throws RangeError where it completed none.
   */
  completed(level: number): Uint8Array {
    if (!isSize(level) || level > this.#reached) {
      throw new RangeError(`the last append completed no subtree of 2^${level} leaves`);
    }
    const at = sideOf(this.#size / 2 ** level - 1);
    return this.#levels[level]!.slice(at, at + HASH_BYTES);
  }

  /** Another frontier of the same leaves; appending to one leaves the other as it is. */
  copy(): TreeFrontier {
    return TreeFrontier.restore(this.#sha256, this.#size, this.hashes());
  }

  /** The frontier in few bytes: the size in 8, most significant first, then `hashes()`. */
  toBytes(): Uint8Array {
    return concatBytes(uint64(this.#size), ...this.hashes());
  }

  #assertRoom(): void {
    if (!isSize(this.#size + 1)) throw new RangeError('no tree has more than 2^53 - 1 leaves');
  }

  /** Counts the leaf that was put into its place, and makes the nodes of which it is the last leaf. */
  #complete(): void {
    let place = this.#size;
    let level = 0;
    let node = this.#level(0);
    while (isOdd(place)) {
      place = half(place);
      level++;
      const parent = this.#level(level);
      this.#sha256.into(node, parent, sideOf(place));
      node = parent;
    }
    this.#reached = level;
    this.#size++;
  }

  #level(level: number): Uint8Array {
    return (this.#levels[level] ??= nodeBuffer());
  }
}
