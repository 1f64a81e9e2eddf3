import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import fc from 'fast-check';
import { faultsOf } from './compile.ts';
import { Choice, Choices, Flag, InstantText, ListOf, Nested, Text, TextMap, Texts, Whole } from './fields.ts';
import type { Shape } from './nested.ts';

class Leaf {
  @Text({ max: 5 })
  readonly word!: string;

  @Whole({ optional: true, min: 1, max: 9 })
  readonly digit?: number;
}

class Line {
  @Choice(['leaf', 'flag'])
  readonly act!: string;
}
class LeafLine extends Line {
  @Nested(() => Leaf)
  readonly leaf!: Leaf;
}
class FlagLine extends Line {
  @Flag({ optional: true })
  readonly flag?: boolean;
}

class Root {
  @Text({ max: 8, pattern: { regexp: /^[a-z]+$/, says: 'must be lower case' } })
  readonly name!: string;

  @Choices(['a', 'b', 'c'], { min: 1, optional: true })
  readonly choices?: readonly string[];

  @Texts({ optional: true, max: 4, items: 3 })
  readonly texts?: readonly string[];

  @TextMap({ optional: true })
  readonly columns?: Readonly<Record<string, string>>;

  @InstantText({ optional: true })
  readonly at?: string;

  @Nested(() => Leaf, { optional: true })
  readonly leaf?: Leaf;

  @ListOf(() => Leaf, { optional: true, max: 3 })
  readonly leaves?: readonly Leaf[];

  @ListOf(() => Line, { max: 3, choice: { property: 'act', shapes: { leaf: LeafLine, flag: FlagLine } } })
  readonly lines!: readonly Line[];
}

/** What class-validator itself has against a value: the pointers of all faults. */
function reference(shape: Shape, value: object): string[] {
  const instance = plainToInstance(shape, value);
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
  return [...new Set(errors.flatMap((error) => pointersOf(error, '')))].sort();
}

function pointersOf({ property, constraints, children = [] }: ValidationError, above: string): string[] {
  const pointer = `${above}/${property}`;
  const own = Object.keys(constraints ?? {}).length > 0 ? [pointer] : [];
  return [...own, ...children.flatMap((child) => pointersOf(child, pointer))];
}

const pointers = (shape: Shape, value: unknown): string[] =>
  [...new Set(faultsOf(shape, value).map(({ pointer }) => pointer))].sort();

const good = { name: 'abc', lines: [] };

describe('A check that was made once from the decorators', () => {
  it('finds nothing in what is as it should be', () => {
    const lines = [
      { act: 'leaf', leaf: { word: 'x' } },
      { act: 'flag', flag: true },
    ];
    const whole = { ...good, lines, choices: ['a'], texts: ['x'], columns: { a: '' }, at: '2026-03-14T09:30:00+01:00' };
    expect(faultsOf(Root, { ...whole, leaf: { word: 'x', digit: 3 }, leaves: [] })).toEqual([]);
  });

  it('says where each fault is, and what should be there', () => {
    const value = {
      name: 'A',
      lines: [{ act: 'leaf', leaf: { word: '', extra: 1 } }],
      at: '2026-03-14T09:30:00',
      no: 1,
    };
    expect(faultsOf(Root, value)).toEqual([
      { pointer: '/no', detail: 'is not a known property' },
      { pointer: '/name', detail: 'must be lower case' },
      expect.objectContaining({ pointer: '/at', detail: expect.stringContaining('has no offset') }),
      { pointer: '/lines/0/leaf/extra', detail: 'is not a known property' },
      { pointer: '/lines/0/leaf/word', detail: 'must be a text of 1 to 5 characters' },
    ]);
  });

  it('knows a property of one kind of line from that of another', () => {
    expect(pointers(Root, { ...good, lines: [{ act: 'flag', leaf: { word: 'x' } }] })).toEqual(['/lines/0/leaf']);
    expect(pointers(Root, { ...good, lines: [{ act: 'none', leaf: { word: 'x' } }] })).toEqual([
      '/lines/0/act',
      '/lines/0/leaf',
    ]);
  });

  it('takes null for a value that is given, never for one that is absent', () => {
    expect(pointers(Root, { ...good, texts: null, leaf: null, at: null })).toEqual(['/at', '/leaf', '/texts']);
  });

  it('escapes pointers as RFC 6901 has it', () => {
    expect(pointers(Root, { ...good, 'a/b~c': 1 })).toEqual(['/a~1b~0c']);
  });

  it('refuses what would reach for a prototype', () => {
    const hostile = JSON.parse('{"name":"abc","lines":[],"__proto__":{"x":1},"columns":{"__proto__":"x"}}') as unknown;
    expect(pointers(Root, hostile)).toEqual(['/__proto__', '/columns']);
    expect(pointers(Root, JSON.parse('{"constructor":1,"toString":2,"name":"abc","lines":[]}'))).toEqual([
      '/constructor',
      '/toString',
    ]);
    expect(pointers(Root, { ...good, lines: [{ act: 'constructor' }, { act: '__proto__' }] })).toEqual([
      '/lines/0/act',
      '/lines/1/act',
    ]);
  });

  it('refuses what is no object', () => {
    for (const value of [undefined, null, [], 'x', 1]) expect(pointers(Root, value)).toEqual(['']);
  });

  it('finds faults exactly where class-validator does', () => {
    const scalar = fc.oneof(
      fc.constantFrom('abc', 'A', '', 'a', 'leaf', 'flag', '2026-03-14T09:30:00Z', '2026-03-14', 'abcdefghi'),
      fc.integer({ min: -1, max: 11 }),
      fc.constantFrom(true, false, 1.5),
    );
    const leaf = fc.record({ word: scalar, digit: scalar, extra: scalar }, { requiredKeys: [] });
    const line = fc.record({ act: scalar, leaf: fc.oneof(leaf, scalar), flag: scalar }, { requiredKeys: ['act'] });
    const root = fc.record(
      {
        name: scalar,
        choices: fc.oneof(scalar, fc.array(scalar, { maxLength: 4 })),
        texts: fc.oneof(scalar, fc.array(scalar, { maxLength: 4 })),
        columns: fc.oneof(scalar, fc.dictionary(fc.constantFrom('a', 'b'), scalar)),
        at: fc.oneof(scalar, fc.constant(null)),
        leaf: fc.oneof(leaf, scalar),
        leaves: fc.oneof(scalar, fc.array(fc.oneof({ weight: 9, arbitrary: leaf }, scalar), { maxLength: 4 })),
        lines: fc.oneof(
          { weight: 9, arbitrary: fc.array(fc.oneof({ weight: 9, arbitrary: line }, scalar), { maxLength: 4 }) },
          scalar,
        ),
        other: scalar,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(root, (value) => {
        expect(pointers(Root, value)).toEqual(reference(Root, value));
      }),
      { numRuns: 3_000 },
    );
  });
});
