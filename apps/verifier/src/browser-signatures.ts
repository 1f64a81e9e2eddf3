import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { VerifySignature } from '#kernel/signature';
import { concatBytes, equalBytes, fromHex } from '#transparency/bytes';
import type { VerifyEd25519 } from '#transparency/sha256';

const UNCOMPRESSED = Uint8Array.of(4);
/** DER of a DigestInfo of SHA-256, up to the digest (RFC 8017 section 9.2, note 1). */
const DIGEST_INFO = fromHex('3031300d060960864801650304020105000420');

/**
 * Verifies what authenticators sign, at once: Web Crypto answers only later. Both forms of an ECDSA signature hold (s and the order
 * less s), as they do for OpenSSL.
 */
export const browserSignatures =
  (verifyEd25519: VerifyEd25519): VerifySignature =>
  (key, message, signature) => {
    switch (key.algorithm) {
      case 'EdDSA':
        return verifyEd25519(key.x, message, signature);
      case 'ES256':
        return verifyEcdsa(concatBytes(UNCOMPRESSED, key.x, key.y), message, signature);
      case 'RS256':
        return verifyRsa(key.n, key.e, message, signature);
    }
  };

function verifyEcdsa(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return p256.verify(signature, message, point, { lowS: false, prehash: true, format: 'compact' });
  } catch {
    // What is no point of the curve, or no pair of numbers below its order.
    return false;
  }
}

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2.2): the padded digest is made anew and compared whole. Looking for a digest
 * in what the signature opens to is how forgeries have passed elsewhere.
 */
function verifyRsa(n: Uint8Array, e: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const [modulus, value] = [toNumber(n), toNumber(signature)];
  const padding = n.length - DIGEST_INFO.length - 32 - 3;
  if (signature.length !== n.length || value >= modulus || padding < 8) return false;
  const opened = toBytes(power(value, toNumber(e), modulus), n.length);
  const expected = concatBytes(
    Uint8Array.of(0, 1),
    new Uint8Array(padding).fill(0xff),
    Uint8Array.of(0),
    DIGEST_INFO,
    sha256(message),
  );
  return equalBytes(opened, expected);
}

/** By squaring. Only public numbers come in, so nobody learns anything from how long it takes. */
function power(value: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let square = value, rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** Most significant byte first. */
const toNumber = (bytes: Uint8Array): bigint => bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

function toBytes(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = length - 1, rest = value; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}
