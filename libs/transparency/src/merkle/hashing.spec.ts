import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { emptyRoot, heightOf, leafHash, nodeHash, splitOf, subtreesOf } from './hashing.ts';

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());

describe('Hashes of a tree', () => {
  it('keep leaves and nodes apart, whatever the length of an entry', () => {
    for (const length of [0, 1, 63, 64, 600, 65_534, 65_535, 65_536, 100_000]) {
      const entry = new Uint8Array(length).fill(length);
      expect(leafHash(nodeSha256, entry)).toEqual(sha256(Uint8Array.of(0), entry));
    }
    const [left, right] = [sha256(Uint8Array.of(1)), sha256(Uint8Array.of(2))];
    expect(nodeHash(nodeSha256, left, right)).toEqual(sha256(Uint8Array.of(1), left, right));
    expect(leafHash(nodeSha256, new Uint8Array())).not.toEqual(emptyRoot());
  });

  it('do not depend on the entry before', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (entries) => {
        const hashes = entries.map((entry) => leafHash(nodeSha256, entry));
        expect(hashes).toEqual(entries.map((entry) => sha256(Uint8Array.of(0), entry)));
      }),
    );
  });

  it('are given as arrays that nobody else holds', () => {
    emptyRoot().fill(0);
    expect(emptyRoot()).toEqual(sha256());
  });
});

describe('The shape of a tree', () => {
  it('is split at the largest power of two below its size, up to 2^53 - 1', () => {
    const sizes = [2, 3, 4, 5, 8, 9, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 52, Number.MAX_SAFE_INTEGER];
    expect(sizes.map(splitOf)).toEqual([1, 2, 2, 4, 4, 8, 2 ** 30, 2 ** 31, 2 ** 32, 2 ** 51, 2 ** 52]);
    expect([1, 2, 3, 4, 2 ** 53 - 1].map(heightOf)).toEqual([0, 1, 1, 2, 52]);
  });

  it('is the complete subtrees that its size has bits for', () => {
    expect(subtreesOf(0, 0)).toEqual([]);
    expect(subtreesOf(0, 11)).toEqual([
      { level: 3, index: 0 },
      { level: 1, index: 4 },
      { level: 0, index: 10 },
    ]);
    expect(subtreesOf(8, 11)).toEqual(subtreesOf(0, 11).slice(1));
    fc.assert(
      fc.property(fc.maxSafeNat(), (size) => {
        const bits = Array.from(size.toString(2)).filter((bit) => bit === '1').length;
        const places = subtreesOf(0, size);
        expect(places).toHaveLength(bits);
        expect(places.reduce((leaves, { level }) => leaves + 2 ** level, 0)).toBe(size);
      }),
    );
  });
});
