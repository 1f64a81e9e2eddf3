import { concatBytes, encodeUtf8, fromBase64, toBase64, toHex } from '../bytes.ts';
import { Malformed } from '../malformed.ts';
import type { Sha256 } from '../sha256.ts';
import { isKeyName } from './note.ts';

/** What a key signs: notes as they are (a log), or `cosignature/v1` statements about checkpoints (a witness). */
export type KeyType = 'ed25519' | 'cosignature';

/** A key that one may trust (C2SP signed-note v1.0.0, verifier keys). */
export interface VerifierKey {
  readonly name: string;
  /** 8 lower-case hexadecimal digits, made from all the rest. An identifier, too short to be a fingerprint. */
  readonly keyId: string;
  readonly type: KeyType;
  /** 32 bytes (RFC 8032 §5.1.5). */
  readonly publicKey: Uint8Array;
}

/** Assigned by C2SP signed-note and tlog-cosignature. The key id covers it, so one name and key may sign both. */
const TYPE_BYTES: Readonly<Record<KeyType, number>> = { ed25519: 0x01, cosignature: 0x04 };
const PUBLIC_KEY_BYTES = 32;

/**
 * A key with its id: SHA-256(name ‖ 0x0A ‖ type ‖ public key), the first 4 bytes.
 *
 * @throws Malformed `key-name` or `verifier-key`
 */
export function verifierKey(sha256: Sha256, name: string, type: KeyType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new Malformed('key-name', `"${name}" is no name for a key`);
  if (publicKey.length !== PUBLIC_KEY_BYTES) throw new Malformed('verifier-key', 'an Ed25519 public key has 32 bytes');
  const digest = sha256.digest(concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(TYPE_BYTES[type]), publicKey));
  return { name, keyId: toHex(digest.subarray(0, 4)), type, publicKey };
}

/**
 * Reads `name+id+base64(type ‖ public key)`, divided at the first two plus signs, and checks the id.
 *
 * @throws Malformed `verifier-key`, `key-name`, `base64`, or `key-type` for a type that this library does not verify
 */
export function parseVerifierKey(sha256: Sha256, vkey: string): VerifierKey {
  const [name = '', keyId = '', ...encoded] = vkey.split('+');
  if (encoded.length === 0) throw new Malformed('verifier-key', `"${vkey}" is not name+id+key`);
  const bytes = fromBase64(encoded.join('+'));
  const type = (Object.keys(TYPE_BYTES) as KeyType[]).find((each) => TYPE_BYTES[each] === bytes[0]);
  if (type === undefined) throw new Malformed('key-type', `the key of ${name} is of a type that is not verified here`);
  const key = verifierKey(sha256, name, type, bytes.slice(1));
  if (key.keyId !== keyId) throw new Malformed('verifier-key', `the id of ${name} is ${key.keyId} and not ${keyId}`);
  return key;
}

/** What `parseVerifierKey` reads. */
export const formatVerifierKey = ({ name, keyId, type, publicKey }: VerifierKey): string =>
  `${name}+${keyId}+${toBase64(concatBytes(Uint8Array.of(TYPE_BYTES[type]), publicKey))}`;
