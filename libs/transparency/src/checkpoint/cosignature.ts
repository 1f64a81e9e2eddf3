import { concatBytes, encodeUtf8, isSize, readUint64, uint64 } from '../bytes.ts';
import { Malformed } from '../malformed.ts';
import type { VerifierKey } from '../note/key.ts';
import type { SignatureLine } from '../note/note.ts';
import type { Verifier } from '../note/opening.ts';
import { noteVerifier, type Signer } from '../note/signing.ts';
import type { VerifyEd25519 } from '../sha256.ts';
import { parseCheckpoint } from './checkpoint.ts';

/*
 * An Ed25519 cosignature (C2SP tlog-cosignature v1.0.1) states: at this time, the largest consistent tree of this origin that the
 * witness has seen has this size and this root.
 */

const TIMESTAMP_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** What a witness signs: `text` is that of the checkpoint, final newline included; `timestamp` is in seconds since 1970. */
function cosignedMessage(timestamp: number, text: Uint8Array): Uint8Array {
  return concatBytes(encodeUtf8(`cosignature/v1\ntime ${timestamp}\n`), text);
}

/**
 * The cosignature of a witness over the text of a checkpoint. `timestamp` is in seconds since 1970.
 *
 * The witness has to have verified the checkpoint and its consistency, and to have stored it: this only signs.
 *
 * @throws Malformed where the text is no checkpoint or the time no whole number of seconds; TypeError for another sort of key.
 */
export function cosign(text: string, timestamp: number, { key, sign }: Signer): SignatureLine {
  assertType(key);
  if (!isSize(timestamp)) throw new Malformed('timestamp', `${timestamp} is no number of seconds since 1970`);
  parseCheckpoint(text);
  const signature = sign(cosignedMessage(timestamp, encodeUtf8(text)));
  return { name: key.name, keyId: key.keyId, signature: concatBytes(uint64(timestamp), signature) };
}

/**
 * Verifies what `cosign` signs; its statement has the time.
 *
 * @throws TypeError for another sort of key.
 */
export function cosignatureVerifier(key: VerifierKey, verifyEd25519: VerifyEd25519): Verifier {
  assertType(key);
  return {
    name: key.name,
    keyId: key.keyId,
    verify(text, signature) {
      if (signature.length !== TIMESTAMP_BYTES + SIGNATURE_BYTES) return undefined;
      const timestamp = readUint64(signature);
      if (timestamp === undefined) return undefined;
      const message = cosignedMessage(timestamp, text);
      return verifyEd25519(key.publicKey, message, signature.subarray(TIMESTAMP_BYTES)) ? { timestamp } : undefined;
    },
  };
}

function assertType({ name, type }: VerifierKey): void {
  if (type !== 'cosignature') throw new TypeError(`${name} is a key for notes, and does not cosign`);
}

/** Verifies what a key of either sort signs. */
export const verifierOf = (key: VerifierKey, verifyEd25519: VerifyEd25519): Verifier =>
  key.type === 'cosignature' ? cosignatureVerifier(key, verifyEd25519) : noteVerifier(key, verifyEd25519);
