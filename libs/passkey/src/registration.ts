import type { Sha256 } from '#kernel/sealed';
import type { SignatureAlgorithm } from '#kernel/signature';
import { faultOfAuthenticator, faultOfClient, type AssertionFault, type Expected } from './assertion.ts';
import { readAuthenticatorData } from './authenticator-data.ts';
import { isMap, readWholeCbor } from './cbor.ts';
import { readClientData } from './client-data.ts';
import { readCoseKey } from './cose-key.ts';
import { Unreadable } from './unreadable.ts';

/** What `navigator.credentials.create` gives, as bytes. */
export interface Registration {
  readonly attestationObject: Uint8Array;
  readonly clientDataJSON: Uint8Array;
}

/** The credential that was made. */
export interface MadeCredential {
  readonly credentialId: Uint8Array;
  /** The COSE key. */
  readonly publicKey: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
}

export type RegistrationVerdict =
  | { readonly holds: true; readonly credential: MadeCredential }
  | { readonly holds: false; readonly fault: AssertionFault; readonly why: string };

/**
 * Verifies a registration by the steps of WebAuthn Level 2, section 7.1, with user verification required and no attestation: who
 * built the authenticator is not asked, and what is said of it is not looked at. Never throws, whatever it is given.
 */
export function verifyRegistration(
  registration: Registration,
  expected: Pick<Expected, 'challenge' | 'origin' | 'rpId'>,
  sha256: Sha256,
): RegistrationVerdict {
  try {
    const client = readClientData(registration.clientDataJSON);
    const data = readAuthenticatorData(authDataOf(registration.attestationObject));
    const wrong =
      faultOfClient(client, expected, 'webauthn.create') ?? faultOfAuthenticator(data, expected.rpId, sha256);
    if (wrong?.holds === false) return wrong;
    if (data.attested === null) throw new Unreadable('a registration without a credential');
    const { algorithm } = readCoseKey(data.attested.publicKey);
    return { holds: true, credential: { ...data.attested, algorithm } };
  } catch (error) {
    if (error instanceof Unreadable) return { holds: false, fault: 'unreadable', why: error.message };
    throw error;
  }
}

function authDataOf(attestationObject: Uint8Array): Uint8Array {
  const object = readWholeCbor(attestationObject);
  const data = isMap(object) ? object.get('authData') : undefined;
  if (data instanceof Uint8Array) return data;
  throw new Unreadable('an attestation object without authenticator data');
}
