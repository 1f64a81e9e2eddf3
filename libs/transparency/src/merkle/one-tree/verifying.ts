import { equalBytes, isSize } from '../../bytes.ts';
import type { Sha256 } from '../../sha256.ts';
import type { Verdict } from '../../verdict.ts';
import { half, isHash, isIndexIn, isOdd, MAX_PROOF_HASHES, nodeHash } from '../hashing.ts';
import { verifyInclusion, type InclusionClaim, type ProofFault } from '../verification.ts';

/** A node of the tree on some level, counted from the left, and the hash that is claimed for it. */
interface ClaimedNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/**
 * Verifies many inclusions under one root, with the verdicts of `verifyInclusion` and a fraction of its hashing.
 *
 * A proof that leads to the root shows the hash of every node on its way, and of their siblings: another hash in one of these
 * places would be a collision. So a later proof needs to be followed only as far as a node that was shown before, if what is left of
 * it says of every sibling what was shown. Nothing counts as shown for another reason. A proof that does not pass in this way is
 * verified from its leaf to the root as if nothing was known.
 */
export class InclusionsInOneTree {
  readonly #sha256: Sha256;
  readonly #size: number;
  readonly #root: Uint8Array;
  /** For each level the hashes that were shown, by index, in copies of our own. A node is there with its sibling and its parent. */
  readonly #shown: Map<number, Uint8Array>[] = [];

  constructor(sha256: Sha256, { size, root }: { readonly size: number; readonly root: Uint8Array }) {
    this.#sha256 = sha256;
    this.#size = size;
    this.#root = root.slice();
  }

  /** Whether a leaf stands at an index in the tree. */
  verify({ index, leafHash, proof }: Omit<InclusionClaim, 'size'>): Verdict<object, ProofFault> {
    const size = this.#size;
    if (this.#isSound(index, leafHash, proof) && this.#leads(index, leafHash, proof)) return { ok: true };
    return verifyInclusion(this.#sha256, { index, size, leafHash, proof, root: this.#root });
  }

  #isSound(index: number, leafHash: Uint8Array, proof: readonly Uint8Array[]): boolean {
    if (!isSize(this.#size) || !isIndexIn(index, this.#size) || !Array.isArray(proof)) return false;
    return proof.length <= MAX_PROOF_HASHES && isHash(this.#root) && isHash(leafHash) && proof.every(isHash);
  }

  /** The walk of RFC 9162 §2.1.3.2, up to the root or to a node that was shown; then the siblings from there on are compared. */
  #leads(leaf: number, leafHash: Uint8Array, proof: readonly Uint8Array[]): boolean {
    const claimed: ClaimedNode[] = [];
    let hash = leafHash;
    let isShown = false;
    let level = 0;
    let index = leaf;
    let last = this.#size - 1;
    for (const sibling of proof) {
      if (last === 0) return false;
      // The last node of a level may have no sibling there, and moves up until it has one.
      for (; index === last && !isOdd(index); level++) index = last = half(index);
      const beside = isOdd(index) ? index - 1 : index + 1;
      isShown ||= this.#isShown(level, index, hash);
      if (isShown) {
        if (!this.#isShown(level, beside, sibling)) return false;
      } else {
        claimed.push({ level, index, hash }, { level, index: beside, hash: sibling });
        hash = isOdd(index) ? nodeHash(this.#sha256, sibling, hash) : nodeHash(this.#sha256, hash, sibling);
      }
      level++;
      index = half(index);
      last = half(last);
    }
    if (last !== 0 || !(isShown || equalBytes(hash, this.#root))) return false;
    for (const node of claimed) this.#remember(node);
    return true;
  }

  #isShown(level: number, index: number, hash: Uint8Array): boolean {
    const shown = this.#shown[level]?.get(index);
    return shown !== undefined && equalBytes(shown, hash);
  }

  #remember({ level, index, hash }: ClaimedNode): void {
    while (this.#shown.length <= level) this.#shown.push(new Map());
    this.#shown[level]!.set(index, hash.slice());
  }
}
