import { createPublicKey, verify, type JsonWebKeyInput } from 'node:crypto';
import type { PublicKey, VerifySignature } from '#kernel/signature';
import { verifyEd25519 } from './node-crypto.ts';

const NUMBER_BYTES = 32;

/** Verifies what authenticators sign, as Node offers it. */
export const verifySignature: VerifySignature = (key, message, signature) => {
  if (key.algorithm === 'EdDSA') return verifyEd25519(key.x, message, signature);
  if (key.algorithm === 'ES256' && signature.length !== 2 * NUMBER_BYTES) return false;
  try {
    const publicKey = createPublicKey({ key: asJwk(key), format: 'jwk' });
    return verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    // OpenSSL throws for a key that is no point of the curve.
    return false;
  }
};

/** A key as RFC 7517 writes it. */
function asJwk(key: Exclude<PublicKey, { readonly algorithm: 'EdDSA' }>): JsonWebKeyInput['key'] {
  return key.algorithm === 'ES256'
    ? { kty: 'EC', crv: 'P-256', x: text(key.x), y: text(key.y) }
    : { kty: 'RSA', n: text(key.n), e: text(key.e) };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
