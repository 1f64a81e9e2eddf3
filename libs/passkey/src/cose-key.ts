import type { PublicKey } from '#kernel/signature';
import { toHex } from '#transparency/bytes';
import { isMap, readWholeCbor, type Cbor, type CborMap } from './cbor.ts';
import { Unreadable } from './unreadable.ts';

/** Labels of a COSE key (RFC 9052 section 7.1), and what they may say here (RFC 9053, RFC 8230). */
const KTY = 1;
const ALG = 3;
const OKP = 1;
const EC2 = 2;
const RSA = 3;
const ES256 = -7;
const EDDSA = -8;
const RS256 = -257;
const P256 = 1;
const ED25519 = 6;

const COORDINATE_BYTES = 32;
/** 2048 to 4096 bits: what is shorter is too weak, and what is longer no authenticator makes. */
const LEAST_MODULUS_BYTES = 256;
const MOST_MODULUS_BYTES = 512;
/** 65537: the exponent that every authenticator uses. */
const EXPONENT = [1, 0, 1];

/**
 * Reads the public key of a credential: a COSE key of ES256 on P-256, EdDSA on Ed25519, or RS256, with exactly the parameters that
 * WebAuthn asks for (Level 2, section 6.5.1.1). Whether a point lies on its curve is for who verifies with it. @throws Unreadable
 */
export function readCoseKey(bytes: Uint8Array): PublicKey {
  const key = readWholeCbor(bytes);
  if (!isMap(key)) throw new Unreadable('a public key that is no CBOR map');
  switch (key.get(ALG)) {
    case ES256:
      demand(key, { [KTY]: EC2, [-1]: P256 }, [-2, -3]);
      return { algorithm: 'ES256', x: coordinate(key.get(-2)), y: coordinate(key.get(-3)) };
    case EDDSA:
      demand(key, { [KTY]: OKP, [-1]: ED25519 }, [-2]);
      return { algorithm: 'EdDSA', x: coordinate(key.get(-2)) };
    case RS256:
      demand(key, { [KTY]: RSA }, [-1, -2]);
      return { algorithm: 'RS256', n: modulus(key.get(-1)), e: exponent(key.get(-2)) };
    default:
      throw new Unreadable('a public key of another algorithm than ES256, EdDSA and RS256');
  }
}

/** What tells a key from every other, however the bytes were written that it was read from. */
export function keyIdentity(key: PublicKey): string {
  switch (key.algorithm) {
    case 'RS256':
      return `RS256 ${toHex(key.n)} ${toHex(key.e)}`;
    case 'ES256':
      return `ES256 ${toHex(key.x)} ${toHex(key.y)}`;
    case 'EdDSA':
      return `EdDSA ${toHex(key.x)}`;
  }
}

/** Exactly these parameters: fixed ones, and ones that are bytes. */
function demand(key: CborMap, fixed: Readonly<Record<number, number>>, bytes: readonly number[]): void {
  const names = Object.keys(fixed).map(Number);
  for (const name of names) {
    if (key.get(name) !== fixed[name])
      throw new Unreadable(`a public key whose parameter ${name} is not ${fixed[name]}`);
  }
  if (key.size !== names.length + bytes.length + 1)
    throw new Unreadable('a public key with other parameters than its own');
}

function coordinate(value: Cbor | undefined): Uint8Array {
  if (value instanceof Uint8Array && value.length === COORDINATE_BYTES) return value;
  throw new Unreadable(`a public key whose coordinate has not ${COORDINATE_BYTES} bytes`);
}

function modulus(value: Cbor | undefined): Uint8Array {
  if (!(value instanceof Uint8Array) || value[0] === 0 || (value.at(-1) ?? 0) % 2 === 0) {
    throw new Unreadable('a public key whose modulus is no odd number without leading zeros');
  }
  if (value.length >= LEAST_MODULUS_BYTES && value.length <= MOST_MODULUS_BYTES) return value;
  throw new Unreadable(`a public key whose modulus has not ${LEAST_MODULUS_BYTES} to ${MOST_MODULUS_BYTES} bytes`);
}

function exponent(value: Cbor | undefined): Uint8Array {
  const isUsual =
    value instanceof Uint8Array && value.length === EXPONENT.length && EXPONENT.every((b, i) => value[i] === b);
  if (isUsual) return value;
  throw new Unreadable('a public key whose exponent is not 65537');
}
