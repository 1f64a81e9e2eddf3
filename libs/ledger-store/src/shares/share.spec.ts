import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isIn, MOST_SHARES, OtherShare, readShare, sameShare, shareOf, shareText } from './share.ts';

describe('The share of an engagement', () => {
  /** Worked out with `printf %s ID | sha256sum`, and by hand from there. */
  it.each([
    ['00000000-0000-0000-0000-000000000000', 0x12b9377c],
    ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 0x30a5154b],
    ['0d48e7bb-7386-5f0f-b6b3-0c2e26c3d2a1', 0x5ec9ac57],
  ])('is the same for ever: %s', (id, first) => {
    for (const shares of [1, 2, 3, 4, 7, 16, 1_000, MOST_SHARES]) {
      expect(shareOf(id, shares)).toEqual({ group: (first % shares) + 1, of: shares });
    }
  });

  it('is one of as many as there are', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: MOST_SHARES }), (id, of) => {
        const groups = Array.from({ length: of }, (_, i) => ({ group: i + 1, of })).filter((share) => isIn(share, id));
        expect(groups).toEqual([shareOf(id, of)]);
        expect(isIn(undefined, id)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('halves where the number of shares is doubled', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: 512 }), (id, of) => {
        const { group } = shareOf(id, of);
        expect([group, group + of]).toContain(shareOf(id, 2 * of).group);
      }),
    );
  });

  it('is about as large as every other', () => {
    const COUNT = 16_000;
    for (const shares of [2, 3, 4, 16]) {
      const sizes = new Map<number, number>();
      for (let i = 0; i < COUNT; i++) {
        const { group } = shareOf(randomUUID(), shares);
        sizes.set(group, (sizes.get(group) ?? 0) + 1);
      }
      // Ten standard deviations of a binomial distribution: chance alone never gets there.
      const spread = 10 * Math.sqrt((COUNT * (1 - 1 / shares)) / shares);
      for (const size of sizes.values()) expect(Math.abs(size - COUNT / shares)).toBeLessThan(spread);
      expect(sizes.size).toBe(shares);
    }
  });

  it('is read as it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MOST_SHARES }), fc.integer({ min: 0, max: MOST_SHARES }), (group, more) => {
        const share = { group, of: Math.min(group + more, MOST_SHARES) };
        expect(readShare(shareText(share))).toEqual(share);
      }),
    );
    for (const text of [
      '0/4',
      '5/4',
      '1/0',
      '-1/4',
      '1/1025',
      '2',
      '2/',
      '/4',
      '2 / 4',
      '02/4',
      '2/4/8',
      '1.5/4',
      'two',
    ]) {
      expect(readShare(text)).toBeUndefined();
    }
  });

  it('tells which of them is meant where it is another one', () => {
    expect(sameShare({ group: 2, of: 4 }, { of: 4, group: 2 })).toBe(true);
    expect(sameShare(undefined, undefined)).toBe(true);
    expect(sameShare({ group: 2, of: 4 }, { group: 2, of: 8 })).toBe(false);
    expect(sameShare(undefined, { group: 1, of: 2 })).toBe(false);
    const id = '00000000-0000-0000-0000-000000000000';
    const { group } = shareOf(id, 2);
    const { share, message } = new OtherShare(id, { group: 3 - group, of: 2 });
    expect(share).toEqual({ group, of: 2 });
    expect(message).toContain(`belongs to share ${group}/2; here is share ${3 - group}/2`);
  });
});
