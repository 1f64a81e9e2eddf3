import { leafHash } from '#transparency/merkle/hashing';
import type { ConsistencyClaim, InclusionClaim } from '#transparency/merkle/verification';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { utf8 } from './vectors.ts';

type Proof = readonly Uint8Array[];

const STRANGER = leafHash(nodeSha256, utf8('an entry of no log'));

/** The hash with one bit turned. */
export function flipped(hash: Uint8Array, bit = 0): Uint8Array {
  const copy = hash.slice();
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

/** Every simple way to tamper with a proof: each hash changed, cut, doubled or taken away, neighbours swapped, strangers put in. */
export function forgedProofs(proof: Proof): readonly Proof[] {
  return [
    ...proof.flatMap((hash, i) => [
      proof.with(i, flipped(hash, (7 * i) % 256)),
      proof.with(i, hash.subarray(1)),
      proof.with(i, STRANGER),
      proof.toSpliced(i, 1),
      proof.toSpliced(i, 0, hash),
      proof.toSpliced(i, 0, STRANGER),
      ...(i === 0 ? [] : [proof.with(i - 1, hash).with(i, proof[i - 1]!)]),
    ]),
    [...proof, STRANGER],
    Array.from({ length: 64 }, () => STRANGER),
  ];
}

export type Inclusion = InclusionClaim & { readonly root: Uint8Array };

/** False claims made out of a true one. */
export function forgedInclusions(claim: Inclusion): readonly Inclusion[] {
  const { index, size, proof, root } = claim;
  const indices = [
    index - 1,
    index + 1,
    size - 1 - index,
    0,
    size - 1,
    size,
    size + index,
    -1,
    index + 0.5,
    index + 2 ** 32,
  ];
  return [
    ...forgedProofs(proof).map((forged) => ({ ...claim, proof: forged })),
    ...indices.filter((other) => other !== index).map((other) => ({ ...claim, index: other })),
    { ...claim, leafHash: flipped(claim.leafHash) },
    { ...claim, leafHash: STRANGER },
    { ...claim, leafHash: claim.leafHash.subarray(0, 31) },
    { ...claim, root: flipped(root, 255) },
    { ...claim, root: STRANGER },
    { ...claim, root: new Uint8Array() },
    ...[0, index, -size, size + 0.5, 2 ** 53, Number.NaN].map((other) => ({ ...claim, size: other })),
  ];
}

/** False claims made out of a true one between trees of different sizes. */
export function forgedConsistencies(claim: ConsistencyClaim): readonly ConsistencyClaim[] {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  return [
    ...forgedProofs(proof).map((forged) => ({ ...claim, proof: forged })),
    { ...claim, oldSize: 0 },
    { ...claim, oldSize: 0, proof: [] },
    { ...claim, oldSize: newSize, newSize: oldSize },
    { ...claim, oldSize: newSize },
    { ...claim, oldRoot: newRoot, newRoot: oldRoot },
    { ...claim, oldRoot: flipped(oldRoot) },
    { ...claim, newRoot: flipped(newRoot) },
    { ...claim, oldRoot: new Uint8Array() },
    { ...claim, newRoot: newRoot.subarray(1) },
    { ...claim, oldRoot: newRoot },
    { ...claim, newRoot: oldRoot },
    ...[-1, oldSize + 0.5, newSize + 1, 2 ** 53, Number.NaN].map((other) => ({ ...claim, oldSize: other })),
    ...[0, -1, newSize + 0.5, 2 ** 53].map((other) => ({ ...claim, newSize: other })),
  ];
}
