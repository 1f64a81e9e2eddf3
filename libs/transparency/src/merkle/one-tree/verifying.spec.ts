import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeSha256 } from '#ledger-store/node-crypto';
import type { Sha256 } from '#transparency/sha256';
import { forgedInclusions } from '#test/conformance/proofs/forgeries';
import { ReferenceTree, someEntries } from '#test/conformance/proofs/reference-tree';
import { leafHash } from '../hashing.ts';
import { verifyInclusion } from '../verification.ts';
import { InclusionsInOneTree } from './verifying.ts';

const MOST = 130;
const entries = someEntries(MOST);
const reference = new ReferenceTree(entries);
const claimOf = (index: number, size: number) => ({
  index,
  size,
  leafHash: leafHash(nodeSha256, entries[index]!),
  root: reference.mth(0, size),
  proof: reference.path(index, 0, size),
});
const knowing = (size: number, indices: readonly number[], sha256 = nodeSha256): InclusionsInOneTree => {
  const inclusions = new InclusionsInOneTree(sha256, { size, root: reference.mth(0, size) });
  for (const index of indices) expect(inclusions.verify(claimOf(index, size))).toEqual({ ok: true });
  return inclusions;
};

describe('Verifying many inclusions under one root', () => {
  it('accepts every leaf of every tree, in whatever order', () => {
    for (let size = 1; size <= MOST; size++) {
      const indices = Array.from({ length: size }, (_, i) => i);
      for (const order of [indices, indices.toReversed()]) {
        const inclusions = new InclusionsInOneTree(nodeSha256, { size, root: reference.mth(0, size) });
        const refused = order.filter((index) => !inclusions.verify(claimOf(index, size)).ok);
        expect(refused).toEqual([]);
      }
    }
  });

  it('gives a forgery the verdict that it has where nothing is known', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MOST }), fc.array(fc.nat(), { maxLength: 20 }), (size, seeds) => {
        const inclusions = knowing(
          size,
          seeds.map((seed) => seed % size),
        );
        const target = claimOf((seeds[0] ?? 0) % size, size);
        for (const forged of forgedInclusions(target)) {
          // Size and root are given once for all claims.
          if (forged.size !== size || forged.root !== target.root) continue;
          const verdict = inclusions.verify(forged);
          expect(verdict.ok).toBe(false);
          expect(verdict).toEqual(verifyInclusion(nodeSha256, forged));
        }
        // Nothing of what was refused counts as shown.
        for (let index = 0; index < size; index++) expect(inclusions.verify(claimOf(index, size)).ok).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('does not take a node of one place for another, nor an entry of a tree for a leaf beside it', () => {
    const size = 8;
    const inclusions = knowing(size, [0, 1, 2, 3, 4, 5, 6, 7]);
    for (let index = 0; index < size; index++) {
      for (let other = 0; other < size; other++) {
        if (other === index) continue;
        expect(inclusions.verify({ ...claimOf(index, size), leafHash: claimOf(other, size).leafHash }).ok).toBe(false);
        expect(inclusions.verify({ ...claimOf(index, size), proof: claimOf(other, size).proof }).ok).toBe(false);
      }
    }
  });

  it('remembers what was shown as it was then, though the array is changed afterwards', () => {
    const { root, ...claim } = claimOf(5, 13);
    const proof = claim.proof.map((hash) => hash.slice());
    const given = root.slice();
    const inclusions = new InclusionsInOneTree(nodeSha256, { size: 13, root: given });
    expect(inclusions.verify({ ...claim, proof }).ok).toBe(true);
    given[0]! ^= 1;
    for (const hash of proof) {
      hash[31]! ^= 1;
      expect(inclusions.verify({ ...claim, proof })).toMatchObject({ ok: false, code: 'wrong-root' });
      hash[31]! ^= 1;
    }
    expect(inclusions.verify({ ...claim, proof }).ok).toBe(true);
  });

  it('has nothing to say for a root or a size that cannot be', () => {
    const claim = claimOf(0, 1);
    const under = (size: number, root: Uint8Array) => new InclusionsInOneTree(nodeSha256, { size, root }).verify(claim);
    expect(under(1, claim.root.subarray(1))).toMatchObject({ ok: false, code: 'not-a-hash' });
    expect(under(0, claim.root)).toMatchObject({ ok: false, code: 'not-in-tree' });
    expect(under(Number.NaN, claim.root)).toMatchObject({ ok: false, code: 'not-a-size' });
  });

  it('hashes each node of neighbours once', () => {
    let hashed = 0;
    const counting: Sha256 = {
      ...nodeSha256,
      digest: (data) => {
        hashed++;
        return nodeSha256.digest(data);
      },
    };
    knowing(128, [64, 65, 66, 67, 68, 69, 70, 71], counting);
    // The way of the first to the root; then whatever of the seven nodes above these eight leaves is not on it.
    expect(hashed).toBe(7 + 4);
  });
});
