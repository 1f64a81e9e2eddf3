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
 * @throws NotCanonical for a number that is not finite, a lone surrogate, or anything that is not JSON.
 */
export function canonicalize(value: unknown): string {
  if (typeof value === 'object' && isWrittenAsIs(value)) {
    const text = JSON.stringify(value);
    if (!mayHoldLoneSurrogate(text)) return text;
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
 * exhausts the stack. What the runtime writes again is compared first, in a third of the time that making the canonical form takes.
 */
export function isCanonical(value: unknown, text: string): boolean {
  if (!mayHoldLoneSurrogate(text) && JSON.stringify(value) === text && isWrittenAsIs(value)) return true;
  try {
    return canonicalize(value) === text;
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}

/**
 * Whether `JSON.stringify` writes a value as RFC 8785 asks, but for lone surrogates: it writes numbers and escapes so, and names in the
 * order in which the value has them. False for what is not JSON, or where the names of an object do not ascend by their UTF-16 code units.
 */
function isWrittenAsIs(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || (Array.isArray(value) ? areWrittenAsTheyAre(value) : isInOrder(value));
    default:
      return false;
  }
}

function areWrittenAsTheyAre(values: readonly unknown[]): boolean {
  // By their places: a place without a value would be left out otherwise.
  for (let i = 0; i < values.length; i++) if (!isWrittenAsIs(values[i])) return false;
  return true;
}

function isInOrder(value: object): boolean {
  if (!isPlain(value)) return false;
  let last = '';
  for (const name in value) {
    if (name < last) return false;
    last = name;
    const property = (value as Record<string, unknown>)[name];
    if (property !== undefined && !isWrittenAsIs(property)) return false;
  }
  return true;
}

/** It has no canonical form; the runtime writes it as an escape that begins with `\ud`. */
const mayHoldLoneSurrogate = (written: string): boolean => written.includes('\\ud');

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
