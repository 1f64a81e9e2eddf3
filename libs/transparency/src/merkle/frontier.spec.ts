import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { ReferenceTree, someEntries } from '#test/conformance/proofs/reference-tree';
import { TreeFrontier } from './frontier.ts';
import { leafHash } from './hashing.ts';

const ALL = 300;
const entries = someEntries(2 * ALL);
const tree = new ReferenceTree(entries);
const leaves = entries.map((entry) => leafHash(nodeSha256, entry));

function frontierOf(size: number): TreeFrontier {
  const frontier = new TreeFrontier(nodeSha256);
  for (const leaf of leaves.slice(0, size)) frontier.append(leaf);
  return frontier;
}

describe('A frontier', () => {
  it('has the root of RFC 6962 after each of 300 leaves', () => {
    const frontier = new TreeFrontier(nodeSha256);
    for (let size = 0; size <= ALL; size++) {
      expect(frontier.size).toBe(size);
      expect(frontier.root()).toEqual(tree.mth(0, size));
      frontier.append(leaves[size]!);
    }
  });

  it('goes on after it was written down, copied or put together again, as if nothing had been', () => {
    fc.assert(
      fc.property(fc.nat(ALL), fc.nat(ALL), (size, more) => {
        const frontier = frontierOf(size);
        const others = [
          frontier.copy(),
          TreeFrontier.restore(nodeSha256, size, frontier.hashes()),
          TreeFrontier.fromBytes(nodeSha256, frontier.toBytes()),
        ];
        for (const other of others) {
          for (const leaf of leaves.slice(size, size + more)) other.append(leaf);
          expect(other.root()).toEqual(tree.mth(0, size + more));
        }
        expect(frontier.root()).toEqual(tree.mth(0, size));
      }),
      { numRuns: 200 },
    );
  });

  it('makes of entries what it makes of their leaf hashes, however long they are', () => {
    const byEntry = new TreeFrontier(nodeSha256);
    const byHash = new TreeFrontier(nodeSha256);
    for (const length of [0, 1, 600, 4_094, 4_095, 4_096, 600, 65_534, 65_535, 65_536, 100_000, 600]) {
      const entry = new Uint8Array(length).fill(length % 251);
      const leaf = new Uint8Array(createHash('sha256').update(Uint8Array.of(0)).update(entry).digest());
      byEntry.appendEntry(entry);
      byHash.append(leaf);
      expect(byEntry.completed(0)).toEqual(leaf);
      expect(byEntry.toBytes()).toEqual(byHash.toBytes());
    }
  });

  it('gives the subtrees that a leaf completed, and no others', () => {
    const frontier = new TreeFrontier(nodeSha256);
    for (let size = 1; size <= ALL; size++) {
      frontier.append(leaves[size - 1]!);
      for (let level = 0; level < 10; level++) {
        const width = 2 ** level;
        if (size % width === 0) expect(frontier.completed(level)).toEqual(tree.mth(size - width, size));
        else expect(() => frontier.completed(level)).toThrow(RangeError);
      }
    }
    expect(() => frontier.copy().completed(0)).toThrow(RangeError);
  });

  it('keeps what it was given: a caller may use the array again', () => {
    const frontier = new TreeFrontier(nodeSha256);
    const reused = new Uint8Array(32);
    for (const leaf of leaves.slice(0, 3)) {
      reused.set(leaf);
      frontier.append(reused);
    }
    frontier.hashes()[0]!.fill(0);
    expect(frontier.root()).toEqual(tree.mth(0, 3));
  });

  it('takes O(log size) bytes', () => {
    expect(frontierOf(255).toBytes()).toHaveLength(8 + 8 * 32);
    expect(frontierOf(256).toBytes()).toHaveLength(8 + 32);
    expect(new TreeFrontier(nodeSha256).toBytes()).toEqual(new Uint8Array(8));
  });

  it('goes up to 2^53 - 1 leaves', () => {
    const size = Number.MAX_SAFE_INTEGER - 1;
    const hashes = Array.from({ length: 52 }, (_, i) => leaves[i]!);
    const frontier = TreeFrontier.fromBytes(nodeSha256, TreeFrontier.restore(nodeSha256, size, hashes).toBytes());
    frontier.append(leaves[99]!);
    expect(frontier.size).toBe(Number.MAX_SAFE_INTEGER);
    expect(frontier.hashes()).toEqual([...hashes, leaves[99]]);
    expect(() => frontier.append(leaves[99]!)).toThrow(RangeError);
  });

  const hash = leaves[0]!;
  it.each([
    ['frontier', () => TreeFrontier.restore(nodeSha256, 3, [hash])],
    ['frontier', () => TreeFrontier.restore(nodeSha256, 2, [hash, hash])],
    ['frontier', () => TreeFrontier.restore(nodeSha256, 1, [hash.subarray(1)])],
    ['frontier', () => TreeFrontier.restore(nodeSha256, -1, [])],
    ['frontier', () => TreeFrontier.fromBytes(nodeSha256, new Uint8Array(7))],
    ['frontier', () => TreeFrontier.fromBytes(nodeSha256, new Uint8Array(8 + 32))],
    ['frontier', () => TreeFrontier.fromBytes(nodeSha256, frontierOf(3).toBytes().subarray(0, -1))],
    ['frontier', () => TreeFrontier.fromBytes(nodeSha256, new Uint8Array(8).fill(255))],
    ['hash', () => frontierOf(3).append(new Uint8Array(31))],
  ])('refuses with %s what is none: %p', (code, make) => {
    expect(make).toThrow(expect.objectContaining({ name: 'Malformed', code }));
  });
});
