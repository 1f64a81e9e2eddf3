import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_JSON_DEPTH, NotJson, parseStrictJson, positionAt } from './strict-json.ts';

function faultOf(text: string): NotJson {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (error instanceof NotJson) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('Reading strict JSON', () => {
  it('gives what JSON.parse gives for every JSON value, however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses what JSON.parse refuses, and accepts nothing else, on texts that were damaged at random', () => {
    const damaged = fc
      .tuple(
        fc.jsonValue({ maxDepth: 2 }),
        fc.nat(),
        fc.nat(3),
        fc.string({ unit: fc.constantFrom(...Array.from('{}[]:,"\\u01-.eEtn \n')), maxLength: 3 }),
      )
      .map(([value, at, cut, put]) => {
        const text = JSON.stringify(value);
        const start = at % (text.length + 1);
        return text.slice(0, start) + put + text.slice(start + cut);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          const fault = faultOf(text);
          expect(fault.offset).toBeGreaterThanOrEqual(0);
          expect(fault.offset).toBeLessThanOrEqual(text.length);
          return;
        }
        // What JSON.parse accepts may still be refused, but only for one of the reasons that are listed.
        try {
          expect(parseStrictJson(text)).toEqual(expected);
        } catch (error) {
          if (!(error instanceof NotJson)) throw error;
          expect(error.reason).toMatch(/twice|surrogate|range/);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('refuses a name that is twice in one object, wherever the object is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { minKeys: 1 }),
        fc.nat(),
        (value, pick) => {
          const entries = Object.entries(value);
          const twice = [...entries, entries[pick % entries.length]!];
          const text = `[{"inside":{${twice.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',')}}}]`;
          expect(faultOf(text).reason).toMatch(/is there twice$/);
        },
      ),
    );
  });

  it('compares names after their escapes are read', () => {
    expect(faultOf('{"a":1,\n "\\u0061":2}')).toMatchObject({
      offset: 9,
      line: 2,
      column: 2,
      reason: 'the property "a" is there twice',
    });
  });

  it('keeps a property called __proto__ as a property', () => {
    const value = parseStrictJson('{"__proto__":{"x":1}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(faultOf('{"__proto__":1,"__proto__":2}').reason).toContain('twice');
  });

  it.each([
    ['', 1, 1, 'the text ends where a value should be'],
    ['  ', 1, 3, 'the text ends where a value should be'],
    ['{"a":1,}', 1, 8, '"}" where a property name in quotes should be'],
    ['{"a" 1}', 1, 6, '"1" where a colon should be'],
    ['[1,\n2\n3]', 3, 1, '"3" where a comma or "]" should be'],
    ['[1', 1, 3, 'the text ends where a comma or "]" should be'],
    ['{"a":01}', 1, 7, '"1" where a comma or "}" should be'],
    ['{} {}', 1, 4, '"{" after the end of the value'],
    ['"a\tb"', 1, 3, 'a control character in a string; write it as an escape'],
    ['"a\\x"', 1, 3, 'an escape that JSON does not have'],
    ['["😀", "abc', 1, 7, 'a string that is never closed'],
    ['NaN', 1, 1, '"N" where a value should be'],
    ['\ufeff{}', 1, 1, '"\ufeff" where a value should be'],
    ['"\\ud800"', 1, 1, 'a lone surrogate, which is no character'],
    ['{"\ud800":1}', 1, 2, 'a lone surrogate, which is no character'],
    ['[1e400]', 1, 2, 'the number 1e400 is beyond the range of a double'],
  ])('refuses %j at line %i, column %i', (text, line, column, reason) => {
    expect(faultOf(text)).toMatchObject({ line, column, reason });
  });

  it('reads escaped pairs of surrogates', () => {
    expect(parseStrictJson('"\\ud83d\\ude00"')).toBe('😀');
  });

  it('accepts the depth limit and refuses one more, without exhausting the stack', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseStrictJson(nested(MAX_JSON_DEPTH))).toHaveLength(1);
    expect(faultOf(nested(MAX_JSON_DEPTH + 1))).toMatchObject({ offset: MAX_JSON_DEPTH, column: MAX_JSON_DEPTH + 1 });
    expect(faultOf('['.repeat(1_000_000)).reason).toContain('within one another');
  });

  it('counts columns in characters, not in code units', () => {
    expect(positionAt('😀😀x\nü😀y', 9)).toEqual({ line: 2, column: 3 });
  });

  it('counts them whatever the text is, and wherever it is cut', () => {
    const unit = fc.constantFrom('a', 'ü', '😀', '\n', '\ud83d', '\ude00');
    fc.assert(
      fc.property(fc.array(unit), fc.nat({ max: 40 }), (units, offset) => {
        const text = units.join('');
        const line = text.slice(0, offset).slice(text.slice(0, offset).lastIndexOf('\n') + 1);
        expect(positionAt(text, offset).column).toBe(Array.from(line).length + 1);
      }),
    );
  });
});
