import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalize, isCanonical, NotCanonical } from './json.ts';

const VECTORS = join(import.meta.dirname, '../../../../shared/data/vectors/jcs-cyberphone');
const describeWithVectors = existsSync(VECTORS) ? describe : describe.skip;

describe('Canonical JSON (RFC 8785)', () => {
  it('sorts properties by UTF-16 code units, at every depth, and writes no white space', () => {
    expect(canonicalize({ b: [{ z: 1, a: 2 }], a: null, '\u{1f600}': 1, '\ufb33': 2, 1: 'x' })).toBe(
      '{"1":"x","a":null,"b":[{"a":2,"z":1}],"\u{1f600}":1,"\ufb33":2}',
    );
  });

  it('leaves a property without a value out', () => {
    expect(canonicalize({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it('keeps a property that is called __proto__', () => {
    expect(canonicalize(JSON.parse('{"__proto__":{"b":1},"a":2}'))).toBe('{"__proto__":{"b":1},"a":2}');
  });

  it('writes minus zero as zero', () => {
    expect(canonicalize([-0, 0])).toBe('[0,0]');
  });

  it('gives one text for one value: reading it and writing it again changes nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalize(value);
        expect(canonicalize(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives one text whatever the order in which properties were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalize(reversed)).toBe(canonicalize(value));
      }),
      { numRuns: 1000 },
    );
  });

  /** JSON with names that few think of, in any order. */
  function oddValues(names: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
    return fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, fc.constantFrom(-0, 1e21, 1e-7, null, true), names, tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 3 }),
      object: fc
        .array(fc.tuple(names, tie('value')), { maxLength: 4 })
        .map((pairs) => Object.fromEntries(pairs) as object),
    })).value;
  }
  const ODD = ['a', 'b', '1', '9', '10', '', '__proto__', '\ue000', '\u{1f600}', '\ndé"', '\\ud800'] as const;

  it('is what sorting every object and writing it piece by piece gives', () => {
    const piecewise = (value: unknown): string => {
      if (typeof value !== 'object' || value === null) return JSON.stringify(value);
      if (Array.isArray(value)) return `[${value.map(piecewise).join(',')}]`;
      const properties = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
      return `{${properties.map(([name, each]) => `${JSON.stringify(name)}:${piecewise(each)}`).join(',')}}`;
    };
    fc.assert(
      fc.property(oddValues(fc.constantFrom(...ODD)), (value) => {
        expect(canonicalize(value)).toBe(piecewise(value));
      }),
      { numRuns: 3000 },
    );
  });

  it('is told from every other text of the same value', () => {
    const value = oddValues(fc.constantFrom(...ODD, '\ud800'));
    let canonical = 0;
    const isToldFrom = (text: string): void => {
      const parsed: unknown = JSON.parse(text);
      let expected = false;
      try {
        expected = canonicalize(parsed) === text;
      } catch {
        // A lone surrogate.
      }
      expect(isCanonical(parsed, text)).toBe(expected);
      if (expected) canonical++;
    };
    fc.assert(
      fc.property(value, (given) => {
        isToldFrom(JSON.stringify(given));
        isToldFrom(JSON.stringify(given, null, 1));
        if (JSON.stringify(given).includes('\\ud')) return;
        isToldFrom(canonicalize(given));
      }),
      { numRuns: 5000 },
    );
    expect(canonical).toBeGreaterThan(5000);
  });

  it('sorts as the engine does, objects of few properties and of many', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'binary' }), { maxLength: 60 });
    fc.assert(
      fc.property(names, (given) => {
        const value = Object.fromEntries(given.map((name, i) => [name, i]));
        const sorted = given.toSorted().map((name) => `${JSON.stringify(name)}:${given.indexOf(name)}`);
        expect(canonicalize(value)).toBe(`{${sorted.join(',')}}`);
      }),
      { numRuns: 2000 },
    );
  });
});

describeWithVectors('Canonical JSON, held against vectors that the authors of RFC 8785 published', () => {
  it('agrees with all six pairs to the byte', () => {
    const files = readdirSync(join(VECTORS, 'testdata/input'));
    expect(files).toHaveLength(6);
    for (const file of files) {
      const input: unknown = JSON.parse(readFileSync(join(VECTORS, 'testdata/input', file), 'utf8'));
      const output = readFileSync(join(VECTORS, 'testdata/output', file));
      expect(Buffer.from(canonicalize(input)).equals(output)).toBe(true);
    }
  });

  it('writes ten thousand numbers the way ECMAScript does', () => {
    const lines = readFileSync(join(VECTORS, 'es6testfile-10000.txt'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(10_000);
    const bits = new DataView(new ArrayBuffer(8));
    for (const line of lines) {
      const [hex, expected] = line.split(',') as [string, string];
      bits.setBigUint64(0, BigInt(`0x${hex}`));
      expect(canonicalize(bits.getFloat64(0))).toBe(expected);
    }
  });
});

describe('What has no canonical JSON', () => {
  const refused: readonly (readonly [string, unknown, string])[] = [
    ['a number that is not finite', { a: [1, Number.POSITIVE_INFINITY] }, '/a/1'],
    ['no number', Number.NaN, ''],
    ['a lone surrogate in a text', { a: { b: 'x\ud800' } }, '/a/b'],
    ['a lone surrogate in a name', { a: { 'x\udc00': 1 } }, '/a'],
    ['a hole in a list', { a: [1, undefined] }, '/a/1'],
    ['a place of a list that has none', { a: Object.assign([], { 2: 1 }) }, '/a/0'],
    ['a lone surrogate in a value whose names are in order', { a: 1, b: ['\ud800'] }, '/b/0'],
    ['a value with a text of its own', { a: { toJSON: () => 1 } }, '/a/toJSON'],
    ['a big integer', { a: 1n }, '/a'],
    ['a function', { a: () => 1 }, '/a'],
    ['a date', { a: new Date(0) }, '/a'],
    ['a map', new Map([['a', 1]]), ''],
    ['a fault below names that hold a slash or a tilde', { 'a/b': { '~c': Number.NaN } }, '/a~1b/~0c'],
  ];

  it.each(refused)('is %s, and the message says where it stands (RFC 6901)', (_what, value, pointer) => {
    let fault: unknown;
    try {
      canonicalize(value);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(NotCanonical);
    expect(fault).toHaveProperty('pointer', pointer);
  });
});
