import type { Json } from '#kernel/json';
import { NotJson, parseStrictJson } from '#kernel/strict-json';
import { MARKS } from '#responsibility/domain/assignment';
import { BrokenFile } from '../broken-file.ts';
import { LIST_FIELDS, TEXT_FIELDS, type MatrixMap } from '../matrix-map.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { plainName } from './columns.ts';

/** A map that does not have the form of one. `pointer` (RFC 6901) says where; nothing was read with it. */
export class BrokenMap extends Error {
  readonly code = 'intake/broken-map';
  readonly pointer: string;
  readonly detail: string;
  readonly mend: string;

  constructor(pointer: string, detail: string, mend: string) {
    super(`map, at ${pointer === '' ? 'the top' : pointer}: ${detail}. ${mend}.`);
    this.name = 'BrokenMap';
    this.pointer = pointer;
    this.detail = detail;
    this.mend = mend;
  }
}

/**
 * Reads a map from JSON (UTF-8).
 *
 * @throws BrokenFile where the file is no JSON, BrokenMap where it is no map.
 */
export function readMatrixMap(bytes: Uint8Array): MatrixMap {
  const text = decodeUtf8(bytes);
  let value: Json;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    throw new BrokenFile('intake/not-json', error, error.reason, 'Write the map as one JSON object');
  }
  matrixMap(value, '');
  return value as unknown as MatrixMap;
}

/** Checks one value and refuses it with a pointer; what it returns is of no interest. */
type Check = (value: Json, pointer: string) => void;

const text: Check = (value, pointer) => {
  if (typeof value !== 'string' || value.trim() === '')
    throw new BrokenMap(pointer, 'no text', 'Write a text in quotes');
};

const separator: Check = (value, pointer) => {
  if (typeof value !== 'string' || value === '') {
    throw new BrokenMap(pointer, 'no separator', 'Write the characters between two values, for example ";"');
  }
};

const oneOf =
  (words: readonly string[]): Check =>
  (value, pointer) => {
    if (typeof value !== 'string' || !words.includes(value)) {
      throw new BrokenMap(pointer, `${JSON.stringify(value)} is not known here`, `Use one of ${words.join(', ')}`);
    }
  };

const listOf =
  (item: Check): Check =>
  (value, pointer) => {
    if (!Array.isArray(value) || value.length === 0) {
      throw new BrokenMap(pointer, 'no list, or an empty one', 'Write a list in brackets with at least one member');
    }
    (value as readonly Json[]).forEach((member, i) => item(member, `${pointer}/${i}`));
  };

const either =
  (one: Check, many: Check): Check =>
  (value, pointer) =>
    (Array.isArray(value) ? many : one)(value, pointer);

/** An object whose names are free. */
const dictionaryOf =
  (member: Check): Check =>
  (value, pointer) => {
    for (const [name, item] of Object.entries(objectAt(value, pointer))) member(item, `${pointer}/${escaped(name)}`);
  };

/** An object with these properties and no others. */
const objectOf =
  (required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check =>
  (value, pointer) => {
    const properties = objectAt(value, pointer);
    const known = { ...required, ...optional };
    for (const [name, item] of Object.entries(properties)) {
      const check = Object.hasOwn(known, name) ? known[name] : undefined;
      if (check === undefined) {
        const mend = `Use ${Object.keys(known).join(', ')}`;
        throw new BrokenMap(`${pointer}/${escaped(name)}`, `a map has no ${JSON.stringify(name)} here`, mend);
      }
      check(item, `${pointer}/${escaped(name)}`);
    }
    const missing = Object.keys(required).find((name) => !Object.hasOwn(properties, name));
    if (missing !== undefined) throw new BrokenMap(pointer, `"${missing}" is missing`, `Add "${missing}"`);
  };

function objectAt(value: Json, pointer: string): { readonly [name: string]: Json } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { [name: string]: Json };
  throw new BrokenMap(pointer, 'no object', 'Write an object in braces');
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The same check under many names. */
const each = (names: readonly string[], check: Check): Record<string, Check> =>
  Object.fromEntries(names.map((name) => [name, check]));

const mark = oneOf(MARKS);
const marks = listOf(mark);

/** Words are compared without regard to case: two that differ in nothing else would leave it open which one counts. */
const wordTable: Check = (value, pointer) => {
  dictionaryOf(either(mark, marks))(value, pointer);
  const seen = new Set<string>();
  for (const word of Object.keys(value as object)) {
    if (seen.has(plainName(word))) {
      const detail = `${JSON.stringify(word)} is there twice but for case or white space`;
      throw new BrokenMap(`${pointer}/${escaped(word)}`, detail, 'Keep one of them');
    }
    seen.add(plainName(word));
  }
};

const listColumn = { column: text, separator };

const matrixMap = objectOf(
  {},
  {
    name: text,
    recognises: listOf(text),
    ref: text,
    texts: objectOf({}, each(TEXT_FIELDS, text)),
    lists: objectOf({}, each(LIST_FIELDS, objectOf(listColumn))),
    marks: listOf(
      objectOf(
        { column: text, words: wordTable },
        {
          separator,
          otherwise: oneOf(['finding', 'ignore']),
          combinations: listOf(objectOf({ all: marks, give: marks })),
        },
      ),
    ),
    raci: objectOf({}, each(['client', 'provider', 'third'], text)),
    parts: objectOf({}, each(['client', 'mssp', 'other'], objectOf({ column: text }, { when: marks }))),
    controls: listOf(objectOf({ ...listColumn, framework: text })),
  },
);
