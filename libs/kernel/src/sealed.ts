import { canonicalize, pointerTo } from './json.ts';

/** A personal or free text in an entry: a salted commitment. The value is in a disclosure beside the ledger and can be erased. */
export interface Sealed {
  /** base64url(SHA-256(JCS([salt, name, value]))), without padding. */
  readonly sealed: string;
}

/**
 * A text that a command brings and that must not stand in the clear in an entry. The write path turns it into `Sealed`.
 * A class, so that nothing that came in as JSON can ever be taken for one, nor one for plain data.
 */
export class ToSeal {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }
}

/** What opens a commitment. Kept apart from the ledger; erasing it leaves every proof valid. */
export interface Disclosure {
  readonly commitment: string;
  /** base64url of at least 128 random bits. */
  readonly salt: string;
  readonly name: string;
  readonly value: string;
  /** The member whom the text is about, or who wrote it. */
  readonly subject: string;
}

/** The same shape with each sealed field still in the clear: what a caller submits. */
export type Unsealed<T> = T extends Sealed
  ? ToSeal
  : T extends readonly (infer Item)[]
    ? readonly Unsealed<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Unsealed<T[K]> }
      : T;

/** SHA-256 over UTF-8 text. Passed in, so that pure code runs in a browser as well. */
export type Sha256 = (text: string, encoding: 'hex' | 'base64url') => string;

/** The commitment to a named value under a salt. */
export function commit(sha256: Sha256, salt: string, name: string, value: string): string {
  return sha256(canonicalize([salt, name, value]), 'base64url');
}

/** Whether a disclosure opens its commitment. A disclosure from outside is never believed without this. */
export function opens(sha256: Sha256, disclosure: Disclosure): boolean {
  return commit(sha256, disclosure.salt, disclosure.name, disclosure.value) === disclosure.commitment;
}

/** The clear text of a sealed field, for code that composes commands. */
export const toSeal = (text: string): ToSeal => new ToSeal(text);

/**
 * Copies a command's data with each text to seal replaced by what `replace` gives for it.
 * `name` is the RFC 6901 pointer of the field inside the data.
 */
export function replaceSealed<T>(data: Unsealed<T>, replace: (text: string, name: string) => unknown): T {
  return walk(data, '', replace) as T;
}

/** What holds no text to seal is passed on as it is, without a copy. */
function walk(value: unknown, name: string, replace: (text: string, name: string) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ToSeal) return replace(value.text, name);
  if (!holdsText(value)) return value;
  if (Array.isArray(value)) return value.map((item, i) => walk(item, `${name}/${i}`, replace));
  const copy: Record<string, unknown> = {};
  for (const [key, each] of Object.entries<unknown>(value as Record<string, unknown>)) {
    const isPlain = typeof each !== 'object' || each === null;
    const copied = isPlain ? each : walk(each, pointerTo(name, key), replace);
    // Assigning a property of this name would set the prototype, and lose it.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: copied, enumerable: true });
    else copy[key] = copied;
  }
  return copy;
}

/**
 * SHA-256 (hex) over a command as it was submitted, without its texts: what tells one command from another under the same id.
 * Texts to seal are left out: a digest over them could be guessed by anybody who holds the entry.
 */
export function bodyDigest(sha256: Sha256, type: string, data: unknown): string {
  return sha256(`${type}\n${canonicalize(replaceSealed<unknown>(data, () => null))}`, 'hex');
}

function holdsText(value: object): boolean {
  // Names of a list are its places: going through them by name takes eight times as long.
  if (Array.isArray(value)) return value.some(isOrHoldsText);
  for (const name in value) if (isOrHoldsText((value as Record<string, unknown>)[name])) return true;
  return false;
}

const isOrHoldsText = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value instanceof ToSeal || holdsText(value));
