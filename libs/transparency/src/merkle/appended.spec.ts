import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { ReferenceTree, someEntries } from '#test/conformance/proofs/reference-tree';
import { Malformed } from '../malformed.ts';
import { hashesOfAppended } from './appended.ts';
import { TreeFrontier } from './frontier.ts';
import { leafHash } from './hashing.ts';
import { consistencyProof, inclusionProof, rootAt } from './proof.ts';

const ALL = 300;
const entries = someEntries(2 * ALL);
const tree = new ReferenceTree(entries);
const leaves = entries.map((entry) => leafHash(nodeSha256, entry));

function frontierOf(size: number): TreeFrontier {
  const frontier = new TreeFrontier(nodeSha256);
  for (const leaf of leaves.slice(0, size)) frontier.append(leaf);
  return frontier;
}

const appended = (size: number, more: number) =>
  hashesOfAppended(nodeSha256, frontierOf(size), leaves.slice(size, size + more));

/** Sizes that have to be tried, whatever chance brings: around powers of two, and without leaves on either side. */
const CORNERS = [0, 1, 2, 3, 4, 7, 8, 9, 63, 64, 65, 255, 256, 257];

function expectProofs(size: number, more: number): void {
  const all = size + more;
  const hashes = appended(size, more);
  expect(rootAt(nodeSha256, hashes, all)).toEqual(tree.mth(0, all));
  for (let index = size; index < all; index++) {
    expect(inclusionProof(nodeSha256, hashes, index, all)).toEqual(tree.path(index, 0, all));
  }
  if (size > 0) expect(consistencyProof(nodeSha256, hashes, size, all)).toEqual(tree.proof(size, all));
}

describe('What follows from a frontier and the leaves that are appended to it', () => {
  it.each(CORNERS)(
    'is the root, every proof of a new leaf, and the proof of consistency, from %i leaves on',
    (size) => {
      for (const more of [0, 1, 2, 3, 5, 8]) expectProofs(size, more);
    },
  );

  it('is so from any size to any other', () => {
    fc.assert(
      fc.property(fc.nat(ALL), fc.nat(40), (size, more) => expectProofs(size, more)),
      { numRuns: 300 },
    );
  });

  it('is nothing about the inside of the old tree, or of leaves that are not there', () => {
    const hashes = appended(8, 1);
    expect(hashes(3, 0)).toEqual(tree.mth(0, 8));
    expect(hashes(0, 8)).toEqual(tree.mth(8, 9));
    for (const [level, index] of [
      [0, 0],
      [0, 7],
      [2, 1],
      [0, 9],
      [3, 1],
      [4, 0],
    ] as const) {
      expect(() => hashes(level, index)).toThrow(RangeError);
    }
  });

  it('leaves the frontier as it was, and takes hashes only', () => {
    const frontier = frontierOf(5);
    hashesOfAppended(nodeSha256, frontier, leaves.slice(5, 9));
    expect(frontier.size).toBe(5);
    expect(frontier.root()).toEqual(tree.mth(0, 5));
    expect(() => hashesOfAppended(nodeSha256, frontier, [new Uint8Array(31)])).toThrow(Malformed);
  });
});
