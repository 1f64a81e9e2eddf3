import { describe, expect, it } from '@jest/globals';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { forgedConsistencies, forgedInclusions } from '#test/conformance/proofs/forgeries';
import { ReferenceTree, someEntries } from '#test/conformance/proofs/reference-tree';
import { emptyRoot, leafHash } from './hashing.ts';
import { rootFromInclusionProof, verifyConsistency, verifyInclusion } from './verification.ts';

const ALL = 40;
const entries = someEntries(ALL);
const tree = new ReferenceTree(entries);
const roots = Array.from({ length: ALL + 1 }, (_, size) => tree.mth(0, size));

const included = (index: number, size: number) => ({
  index,
  size,
  leafHash: leafHash(nodeSha256, entries[index]!),
  root: roots[size]!,
  proof: tree.path(index, 0, size),
});

const grown = (oldSize: number, newSize: number) => ({
  oldSize,
  newSize,
  oldRoot: roots[oldSize]!,
  newRoot: roots[newSize]!,
  proof: tree.proof(oldSize, newSize),
});

describe('Verifying that an entry is in a tree', () => {
  it('accepts the proof of every entry of every tree, and gives the root it leads to', () => {
    for (let size = 1; size <= ALL; size++) {
      for (let index = 0; index < size; index++) {
        expect(verifyInclusion(nodeSha256, included(index, size))).toEqual({ ok: true });
        expect(rootFromInclusionProof(nodeSha256, included(index, size))).toEqual({ ok: true, root: roots[size] });
      }
    }
  });

  it('refuses every forgery made out of one of them', () => {
    let forgeries = 0;
    for (let size = 1; size <= ALL; size++) {
      for (let index = 0; index < size; index++) {
        for (const forged of forgedInclusions(included(index, size))) {
          forgeries++;
          if (verifyInclusion(nodeSha256, forged).ok) expect(forged).toBe('refused');
        }
      }
    }
    expect(forgeries).toBeGreaterThan(30_000);
  });

  it('refuses a proof for the root of any other size', () => {
    for (let size = 1; size <= ALL; size++) {
      for (let other = 0; other <= ALL; other++) {
        if (other === size) continue;
        const claim = { ...included(size >> 1, size), size: other, root: roots[other]! };
        expect(verifyInclusion(nodeSha256, claim).ok).toBe(false);
      }
    }
  });

  it.each([
    ['not-a-size', { size: 2 ** 53 }],
    ['not-a-size', { index: -1 }],
    ['not-in-tree', { index: 7 }],
    ['not-in-tree', { index: 0, size: 0, proof: [], root: emptyRoot() }],
    ['not-a-hash', { leafHash: new Uint8Array(31) }],
    ['not-a-hash', { root: new Uint8Array(33) }],
    ['not-a-hash', { proof: [new Uint8Array(), new Uint8Array(32), new Uint8Array(32)] }],
    ['not-a-hash', { proof: 'no list at all' }],
    ['not-a-hash', { proof: [null, undefined, 'text'] }],
    ['wrong-length', { proof: tree.path(3, 0, 7).slice(1) }],
    ['wrong-length', { proof: [...tree.path(3, 0, 7), roots[1]!] }],
    ['wrong-length', { proof: Array.from({ length: 64 }, () => roots[1]!) }],
    ['wrong-length', { proof: Array.from({ length: 64 }, () => new Uint8Array()) }],
    ['wrong-root', { root: roots[6]! }],
    ['wrong-root', { index: 4, proof: tree.path(3, 0, 7) }],
  ])('says %s of %p', (code, change) => {
    const claim = { ...included(3, 7), ...change } as ReturnType<typeof included>;
    expect(verifyInclusion(nodeSha256, claim)).toMatchObject({ ok: false, code });
  });
});

describe('Verifying that a tree grew out of another', () => {
  it('accepts the proof between every two trees', () => {
    for (let size = 1; size <= ALL; size++) {
      for (let old = 1; old <= size; old++) {
        expect(verifyConsistency(nodeSha256, grown(old, size))).toEqual({ ok: true });
      }
    }
  });

  it('refuses every forgery made out of one of them', () => {
    let forgeries = 0;
    for (let size = 2; size <= ALL; size++) {
      for (let old = 1; old < size; old++) {
        for (const forged of forgedConsistencies(grown(old, size))) {
          forgeries++;
          if (verifyConsistency(nodeSha256, forged).ok) expect(forged).toBe('refused');
        }
      }
    }
    expect(forgeries).toBeGreaterThan(30_000);
  });

  it('refuses the proof between two trees for any other two', () => {
    const pairs = Array.from({ length: ALL }, (_, i) => i + 1).flatMap((newSize) =>
      Array.from({ length: newSize - 1 }, (_, i) => ({ oldSize: i + 1, newSize })),
    );
    const accepted = pairs.flatMap(({ oldSize, newSize }) => {
      const { proof } = grown(oldSize, newSize);
      return pairs
        .filter((other) => (other.oldSize === oldSize) !== (other.newSize === newSize))
        .filter((other) => verifyConsistency(nodeSha256, { ...grown(other.oldSize, other.newSize), proof }).ok);
    });
    expect(accepted).toEqual([]);
  });

  it('refuses a history in which one old entry was changed', () => {
    const rewritten = new ReferenceTree(entries.with(11, entries[12]!));
    for (let size = 13; size <= ALL; size++) {
      const claim = { ...grown(12, size), newRoot: rewritten.mth(0, size), proof: rewritten.proof(12, size) };
      expect(verifyConsistency(nodeSha256, claim)).toMatchObject({ ok: false, code: 'wrong-old-root' });
    }
  });

  it.each([
    ['no-old-tree', { oldSize: 0, oldRoot: emptyRoot(), proof: [] }],
    ['no-old-tree', { oldSize: 0, newSize: 0, oldRoot: emptyRoot(), newRoot: emptyRoot(), proof: [] }],
    ['shrinks', { oldSize: 8 }],
    ['not-a-size', { oldSize: 1.5 }],
    ['not-a-size', { newSize: Number.POSITIVE_INFINITY }],
    ['not-a-hash', { oldRoot: new Uint8Array(31) }],
    ['not-a-hash', { newRoot: new Uint8Array(33) }],
    ['wrong-length', { proof: [] }],
    ['wrong-length', { proof: tree.proof(6, 7).slice(0, -1) }],
    ['wrong-length', { proof: [...tree.proof(6, 7), roots[1]!] }],
    ['wrong-length', { newSize: 6, newRoot: roots[6]!, proof: [roots[1]!] }],
    ['wrong-root', { newSize: 6, newRoot: roots[7]!, proof: [] }],
    ['wrong-root', { newRoot: roots[6]! }],
    ['wrong-old-root', { oldRoot: roots[5]! }],
  ])('says %s of %p', (code, change) => {
    const claim = { ...grown(6, 7), ...change };
    expect(verifyConsistency(nodeSha256, claim)).toMatchObject({ ok: false, code });
  });

  it('accepts one tree twice, without a proof', () => {
    expect(verifyConsistency(nodeSha256, grown(6, 6))).toEqual({ ok: true });
  });
});
