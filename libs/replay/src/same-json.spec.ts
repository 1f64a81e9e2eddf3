import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalize } from '#kernel/json';
import { sameJson } from './same-json.ts';

/** Few names and few values, so that two of them are alike now and then. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(null, true, 0, 1, '', '0', 'a'),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'toString'), fc.option(tie('value'), { nil: undefined })),
  ),
}));

describe('Comparing JSON values', () => {
  it('finds the same those that have the same canonical text, and no others', () => {
    let same = 0;
    fc.assert(
      fc.property(value, value, (a, b) => {
        const expected = canonicalize([a]) === canonicalize([b]);
        if (expected) same++;
        expect(sameJson(a, b)).toBe(expected);
        expect(sameJson(a, JSON.parse(canonicalize(a ?? null)))).toBe(true);
      }),
      { numRuns: 5_000 },
    );
    expect(same).toBeGreaterThan(50);
  });
});
