/** Where the text of a value begins and ends, in UTF-16 code units from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Where a JSON object writes the values of some members, so that they can be kept word for word.
 * For texts that `parseStrictJson` has accepted as an object; means nothing for others.
 */
export function locateMembers(text: string, wanted: (name: string) => boolean): Map<string, Span> {
  const found = new Map<string, Span>();
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const nameEnd = endOfString(text, at);
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const behind = endOfValue(text, start);
    const name = nameOf(text, at, nameEnd);
    if (wanted(name)) found.set(name, { start, end: trimmedEnd(text, behind) });
    at = skipSpace(text, behind + 1);
  }
  return found;
}

function nameOf(text: string, start: number, end: number): string {
  const name = text.slice(start + 1, end - 1);
  return name.includes('\\') ? (JSON.parse(`"${name}"`) as string) : name;
}

function skipSpace(text: string, at: number): number {
  while (text.charCodeAt(at) <= SPACE) at++;
  return at;
}

function trimmedEnd(text: string, end: number): number {
  while (text.charCodeAt(end - 1) <= SPACE) end--;
  return end;
}

/** Just behind the closing quote of the string that begins at `at`. */
function endOfString(text: string, at: number): number {
  for (at++; text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
  return at + 1;
}

/** The comma or brace behind a value of an object. */
function endOfValue(text: string, at: number): number {
  for (let depth = 0; ; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) depth++;
    else if (depth === 0 && (code === COMMA || code === CLOSE_OBJECT)) return at;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth--;
  }
}
