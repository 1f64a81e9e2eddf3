import type { Json } from '#kernel/json';

/** What is wrong with a value, and where (RFC 6901). */
export class WrongShape extends Error {
  readonly pointer: string;
  readonly detail: string;
  readonly mend: string;

  constructor(pointer: string, detail: string, mend: string) {
    super(`at ${pointer === '' ? 'the top' : pointer}: ${detail}. ${mend}.`);
    this.name = 'WrongShape';
    this.pointer = pointer;
    this.detail = detail;
    this.mend = mend;
  }
}

/** Checks one value. @throws WrongShape */
export type Shape = (value: Json, pointer: string) => void;

export const text: Shape = (value, pointer) => {
  if (typeof value !== 'string' || value.trim() === '')
    throw new WrongShape(pointer, 'not a text', 'Write a text in quotes');
};

export const oneOf =
  (words: readonly string[]): Shape =>
  (value, pointer) => {
    if (typeof value !== 'string' || !words.includes(value))
      throw new WrongShape(pointer, `${JSON.stringify(value)} is not known here`, `Use one of ${words.join(', ')}`);
  };

export const listOf =
  (item: Shape): Shape =>
  (value, pointer) => {
    if (!Array.isArray(value)) throw new WrongShape(pointer, 'not a list', 'Write a list in brackets');
    (value as readonly Json[]).forEach((member, i) => item(member, `${pointer}/${i}`));
  };

/** An object whose names are free. */
export const dictionaryOf =
  (member: Shape): Shape =>
  (value, pointer) => {
    for (const [name, item] of Object.entries(objectAt(value, pointer))) member(item, below(pointer, name));
  };

type Fields = Readonly<Record<string, Shape>>;

/** An object with these fields and no others. */
export const objectOf =
  (required: Fields, optional: Fields = {}): Shape =>
  (value, pointer) => {
    const object = objectAt(value, pointer);
    const known = { ...required, ...optional };
    for (const [name, item] of Object.entries(object)) {
      if (!Object.hasOwn(known, name)) {
        const names = Object.keys(known).join(', ');
        throw new WrongShape(below(pointer, name), `"${name}" is not known here`, `Use only ${names}`);
      }
      known[name]!(item, below(pointer, name));
    }
    for (const name of Object.keys(required)) {
      if (!Object.hasOwn(object, name)) throw new WrongShape(pointer, `"${name}" is missing`, `Add "${name}"`);
    }
  };

/** An object whose other fields depend on the word in one of them. */
export const variantsOf =
  (field: string, variants: Readonly<Record<string, Shape>>): Shape =>
  (value, pointer) => {
    const word = objectAt(value, pointer)[field];
    if (word === undefined) throw new WrongShape(pointer, `"${field}" is missing`, `Add "${field}"`);
    oneOf(Object.keys(variants))(word, below(pointer, field));
    variants[word as string]!(value, pointer);
  };

/** The same shape under many names. */
export const each = (names: readonly string[], shape: Shape): Fields =>
  Object.fromEntries(names.map((name) => [name, shape]));

function objectAt(value: Json, pointer: string): { readonly [name: string]: Json } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { [name: string]: Json };
  throw new WrongShape(pointer, 'not an object', 'Write an object in braces');
}

const below = (pointer: string, name: string): string =>
  `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
