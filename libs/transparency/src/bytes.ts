import { Malformed } from './malformed.ts';

/*
 * Encodings, strictly: each value has one text and each text at most one value. What runtimes offer is lenient somewhere
 * (`Buffer.from`, `atob` and `Uint8Array.fromBase64` skip white space, `Number` and `BigInt` read hex and blanks), and leniency
 * lets two different files pass for one.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** The value of each character of the alphabet, by its code. */
const SEXTETS = new Uint8Array(128);
Array.from(ALPHABET).forEach((character, i) => (SEXTETS[character.charCodeAt(0)] = i));
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]!;
    text += i + 1 < bytes.length ? ALPHABET[(bits >> 6) & 63]! : '=';
    text += i + 2 < bytes.length ? ALPHABET[bits & 63]! : '=';
  }
  return text;
}

/**
 * Reads base64 with padding (RFC 4648 §4): no white space, no other alphabet, no bits that do not count.
 *
 * @throws Malformed `base64`
 */
export function fromBase64(text: string): Uint8Array {
  if (!BASE64.test(text)) throw new Malformed('base64', 'not base64 with padding (RFC 4648, section 4)');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  for (let i = 0, at = 0; i < text.length; i += 4, at += 3) {
    bits = 0;
    // The sign of the padding has the value of zero bits.
    for (let j = i; j < i + 4; j++) bits = (bits << 6) | SEXTETS[text.charCodeAt(j)]!;
    // Writing past the end of a typed array does nothing: that is where the padding goes.
    bytes[at] = bits >> 16;
    bytes[at + 1] = bits >> 8;
    bytes[at + 2] = bits;
  }
  // Of the last four characters, what stands behind the last byte.
  if ((bits & ((1 << (8 * padding)) - 1)) !== 0)
    throw new Malformed('base64', 'base64 with bits set that belong to no byte');
  return bytes;
}

/** Lower-case hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/**
 * Reads lower-case hexadecimal digits, two for each byte.
 *
 * @throws Malformed `hex`
 */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new Malformed('hex', 'not lower-case hexadecimal, two digits for a byte');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Whether two arrays hold the same bytes. Not in constant time: hashes, roots and signatures are no secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  // A loop, for hashes are compared by the thousand: a function called for each byte takes four times as long.
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** All the bytes, one part after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether a value is a whole number from 0 to 2^53 - 1: what an index or a size of ours can be. */
export const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/**
 * Reads a size or an index: decimal digits without sign, blank or leading zero, up to 2^53 - 1.
 *
 * @throws Malformed `decimal`
 */
export function parseDecimal(text: string): number {
  const value = /^(?:0|[1-9][0-9]*)$/.test(text) ? Number(text) : Number.NaN;
  if (!isSize(value)) throw new Malformed('decimal', 'not a decimal number from 0 to 9007199254740991');
  return value;
}

const ENCODER = new TextEncoder();
// A byte order mark is kept: what is decoded must encode to the same bytes again.
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The UTF-8 form of a text.
 *
 * @throws Malformed `utf-8` for a lone surrogate, which has none.
 */
export function encodeUtf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new Malformed('utf-8', 'a lone surrogate has no UTF-8 form');
  return ENCODER.encode(text);
}

/**
 * Reads UTF-8, all of it or nothing.
 *
 * @throws Malformed `utf-8`
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw new Malformed('utf-8', 'not valid UTF-8');
  }
}

/** An unsigned number in 8 bytes, most significant first. The value is a safe integer. */
export function uint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** Reads an unsigned number of 8 bytes, most significant first; `undefined` beyond 2^53 - 1. */
export function readUint64(bytes: Uint8Array): number | undefined {
  const value = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
  return isSize(value) ? value : undefined;
}
