import { decodeUtf8 } from '#transparency/bytes';
import { Unreadable } from './unreadable.ts';

/** A value of the part of CBOR that authenticators write. */
export type Cbor = number | string | boolean | null | Uint8Array | readonly Cbor[] | CborMap;
export type CborMap = ReadonlyMap<number | string, Cbor>;

/** Containers within containers. CTAP2 allows four. */
const MAX_DEPTH = 8;

/**
 * Reads the first CBOR value (RFC 8949) of some bytes, as strictly as CTAP2 asks of authenticators: lengths are written out and
 * in the shortest form, a key stands once, keys are numbers or texts, and there are no tags and no fractions.
 * `end` is the place behind the value. @throws Unreadable
 */
export function readCbor(bytes: Uint8Array, start = 0): { readonly value: Cbor; readonly end: number } {
  const reader = new Reader(bytes, start);
  return { value: reader.value(MAX_DEPTH), end: reader.at };
}

/** Reads bytes that hold one CBOR value and nothing else. @throws Unreadable */
export function readWholeCbor(bytes: Uint8Array): Cbor {
  const { value, end } = readCbor(bytes);
  if (end !== bytes.length) throw new Unreadable(`${bytes.length - end} bytes follow the CBOR value`);
  return value;
}

/** Whether a value is a CBOR map. */
export const isMap = (value: Cbor | undefined): value is CborMap => value instanceof Map;

class Reader {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  value(depth: number): Cbor {
    if (depth === 0) throw new Unreadable('CBOR with too many values in one another');
    const [initial] = this.#take(1);
    const major = initial! >> 5;
    const info = initial! & 31;
    if (major === 7) return simple(info);
    const number = this.#argument(info);
    switch (major) {
      case 0:
        return number;
      case 1:
        return -1 - number;
      case 2:
        return this.#take(number).slice();
      case 3:
        return this.#text(number);
      case 4:
        return this.#list(number, depth);
      case 5:
        return this.#map(number, depth);
      default:
        throw new Unreadable('CBOR with a tag');
    }
  }

  #take(length: number): Uint8Array {
    if (this.#bytes.length - this.at < length) throw new Unreadable('CBOR that ends too early');
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  #argument(info: number): number {
    if (info < 24) return info;
    const size = { 24: 1, 25: 2, 26: 4 }[info];
    if (size === undefined) throw new Unreadable('CBOR with a number beyond 32 bits, or a length that is left open');
    const value = this.#take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    const least = { 1: 24, 2: 256, 4: 65_536 }[size]!;
    if (value < least) throw new Unreadable('CBOR with a number that is not in its shortest form');
    return value;
  }

  #text(length: number): string {
    try {
      return decodeUtf8(this.#take(length));
    } catch (error) {
      throw error instanceof Unreadable ? error : new Unreadable('CBOR with a text that is not UTF-8');
    }
  }

  #list(length: number, depth: number): readonly Cbor[] {
    const items: Cbor[] = [];
    for (let i = 0; i < length; i++) items.push(this.value(depth - 1));
    return items;
  }

  #map(length: number, depth: number): CborMap {
    const map = new Map<number | string, Cbor>();
    for (let i = 0; i < length; i++) {
      const key = this.value(depth - 1);
      if (typeof key !== 'number' && typeof key !== 'string') throw new Unreadable('CBOR with a key of another kind');
      if (map.has(key)) throw new Unreadable(`CBOR with the key ${key} twice`);
      map.set(key, this.value(depth - 1));
    }
    return map;
  }
}

function simple(info: number): boolean | null {
  if (info === 20) return false;
  if (info === 21) return true;
  if (info === 22) return null;
  throw new Unreadable('CBOR with a fraction, or a simple value that nobody writes here');
}
