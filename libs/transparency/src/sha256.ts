/**
 * SHA-256 (FIPS 180-4), passed in: Node has a fast one, a browser has none that answers at once, and this library runs in both.
 * Neither function keeps `data` or changes it.
 */
export interface Sha256 {
  /** The 32-byte hash of some bytes, as an array that nobody else holds. */
  digest(data: Uint8Array): Uint8Array;
  /** Writes the 32-byte hash of some bytes to `out[offset … offset + 31]`. A tree of a million leaves makes no garbage with it. */
  into(data: Uint8Array, out: Uint8Array, offset: number): void;
}

/**
 * Whether an Ed25519 signature (RFC 8032 §5.1.7) holds. The public key has 32 bytes, the signature 64.
 * Gives false for whatever is wrong, and never throws: a key that is no point, an S beyond the group order, another encoding of R.
 */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** Signs with an Ed25519 key (RFC 8032 §5.1.6): 64 bytes, the same for the same message. */
export type SignEd25519 = (message: Uint8Array) => Uint8Array;

/** What a verifier needs. */
export interface VerifierCrypto {
  readonly sha256: Sha256;
  readonly verifyEd25519: VerifyEd25519;
}
