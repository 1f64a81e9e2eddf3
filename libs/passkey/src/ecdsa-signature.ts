import { Unreadable } from './unreadable.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const NUMBER_BYTES = 32;

/**
 * An ECDSA signature of P-256 as authenticators write it (RFC 3279 section 2.2.3, in DER) as r and s in 32 bytes each (IEEE P1363).
 * DER has one form for each signature; any other is refused. @throws Unreadable
 */
export function ecdsaFromDer(der: Uint8Array): Uint8Array {
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2 || der.length > 127) throw new Unreadable('no DER sequence');
  const raw = new Uint8Array(2 * NUMBER_BYTES);
  let at = 2;
  for (const end of [NUMBER_BYTES, 2 * NUMBER_BYTES]) {
    const length = der[at + 1] ?? 0;
    const number = der.subarray(at + 2, at + 2 + length);
    if (der[at] !== INTEGER || length === 0 || number.length !== length) throw new Unreadable('no DER integer');
    if (number[0]! > 127) throw new Unreadable('a DER integer below zero');
    if (number[0] === 0 && (number[1] ?? 0) < 128)
      throw new Unreadable('a DER integer that is zero, or not in its shortest form');
    const digits = number[0] === 0 ? number.subarray(1) : number;
    if (digits.length > NUMBER_BYTES) throw new Unreadable('a DER integer of more than 256 bits');
    raw.set(digits, end - digits.length);
    at += 2 + length;
  }
  if (at !== der.length) throw new Unreadable('bytes behind the DER integers');
  return raw;
}
