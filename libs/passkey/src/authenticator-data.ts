import { toHex } from '#transparency/bytes';
import { isMap, readCbor } from './cbor.ts';
import { Unreadable } from './unreadable.ts';

/** The credential that an authenticator made, as it says itself. */
export interface AttestedCredential {
  readonly credentialId: Uint8Array;
  /** The COSE key, in the bytes of the authenticator. */
  readonly publicKey: Uint8Array;
}

/** What an authenticator says (WebAuthn Level 2, section 6.1). */
export interface AuthenticatorData {
  /** SHA-256 (hex) of the id of the relying party. */
  readonly rpIdHash: string;
  readonly userPresent: boolean;
  readonly userVerified: boolean;
  /** 0 where the authenticator does not count. */
  readonly counter: number;
  /** Where a credential was made. */
  readonly attested: AttestedCredential | null;
}

const HASH_BYTES = 32;
const HEADER_BYTES = 37;
const AAGUID_BYTES = 16;
const MOST_ID_BYTES = 1_023;
const UP = 0x01;
const UV = 0x04;
const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;
const ATTESTED = 0x40;
const EXTENDED = 0x80;

/** Reads authenticator data, all of it. @throws Unreadable */
export function readAuthenticatorData(bytes: Uint8Array): AuthenticatorData {
  if (bytes.length < HEADER_BYTES) throw new Unreadable(`authenticator data of fewer than ${HEADER_BYTES} bytes`);
  const flags = bytes[HASH_BYTES]!;
  if ((flags & BACKED_UP) !== 0 && (flags & BACKUP_ELIGIBLE) === 0) {
    throw new Unreadable('authenticator data of a credential that is backed up and cannot be');
  }
  let end = HEADER_BYTES;
  let attested: AttestedCredential | null = null;
  if ((flags & ATTESTED) !== 0) ({ attested, end } = readAttested(bytes));
  if ((flags & EXTENDED) !== 0) {
    const extensions = readCbor(bytes, end);
    if (!isMap(extensions.value)) throw new Unreadable('authenticator data whose extensions are no CBOR map');
    end = extensions.end;
  }
  if (end !== bytes.length) throw new Unreadable(`${bytes.length - end} bytes too many in the authenticator data`);
  return {
    rpIdHash: toHex(bytes.subarray(0, HASH_BYTES)),
    userPresent: (flags & UP) !== 0,
    userVerified: (flags & UV) !== 0,
    counter: new DataView(bytes.buffer, bytes.byteOffset).getUint32(HASH_BYTES + 1),
    attested,
  };
}

function readAttested(bytes: Uint8Array): { readonly attested: AttestedCredential; readonly end: number } {
  const at = HEADER_BYTES + AAGUID_BYTES;
  if (bytes.length < at + 2) throw new Unreadable('authenticator data that ends before its credential');
  const length = bytes[at]! * 256 + bytes[at + 1]!;
  const from = at + 2 + length;
  if (length === 0 || length > MOST_ID_BYTES || from > bytes.length) {
    throw new Unreadable(`a credential whose id has not 1 to ${MOST_ID_BYTES} bytes`);
  }
  const { end } = readCbor(bytes, from);
  return { attested: { credentialId: bytes.slice(at + 2, from), publicKey: bytes.slice(from, end) }, end };
}
