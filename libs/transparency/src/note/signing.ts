import { encodeUtf8 } from '../bytes.ts';
import type { SignEd25519, VerifyEd25519 } from '../sha256.ts';
import type { VerifierKey } from './key.ts';
import { formatNote, type SignatureLine } from './note.ts';
import type { Verifier } from './opening.ts';

const SIGNATURE_BYTES = 64;

/** A key that signs. Its `key` is what others verify with. */
export interface Signer {
  readonly key: VerifierKey;
  readonly sign: SignEd25519;
}

function assertType({ name, type }: VerifierKey): void {
  if (type !== 'ed25519') throw new TypeError(`${name} is a key for cosignatures, and does not sign notes`);
}

/**
 * The signature of a log key over the text of a note: Ed25519 over its UTF-8 bytes, final newline included.
 *
 * @throws TypeError for a key of another type; Malformed `utf-8`.
 */
export function signText(text: string, { key, sign }: Signer): SignatureLine {
  assertType(key);
  return { name: key.name, keyId: key.keyId, signature: sign(encodeUtf8(text)) };
}

/**
 * A note with the signatures of these keys, in this order.
 *
 * @throws TypeError for a key of another type; Malformed where the text can be no note.
 */
export const signNote = (text: string, ...signers: readonly Signer[]): Uint8Array =>
  formatNote({ text, signatures: signers.map((signer) => signText(text, signer)) });

/**
 * Verifies what `signText` signs.
 *
 * @throws TypeError for a key of another type.
 */
export function noteVerifier(key: VerifierKey, verifyEd25519: VerifyEd25519): Verifier {
  assertType(key);
  return {
    name: key.name,
    keyId: key.keyId,
    verify: (text, signature) =>
      signature.length === SIGNATURE_BYTES && verifyEd25519(key.publicKey, text, signature)
        ? { timestamp: undefined }
        : undefined,
  };
}
