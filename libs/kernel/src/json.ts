/** A JSON value (RFC 8259). Facts are JSON and nothing else, so that they can be canonicalised and hashed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Raised where a value cannot be written as canonical JSON. `pointer` is the RFC 6901 path of the offending value. */
export class NotCanonical extends Error {
  readonly pointer: string;

  constructor(pointer: string, reason: string) {
    super(`${pointer === '' ? 'the value' : pointer}: ${reason}`);
    this.name = 'NotCanonical';
    this.pointer = pointer;
  }
}

/** The RFC 6901 pointer of a property below another pointer: `~` and `/` in its name are written `~0` and `~1`. */
export function pointerTo(parent: string, name: string): string {
  const plain = !name.includes('/') && !name.includes('~');
  return `${parent}/${plain ? name : name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

const isPlainAscii = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/**
 * The RFC 8785 (JCS) text of a JSON value: properties sorted by UTF-16 code units, ES number formatting, no white space.
 * Properties whose value is `undefined` are left out, as `JSON.stringify` does.
 *
 * The runtime writes numbers and escapes as RFC 8785 asks, in one piece, where putting a text together leaves a piece for each property.
 * So it is handed the value with its names in order. A lone surrogate, which has no canonical form, it writes as an escape that begins
 * with `\ud`.
 *
 * @throws NotCanonical for a number that is not finite, a lone surrogate, or anything that is not JSON.
 */
export function canonicalize(value: unknown): string {
  const inOrder = ordered(value);
  if (inOrder !== undefined) {
    const text = JSON.stringify(inOrder);
    if (!text.includes('\\ud')) return text;
  }
  try {
    return textOf(value);
  } catch (error) {
    if (error instanceof Fault) throw new NotCanonical(error.path.reduceRight(pointerTo, ''), error.message);
    throw error;
  }
}

/**
 * Whether a text is the canonical one of the value that it was parsed to. Never throws for what `JSON.parse` gave, but for a depth that
 * exhausts the stack.
 */
export function isCanonical(value: unknown, text: string): boolean {
  try {
    return canonicalize(value) === text;
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}

/**
 * A value with the names of every object in order: the same one where they are, copies of what is around those that are not.
 * `undefined` where it takes `textOf` to write it, or to say why it cannot be written.
 */
function ordered(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'object':
      if (value === null) return value;
      return Array.isArray(value) ? orderedList(value) : orderedObject(value);
    default:
      return undefined;
  }
}

function orderedList(values: readonly unknown[]): readonly unknown[] | undefined {
  let copy: unknown[] | undefined;
  for (let i = 0; i < values.length; i++) {
    const item = ordered(values[i]);
    if (item === undefined) return undefined;
    if (item !== values[i]) (copy ??= values.slice())[i] = item;
  }
  return copy ?? values;
}

function orderedObject(value: object): object | undefined {
  if (!isPlain(value)) return undefined;
  const properties = value as Record<string, unknown>;
  const names = Object.keys(properties);
  let copy: Record<string, unknown> | undefined;
  if (!ascend(names)) {
    // The engine has an order of its own for names that look like indices, and this one is no property where it is assigned.
    if (inOrder(names).some((name) => startsWithDigit(name) || name === '__proto__')) return undefined;
    copy = {};
  }
  for (const name of names) {
    const given = properties[name];
    const property = given === undefined ? undefined : ordered(given);
    if (property === undefined && given !== undefined) return undefined;
    if (copy === undefined && property !== given) copy = { ...properties };
    if (copy !== undefined) copy[name] = property;
  }
  return copy ?? value;
}

function ascend(names: readonly string[]): boolean {
  for (let i = 1; i < names.length; i++) if (names[i - 1]! > names[i]!) return false;
  return true;
}

const startsWithDigit = (name: string): boolean => name >= '0' && name < ':';

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What is wrong, and the path to it from the inside out: gathered on the way up, so that good values pay nothing for it. */
class Fault extends Error {
  readonly path: string[] = [];
}

function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return textOfString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new Fault(`${value} is not a JSON number`);
      return String(value === 0 ? 0 : value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? textOfArray(value) : textOfObject(value);
    default:
      throw new Fault(`a ${typeof value} is not JSON`);
  }
}

function textOfString(value: string): string {
  if (isPlainAscii.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new Fault('a lone surrogate has no UTF-8 form');
  return JSON.stringify(value);
}

function textOfArray(values: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) text += ',';
    text += textAt(values[i], i);
  }
  return text + ']';
}

function textOfObject(value: object): string {
  if (!isPlain(value)) throw new Fault('only plain objects are JSON');
  const properties = value as Record<string, unknown>;
  let text = '{';
  let separator = '';
  for (const name of inOrder(Object.keys(properties))) {
    const property = properties[name];
    if (property === undefined) continue;
    text += separator + textOfName(name) + textAt(property, name);
    separator = ',';
  }
  return text + '}';
}

/** The names of most objects fit into this many; more are sorted by the engine. */
const FEW = 24;

/**
 * Sorts names by UTF-16 code units, as RFC 8785 section 3.2.3 asks for; comparing strings and the engine's default sort both do.
 * For the few names of an object insertion takes half the time of the engine's sort.
 */
function inOrder(names: string[]): string[] {
  if (names.length > FEW) return names.sort();
  for (let i = 1; i < names.length; i++) {
    const name = names[i]!;
    let place = i;
    while (place > 0 && names[place - 1]! > name) names[place] = names[--place]!;
    names[place] = name;
  }
  return names;
}

const MOST_NAMES = 1_000;
const nameTexts = new Map<string, string>();

/** A name with its colon. The same few stand in every entry: they are looked at once. Names that callers made up stay bounded. */
function textOfName(name: string): string {
  const known = nameTexts.get(name);
  if (known !== undefined) return known;
  const text = `${textOfString(name)}:`;
  if (nameTexts.size < MOST_NAMES) nameTexts.set(name, text);
  return text;
}

function textAt(value: unknown, place: string | number): string {
  try {
    return textOf(value);
  } catch (error) {
    if (error instanceof Fault) error.path.push(String(place));
    throw error;
  }
}
