import { canonicalize } from '#kernel/json';
import { NotJson, parseStrictJson } from '#kernel/strict-json';
import { decodeUtf8 } from '#transparency/bytes';
import { Malformed } from '#transparency/malformed';
import { unreadable } from './verdict.ts';

/** A text of a pack: UTF-8, all of it. @throws Ended */
export function readText(bytes: Uint8Array, where: string): string {
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    if (error instanceof Malformed) return unreadable('not-text', where, error.message);
    throw error;
  }
}

/** A JSON value in its one form (RFC 8785), without a property twice. @throws Ended */
export function readCanonical(bytes: Uint8Array, where: string): unknown {
  const text = readText(bytes, where);
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    if (error instanceof NotJson) return unreadable('not-json', where, error.message);
    throw error;
  }
  // What was just parsed strictly can be written canonically.
  if (canonicalize(value) !== text)
    unreadable('not-canonical', where, 'the bytes are not the canonical ones (RFC 8785)');
  return value;
}
