import type { Json } from './json.ts';

/** Containers within containers. Nothing of ours comes near; a hostile text may not exhaust the stack. */
export const MAX_JSON_DEPTH = 64;

/** Raised where a text is not one JSON value that everybody reads alike. `offset` counts UTF-16 code units from 0. */
export class NotJson extends Error {
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  /** Characters (Unicode code points) in the line, counted from 1. */
  readonly column: number;
  readonly reason: string;

  constructor(text: string, offset: number, reason: string) {
    const { line, column } = positionAt(text, offset);
    super(`line ${line}, column ${column}: ${reason}`);
    this.name = 'NotJson';
    this.offset = offset;
    this.line = line;
    this.column = column;
    this.reason = reason;
  }
}

/** Line and column (in Unicode code points) of an offset, both counted from 1. A line ends with LF. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
    line++;
    start = next + 1;
  }
  return { line, column: codePoints(text, start, offset) + 1 };
}

/** Counted and not gathered: a hostile text may have hundreds of millions. */
function codePoints(text: string, start: number, end: number): number {
  let points = 0;
  for (let at = start; at < Math.min(end, text.length); points++) {
    const isPair = text.codePointAt(at)! > 0xffff && at + 1 < end;
    at += isPair ? 2 : 1;
  }
  return points;
}

/**
 * Reads JSON (RFC 8259) as `JSON.parse` does, but only what has one meaning for every reader: a property name twice, a lone
 * surrogate, a number beyond the range of a double, and more than `MAX_JSON_DEPTH` nested containers are refused.
 *
 * Good input costs one pass over the text beside `JSON.parse`; only a fault is looked for slowly, to say where it is.
 *
 * @throws NotJson
 */
export function parseStrictJson(text: string): Json {
  const members = countMembers(text);
  let value: Json;
  try {
    if (members === TOO_DEEP) throw new SyntaxError();
    value = JSON.parse(text) as Json;
  } catch {
    return new StrictReader(text).read();
  }
  // `JSON.parse` keeps the last of two properties with one name: then the value has fewer properties than the text has.
  const tally: Tally = { members: 0, sound: true, strings: !text.isWellFormed() || text.includes('\\u') };
  count(value, tally);
  return tally.sound && tally.members === members ? value : new StrictReader(text).read();
}

const TOO_DEEP = -1;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** How many `name: value` pairs a JSON text has: the colons outside strings. Means nothing for a text that is not JSON. */
function countMembers(text: string): number {
  let members = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      for (i++; i < text.length; i++) {
        const inside = text.charCodeAt(i);
        if (inside === QUOTE) break;
        if (inside === BACKSLASH) i++;
      }
    } else if (code === 0x3a) members++;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > MAX_JSON_DEPTH) return TOO_DEEP;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return members;
}

interface Tally {
  members: number;
  sound: boolean;
  /** Whether strings must be looked at: only an escape or the text itself can bring in a lone surrogate. */
  readonly strings: boolean;
}

function count(value: Json | undefined, tally: Tally): void {
  if (typeof value === 'string') {
    if (tally.strings && !value.isWellFormed()) tally.sound = false;
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) tally.sound = false;
  } else if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) count(item, tally);
  } else if (typeof value === 'object' && value !== null) {
    const properties = value as { readonly [key: string]: Json };
    for (const name of Object.keys(properties)) {
      tally.members++;
      if (tally.strings && !name.isWellFormed()) tally.sound = false;
      count(properties[name], tally);
    }
  }
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERALS: Readonly<Record<string, Json>> = { true: true, false: false, null: null };
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Reads slowly, by the grammar, and knows where it stands when something is wrong. */
class StrictReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Json {
    const value = this.#value(0);
    if (this.#at < this.#text.length) this.#fail(`${this.#seen()} after the end of the value`);
    return value;
  }

  #value(depth: number): Json {
    this.#match(SPACE);
    const value = this.#bareValue(depth);
    this.#match(SPACE);
    return value;
  }

  #bareValue(depth: number): Json {
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === '{' || first === '[') {
      if (depth === MAX_JSON_DEPTH) this.#fail(`more than ${MAX_JSON_DEPTH} objects and lists within one another`);
      return first === '{' ? this.#object(depth + 1) : this.#array(depth + 1);
    }
    for (const [word, value] of Object.entries(LITERALS)) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    const start = this.#at;
    const digits = this.#match(NUMBER);
    if (digits === '') this.#fail(`${this.#seen()} where a value should be`);
    const number = Number(digits);
    if (!Number.isFinite(number)) this.#fail(`the number ${digits} is beyond the range of a double`, start);
    return number;
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>();
    if (this.#opensEmpty('}')) return {};
    do {
      this.#match(SPACE);
      const start = this.#at;
      if (this.#text[start] !== '"') this.#fail(`${this.#seen()} where a property name in quotes should be`);
      const name = this.#string();
      if (members.has(name)) this.#fail(`the property ${JSON.stringify(name)} is there twice`, start);
      this.#match(SPACE);
      if (!this.#take(':')) this.#fail(`${this.#seen()} where a colon should be`);
      members.set(name, this.#value(depth));
    } while (this.#continues('}'));
    return Object.fromEntries(members);
  }

  #array(depth: number): Json {
    const items: Json[] = [];
    if (this.#opensEmpty(']')) return items;
    do items.push(this.#value(depth));
    while (this.#continues(']'));
    return items;
  }

  #string(): string {
    const start = this.#at++;
    do this.#match(PLAIN);
    while (this.#match(ESCAPE) !== '');
    const next = this.#text[this.#at];
    if (next === '\\') this.#fail('an escape that JSON does not have');
    if (next === undefined) this.#fail('a string that is never closed', start);
    if (next !== '"') this.#fail('a control character in a string; write it as an escape');
    this.#at++;
    const value = JSON.parse(this.#text.slice(start, this.#at)) as string;
    if (!value.isWellFormed()) this.#fail('a lone surrogate, which is no character', start);
    return value;
  }

  #opensEmpty(close: string): boolean {
    this.#at++;
    this.#match(SPACE);
    return this.#take(close);
  }

  #continues(close: string): boolean {
    if (this.#take(',')) return true;
    if (this.#take(close)) return false;
    return this.#fail(`${this.#seen()} where a comma or "${close}" should be`);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += text.length;
    return text;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #seen(): string {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? 'the text ends' : JSON.stringify(String.fromCodePoint(code));
  }

  #fail(reason: string, offset = this.#at): never {
    throw new NotJson(this.#text, offset, reason);
  }
}
