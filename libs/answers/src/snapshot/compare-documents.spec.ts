import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalize, type Json } from '#kernel/json';
import { compareDocuments } from './compare-documents.ts';
import { documentText, SNAPSHOT_FORMAT, type SnapshotDocument } from './document.ts';
import { NoSnapshotDocument, readDocument } from './read-document.ts';
import type { SnapshotLine } from './snapshot-line.ts';

const lineOf = (ref: string, entry: number): SnapshotLine => ({
  ref,
  task: `t${entry}`,
  from: '2026-01-31T23:00:00Z',
  to: null,
  closed: false,
  definition: { entry, digest: '0'.repeat(64), text: { title: `Duty ${ref}`, attributes: { 'a/b': 'x' } } },
  assignment: {
    entry: entry + 1,
    digest: '1'.repeat(64),
    knownFrom: entry + 2,
    inForce: { from: '2026-01-31T23:00:00Z', to: null },
    marks: ['mssp'],
    raci: [{ party: 'p1', member: 'm3', roles: ['R', 'A'] }],
    group: null,
    deputy: 'm4',
    parts: null,
    inheritedFrom: null,
    regulatory: null,
    rationale: null,
    findings: [],
  },
  basis: { kind: 'direct', entry: entry + 1, by: { party: 'p1', member: 'm3' } },
  acknowledged: 1,
  entries: [entry, entry + 1],
});

const SEALED: SnapshotDocument = {
  format: SNAPSHOT_FORMAT,
  ledger: 'onus.example/engagements/1',
  zone: 'Europe/Berlin',
  effective: '2026-03-13T23:00:00Z',
  treeSize: 40,
  root: 'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QGc=',
  knownAt: '2026-03-20T08:00:00Z',
  lines: ['BCK-01', 'LOG-03', 'PAT-01', 'PHY-02'].map((ref, i) => lineOf(ref, 10 + 2 * i)),
};
const TEXT = documentText(SEALED);

/** As it can be altered by somebody who holds it. */
type Held = { [name: string]: Json } & { lines: { [name: string]: Json }[] };

function held(change: (document: Held) => void) {
  const document = JSON.parse(TEXT) as Held;
  change(document);
  return compareDocuments(readDocument(canonicalize(document)), SEALED);
}

const codes = ({ why }: ReturnType<typeof held>) => why.map(({ code }) => code);

/** Pointers of every value within a value, containers included. */
function pointersIn(value: Json, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return [
    pointer,
    ...Object.entries(value as Readonly<Record<string, Json>>).flatMap(([name, each]) =>
      pointersIn(each, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ),
  ];
}

/** Puts another value where a pointer leads. */
function put(root: Json, pointer: string, value: Json): void {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = names.pop()!;
  const parent = names.reduce((of, name) => (of as Record<string, Json>)[name]!, root);
  (parent as Record<string, Json>)[last] = value;
}

const LINE = lineOf('X', 0) as unknown as Json;
const places = pointersIn(LINE).filter((pointer) => pointer !== '' && pointer !== '/ref');

describe('A document that somebody holds, beside the sealed one', () => {
  it('has nothing that differs exactly where it is the same text', () => {
    expect(compareDocuments(readDocument(TEXT), SEALED)).toEqual({ why: [], lines: [] });
    for (const other of [`${TEXT}\n`, JSON.stringify(JSON.parse(TEXT), null, 1), TEXT.replace('40', '4e1')]) {
      const { why, lines } = compareDocuments(readDocument(other), SEALED);
      expect({ codes: why.map(({ code }) => code), lines }).toEqual({ codes: ['not-canonical'], lines: [] });
    }
  });

  it('names exactly the lines that were altered, whatever was altered in them', () => {
    fc.assert(
      fc.property(
        fc.subarray([0, 1, 2, 3], { minLength: 1 }),
        fc.constantFrom(...places),
        fc.constantFrom<Json>('altered', 7, null, [], {}),
        (which, pointer, value) => {
          const compared = held(({ lines }) => {
            for (const i of which) put(lines[i]!, pointer, value);
          });
          const differing = SEALED.lines.filter((line, i) => {
            const altered = JSON.parse(canonicalize(line)) as Json;
            put(altered, pointer, value);
            return which.includes(i) && canonicalize(altered) !== canonicalize(line);
          });
          expect(compared.lines.map(({ ref, kind }) => [ref, kind])).toEqual(
            differing.map(({ ref }) => [ref, 'changed']),
          );
          // An item of a list differs with its list.
          for (const { fields } of compared.lines) {
            for (const field of fields) expect(pointer.startsWith(field) || field.startsWith(pointer)).toBe(true);
          }
          expect(codes(compared)).toEqual(differing.length === 0 ? [] : ['other-lines']);
        },
      ),
    );
  });

  it('names lines that were added, taken away and moved', () => {
    const added = held(({ lines }) => void lines.push({ ...lines[0]!, ref: 'ZZZ-99' }));
    expect(added.lines).toEqual([{ ref: 'ZZZ-99', kind: 'added', fields: [] }]);
    const removed = held(({ lines }) => void lines.splice(1, 1));
    expect(removed.lines).toEqual([{ ref: 'LOG-03', kind: 'removed', fields: [] }]);
    const moved = held(({ lines }) => void lines.reverse());
    expect(moved.lines).toEqual([{ ref: 'BCK-01', kind: 'changed', fields: [''] }]);
    for (const compared of [added, removed, moved]) expect(codes(compared)).toEqual(['other-lines']);
  });

  it('says why, the reason that explains most first', () => {
    const other = (name: string, value: Json) => codes(held((document) => void (document[name] = value)));
    expect(other('ledger', 'onus.example/engagements/2')).toEqual(['other-ledger']);
    expect(other('effective', '2026-03-14T23:00:00Z')).toEqual(['other-instant']);
    expect(other('treeSize', 41)).toEqual(['other-size']);
    expect(other('root', 'b191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QGc=')).toEqual(['other-root']);
    expect(other('knownAt', null)).toEqual(['other-head']);
    expect(other('zone', 'UTC')).toEqual(['other-head']);
    expect(other('more', 'than the format has')).toEqual(['other-head']);
    expect(codes(held((document) => void delete document['root']))).toEqual(['other-root']);
  });

  it('is told from every other text, and nothing else is thrown whatever it is', () => {
    const altered = fc
      .tuple(fc.nat({ max: TEXT.length }), fc.nat({ max: 40 }), fc.string({ maxLength: 8 }))
      .map(([at, length, other]) => TEXT.slice(0, at) + other + TEXT.slice(at + length));
    const digits = fc.nat({ max: TEXT.length }).map((at) => TEXT.slice(0, at) + TEXT.slice(at).replace(/\d/, '7'));
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(altered, digits, fc.json(), fc.string()), (text) => {
        try {
          const { why } = compareDocuments(readDocument(text), SEALED);
          seen.read++;
          expect(why.length === 0).toBe(text === TEXT);
        } catch (error) {
          if (!(error instanceof NoSnapshotDocument)) throw error;
          seen.refused++;
        }
      }),
      { numRuns: 2_000 },
    );
    expect(seen.read).toBeGreaterThan(200);
    expect(seen.refused).toBeGreaterThan(200);
  });

  it('overlooks no name, whatever objects do with it', () => {
    const { why } = compareDocuments(readDocument(TEXT.replace('{"effective"', '{"__proto__":1,"effective"')), SEALED);
    expect(why).toEqual([{ code: 'other-head', detail: 'it differs from the sealed one at /__proto__' }]);
  });

  it.each([
    ['not JSON', '{', /cannot be read as JSON/],
    ['a property twice', TEXT.replace('"zone"', '"root":"x","zone"'), /cannot be read as JSON/],
    ['a list', '[]', /no object/],
    ['another format', TEXT.replace(/snapshot.v\d/, 'snapshot/v9'), /format/],
    ['no place on the clocks', TEXT.replace('"treeSize":40,', ''), /tree size/],
    ['no lines', TEXT.replace(/"lines":.*"root"/, '"root"'), /no lines/],
    ['a line of no task', TEXT.replaceAll('"ref"', '"reference"'), /names no task/],
    ['two lines of one task', TEXT.replace('"ref":"LOG-03"', '"ref":"BCK-01"'), /two lines for BCK-01/],
  ])('is none where it is %s', (_, text, reason) => {
    expect(() => readDocument(text)).toThrow(NoSnapshotDocument);
    expect(() => readDocument(text)).toThrow(reason);
  });
});
