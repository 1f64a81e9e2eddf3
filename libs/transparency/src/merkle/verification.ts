import { equalBytes, isSize } from '../bytes.ts';
import type { Sha256 } from '../sha256.ts';
import { fault, type Fault, type Verdict } from '../verdict.ts';
import { half, isHash, isIndexIn, isOdd, MAX_PROOF_HASHES, nodeHash } from './hashing.ts';

/** What can be wrong with a proof. */
export type ProofFault =
  /** A size or an index is not a whole number from 0 to 2^53 - 1. */
  | 'not-a-size'
  /** The index is not below the size of the tree. */
  | 'not-in-tree'
  /** A root, the leaf hash or a hash of the proof does not have 32 bytes. */
  | 'not-a-hash'
  /** More hashes than the path has, or fewer. */
  | 'wrong-length'
  /** Nothing can be said about the tree without leaves: it is the start of every tree, and that proves nothing. */
  | 'no-old-tree'
  /** The new tree is smaller than the old one. */
  | 'shrinks'
  /** The proof leads to another root than the (new) tree has. */
  | 'wrong-root'
  /** The proof leads to another root than the old tree has. */
  | 'wrong-old-root';

/** That a leaf stands at `index` in a tree of `size` leaves. `proof` begins with the sibling of the leaf. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** That the first `oldSize` leaves of the new tree are the old tree. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const notHashes = (): Fault<ProofFault> => fault('not-a-hash', 'a hash does not have 32 bytes');

function unsound(hashes: readonly Uint8Array[], proof: readonly Uint8Array[]): Fault<ProofFault> | undefined {
  if (!Array.isArray(proof)) return notHashes();
  if (proof.length > MAX_PROOF_HASHES) {
    return fault('wrong-length', `the proof has ${proof.length} hashes, and none has more than ${MAX_PROOF_HASHES}`);
  }
  return hashes.every(isHash) && proof.every(isHash) ? undefined : notHashes();
}

/**
 * The root that an inclusion proof leads to (RFC 9162 §2.1.3.2). It proves nothing until it is compared with a root that one
 * has reason to trust.
 */
export function rootFromInclusionProof(
  sha256: Sha256,
  { index, size, leafHash, proof }: InclusionClaim,
): Verdict<{ readonly root: Uint8Array }, ProofFault> {
  if (!isSize(size) || !isSize(index)) return fault('not-a-size', 'the index or the size is no whole number');
  if (!isIndexIn(index, size)) return fault('not-in-tree', `a tree of ${size} leaves has no leaf ${index}`);
  const reason = unsound([leafHash], proof);
  if (reason !== undefined) return reason;

  let node = index;
  let last = size - 1;
  let root = leafHash;
  for (const sibling of proof) {
    if (last === 0) return fault('wrong-length', 'the proof goes on above the root');
    if (isOdd(node) || node === last) {
      root = nodeHash(sha256, sibling, root);
      // The last node of a level may have no sibling there, and moves up until it has one.
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else root = nodeHash(sha256, root, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 ? { ok: true, root } : fault('wrong-length', 'the proof ends below the root');
}

/** Whether a leaf stands at an index in the tree that has this root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  sha256: Sha256,
  claim: InclusionClaim & { readonly root: Uint8Array },
): Verdict<object, ProofFault> {
  if (!isHash(claim.root)) return notHashes();
  const found = rootFromInclusionProof(sha256, claim);
  if (!found.ok) return found;
  return equalBytes(found.root, claim.root)
    ? { ok: true }
    : fault('wrong-root', `the proof does not lead from leaf ${claim.index} to the root of ${claim.size} leaves`);
}

/**
 * Whether a tree is the beginning of another (RFC 9162 §2.1.4.2). Trees of one size are consistent if they have one root, and
 * the proof is empty. There is no proof from a tree without leaves: that is a fault, so that nobody takes it for a success.
 */
export function verifyConsistency(sha256: Sha256, claim: ConsistencyClaim): Verdict<object, ProofFault> {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  if (!isSize(oldSize) || !isSize(newSize)) return fault('not-a-size', 'a size is no whole number');
  const reason = unsound([oldRoot, newRoot], proof);
  if (reason !== undefined) return reason;
  if (oldSize === 0) return fault('no-old-tree', 'from an empty tree nothing can be proven');
  if (oldSize > newSize) return fault('shrinks', `a tree of ${oldSize} leaves cannot become one of ${newSize}`);
  if (oldSize === newSize) {
    if (proof.length > 0) return fault('wrong-length', 'trees of one size need no proof');
    return equalBytes(oldRoot, newRoot) ? { ok: true } : fault('wrong-root', 'two roots for one size');
  }
  return walkConsistency(sha256, claim);
}

function walkConsistency(sha256: Sha256, claim: ConsistencyClaim): Verdict<object, ProofFault> {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  let node = oldSize - 1;
  let last = newSize - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  // An old tree of a power of two is itself a node of the new one, and the proof leaves out what the verifier has.
  const [first, ...rest] = node === 0 ? [oldRoot, ...proof] : proof;
  if (first === undefined) return fault('wrong-length', 'trees of different sizes need a proof');

  let oldFound = first;
  let newFound = first;
  for (const hash of rest) {
    if (last === 0) return fault('wrong-length', 'the proof goes on above the root');
    if (isOdd(node) || node === last) {
      oldFound = nodeHash(sha256, hash, oldFound);
      newFound = nodeHash(sha256, hash, newFound);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else newFound = nodeHash(sha256, newFound, hash);
    node = half(node);
    last = half(last);
  }
  if (last !== 0) return fault('wrong-length', 'the proof ends below the root');
  if (!equalBytes(oldFound, oldRoot)) return fault('wrong-old-root', `the proof leads to another root of ${oldSize}`);
  if (!equalBytes(newFound, newRoot)) return fault('wrong-root', `the proof leads to another root of ${newSize}`);
  return { ok: true };
}
