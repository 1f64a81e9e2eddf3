import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { locateMembers } from './json-members.ts';

describe('Locating the members of a JSON object', () => {
  it('finds each value as the text writes it, however the object is spaced', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\r', '\n'), maxLength: 2 });
    const member = fc.tuple(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 }), space, space, space, space);
    const members = fc.uniqueArray(member, { selector: ([name]) => name });
    fc.assert(
      fc.property(members, space, fc.func(fc.boolean()), (entries, outer, wanted) => {
        fc.pre(entries.every(([name]) => name.isWellFormed()));
        const written = entries.map(([name, value, ...gaps]) => ({ name, value: JSON.stringify(value), gaps }));
        const inner = written.map(
          ({ name, value, gaps: [a, b, c, d] }) => `${a}${JSON.stringify(name)}${b}:${c}${value}${d}`,
        );
        const text = `${outer}{${inner.length === 0 ? outer : inner.join(',')}}${outer}`;
        const found = locateMembers(text, wanted);
        expect([...found].map(([name, { start, end }]) => [name, text.slice(start, end)])).toEqual(
          written.filter(({ name }) => wanted(name)).map(({ name, value }) => [name, value]),
        );
      }),
      { numRuns: 500 },
    );
  });
});
