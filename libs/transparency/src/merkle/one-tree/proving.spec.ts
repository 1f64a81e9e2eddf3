import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { ReferenceTree, someEntries } from '#test/conformance/proofs/reference-tree';
import type { SubtreeHashes } from '../proof.ts';
import { proofsOfOneTree } from './proving.ts';

const MOST = 300;
const reference = new ReferenceTree(someEntries(MOST));
const hashes: SubtreeHashes = (level, index) => reference.mth(index * 2 ** level, (index + 1) * 2 ** level);

describe('The proofs of many leaves of one tree', () => {
  it('are PATH of RFC 6962, for every leaf of every tree, in whatever order they are made', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MOST }), fc.boolean(), (size, fromTheEnd) => {
        const proofOf = proofsOfOneTree(nodeSha256, hashes, size);
        const indices = Array.from({ length: size }, (_, i) => (fromTheEnd ? size - 1 - i : i));
        for (const index of indices) expect(proofOf(index)).toEqual(reference.path(index, 0, size));
      }),
      { numRuns: 60 },
    );
  });

  it('ask for no subtree twice, and share what they have in common', () => {
    const asked: string[] = [];
    const proofOf = proofsOfOneTree(
      nodeSha256,
      (level, index) => {
        asked.push(`${level}/${index}`);
        return hashes(level, index);
      },
      MOST,
    );
    const proofs = Array.from({ length: MOST }, (_, index) => proofOf(index));
    expect(new Set(asked).size).toBe(asked.length);
    expect(proofs[1]!.at(-1)).toBe(proofs[0]!.at(-1));
  });

  it('are refused for a leaf or a tree that cannot be', () => {
    for (const size of [-1, 0.5, 2 ** 53]) expect(() => proofsOfOneTree(nodeSha256, hashes, size)).toThrow(RangeError);
    for (const index of [-1, 0.5, 7, 8])
      expect(() => proofsOfOneTree(nodeSha256, hashes, 7)(index)).toThrow(RangeError);
    expect(() => proofsOfOneTree(nodeSha256, hashes, 0)(0)).toThrow(RangeError);
  });
});
