/** Algorithms with which an authenticator signs: ECDSA on P-256 with SHA-256, Ed25519, and RSASSA-PKCS1-v1_5 with SHA-256. */
export const SIGNATURE_ALGORITHMS = ['ES256', 'EdDSA', 'RS256'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** A public key in its numbers, most significant byte first. */
export type PublicKey =
  | { readonly algorithm: 'ES256'; /** 32 bytes each. */ readonly x: Uint8Array; readonly y: Uint8Array }
  | { readonly algorithm: 'EdDSA'; /** 32 bytes (RFC 8032 section 5.1.5). */ readonly x: Uint8Array }
  | {
      readonly algorithm: 'RS256';
      /** Modulus without leading zeros, and exponent. */ readonly n: Uint8Array;
      readonly e: Uint8Array;
    };

/**
 * Whether a signature over a message holds. Of ES256 it is r and s in 32 bytes each (IEEE P1363), of EdDSA 64 bytes, of RS256 as
 * many as the modulus has. Passed in, so that rules run in a browser as well. Gives false for whatever is wrong, and never throws:
 * a key that is no point, a number beyond the order, another padding. Every runtime must give the same.
 */
export type VerifySignature = (key: PublicKey, message: Uint8Array, signature: Uint8Array) => boolean;
