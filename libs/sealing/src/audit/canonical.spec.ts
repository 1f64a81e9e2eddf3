import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalize } from '#kernel/json';
import { parseCanonical } from './canonical.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text);

describe('Canonical JSON', () => {
  it('is read as the value that it is the form of', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalize(value);
        expect(parseCanonical(bytesOf(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is told from every other form of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
        const text = JSON.stringify(value);
        const other = at % 2 === 0 ? JSON.stringify(value, null, 1) : text;
        const isCanonical = other === canonicalize(value);
        expect(parseCanonical(bytesOf(other)) !== undefined || value === undefined).toBe(isCanonical);
      }),
    );
  });

  it.each([
    '{"b":1,"a":2}',
    '{"a":{"z":1,"y":2}}',
    '[{"10":1,"9":2},{"9":1,"10":2}]',
    '{"a":1,"a":1}',
    '{ "a":1}',
    '{"a":1.0}',
    '{"a":1e2}',
    '{"a":-0}',
    '"\\u0041"',
    '"\\ud800"',
    '{"\\udfff":1}',
    '"\\/"',
    '{"a":1}\n',
    '{"a":',
    '',
  ])('is not %s', (text) => {
    expect(parseCanonical(bytesOf(text))).toBeUndefined();
  });

  it('may have names that look like indices, in the order of their characters', () => {
    expect(parseCanonical(bytesOf('{"10":1,"9":2}'))).toEqual({ '9': 2, '10': 1 });
  });

  it('is UTF-8', () => {
    expect(parseCanonical(Uint8Array.of(0x22, 0xff, 0x22))).toBeUndefined();
  });
});
