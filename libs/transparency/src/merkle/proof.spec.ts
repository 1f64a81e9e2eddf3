import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { ReferenceTree, someEntries } from '#test/conformance/proofs/reference-tree';
import { leafHash, nodeHash } from './hashing.ts';
import { consistencyProof, inclusionProof, rootAt, type SubtreeHashes } from './proof.ts';
import { verifyConsistency, verifyInclusion } from './verification.ts';

const ALL = 300;
const entries = someEntries(3_000);
const reference = new ReferenceTree(entries);
const hashes: SubtreeHashes = (level, index) => reference.mth(index * 2 ** level, (index + 1) * 2 ** level);

describe('Proofs, held against the recursion of RFC 6962', () => {
  it('have the roots of all trees of up to 300 leaves', () => {
    for (let size = 0; size <= ALL; size++) expect(rootAt(nodeSha256, hashes, size)).toEqual(reference.mth(0, size));
  });

  it('are PATH, for every leaf of all these trees', () => {
    const unlike: string[] = [];
    for (let size = 1; size <= ALL; size++) {
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(nodeSha256, hashes, index, size);
        if (!alike(proof, reference.path(index, 0, size))) unlike.push(`${index} in ${size}`);
      }
    }
    expect(unlike).toEqual([]);
  });

  it('are PROOF, for every two of these trees', () => {
    const unlike: string[] = [];
    for (let size = 1; size <= ALL; size++) {
      for (let old = 1; old <= size; old++) {
        const proof = consistencyProof(nodeSha256, hashes, old, size);
        if (!alike(proof, reference.proof(old, size))) unlike.push(`${old} to ${size}`);
      }
    }
    expect(unlike).toEqual([]);
  });

  it('are the same in trees of some thousand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), fc.nat(), (size, number) => {
        const index = number % size;
        expect(rootAt(nodeSha256, hashes, size)).toEqual(reference.mth(0, size));
        expect(inclusionProof(nodeSha256, hashes, index, size)).toEqual(reference.path(index, 0, size));
        expect(consistencyProof(nodeSha256, hashes, index + 1, size)).toEqual(reference.proof(index + 1, size));
      }),
      { numRuns: 300 },
    );
  });
});

const alike = (a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean =>
  a.length === b.length && a.every((hash, i) => Buffer.compare(hash, b[i]!) === 0);

/** A tree as large as one likes, in which all leaves are alike but one. Counts how often it is asked. */
function hugeTree(special: number): { hashes: SubtreeHashes; leaf: Uint8Array; asked: () => number } {
  const leaf = leafHash(nodeSha256, Uint8Array.of(1));
  const alike: Uint8Array[] = [leafHash(nodeSha256, Uint8Array.of(0))];
  for (let level = 0; level < 53; level++) alike.push(nodeHash(nodeSha256, alike[level]!, alike[level]!));
  const hashAt = (level: number, index: number): Uint8Array => {
    if (Math.floor(special / 2 ** level) !== index) return alike[level]!;
    if (level === 0) return leaf;
    return nodeHash(nodeSha256, hashAt(level - 1, 2 * index), hashAt(level - 1, 2 * index + 1));
  };
  let asked = 0;
  const hashes: SubtreeHashes = (level, index) => {
    asked++;
    return hashAt(level, index);
  };
  return { hashes, leaf, asked: () => asked };
}

const hugeSize = fc.oneof(
  fc.maxSafeNat().map((n) => Math.max(1, n)),
  fc.integer({ min: 1, max: 53 }).map((level) => 2 ** level - 1),
  fc.integer({ min: 30, max: 52 }).map((level) => 2 ** level),
  fc.integer({ min: 30, max: 52 }).map((level) => 2 ** level + 1),
);

describe('Proofs in trees beyond 32 bits', () => {
  it('show the leaf where it is, and nowhere else', () => {
    fc.assert(
      fc.property(hugeSize, fc.maxSafeNat(), (size, number) => {
        const index = number % size;
        const { hashes, leaf, asked } = hugeTree(index);
        const root = rootAt(nodeSha256, hashes, size);
        const before = asked();
        const proof = inclusionProof(nodeSha256, hashes, index, size);
        expect(proof.length).toBeLessThanOrEqual(53);
        expect(asked() - before).toBeLessThanOrEqual(2 * 53);
        const claim = { index, size, leafHash: leaf, root, proof };
        expect(verifyInclusion(nodeSha256, claim)).toEqual({ ok: true });
        for (const other of [index % 2 ** 32, index + 2 ** 32, index + 1, index - 1]) {
          if (other !== index) expect(verifyInclusion(nodeSha256, { ...claim, index: other }).ok).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('show that one grew out of the other', () => {
    fc.assert(
      fc.property(hugeSize, fc.maxSafeNat(), fc.maxSafeNat(), (newSize, number, special) => {
        const oldSize = 1 + (number % newSize);
        const { hashes, asked } = hugeTree(special % newSize);
        const roots = {
          oldRoot: rootAt(nodeSha256, hashes, oldSize),
          newRoot: rootAt(nodeSha256, hashes, newSize),
        };
        const before = asked();
        const proof = consistencyProof(nodeSha256, hashes, oldSize, newSize);
        expect(asked() - before).toBeLessThanOrEqual(2 * 53);
        const claim = { oldSize, newSize, ...roots, proof };
        expect(verifyConsistency(nodeSha256, claim)).toEqual({ ok: true });
        // Had the special leaf been another one, in the old tree or after it, the proof would not hold.
        const other = hugeTree((special + 1) % newSize).hashes;
        const forged = { ...claim, newRoot: rootAt(nodeSha256, other, newSize) };
        if (newSize > 1) expect(verifyConsistency(nodeSha256, forged).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('What cannot be proven', () => {
  const refused: readonly (readonly [string, () => unknown])[] = [
    ['a leaf that is not there', () => inclusionProof(nodeSha256, hashes, 5, 5)],
    ['a leaf before the first', () => inclusionProof(nodeSha256, hashes, -1, 5)],
    ['half a leaf', () => inclusionProof(nodeSha256, hashes, 0.5, 5)],
    ['a leaf of an empty tree', () => inclusionProof(nodeSha256, hashes, 0, 0)],
    ['growth from an empty tree', () => consistencyProof(nodeSha256, hashes, 0, 5)],
    ['growth to a smaller tree', () => consistencyProof(nodeSha256, hashes, 6, 5)],
    ['a tree beyond 2^53 - 1 leaves', () => rootAt(nodeSha256, hashes, 2 ** 53)],
  ];

  it.each(refused)('is %s', (_what, prove) => {
    expect(prove).toThrow(RangeError);
  });
});
