import type { Sha256 } from '#kernel/sealed';
import type { PublicKey, VerifySignature } from '#kernel/signature';
import { concatBytes, fromHex } from '#transparency/bytes';
import { readAuthenticatorData, type AuthenticatorData } from './authenticator-data.ts';
import { toBase64Url } from './base64url.ts';
import { readClientData, type ClientData } from './client-data.ts';
import { readCoseKey } from './cose-key.ts';
import { ecdsaFromDer } from './ecdsa-signature.ts';
import { Unreadable } from './unreadable.ts';

/** What `navigator.credentials.get` gives, as bytes. */
export interface Assertion {
  readonly authenticatorData: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly signature: Uint8Array;
}

/** What is known of a credential since it was registered, and what it must have signed. */
export interface Expected {
  readonly challenge: Uint8Array;
  readonly origin: string;
  readonly rpId: string;
  /** The COSE key. */
  readonly publicKey: Uint8Array;
  readonly algorithm: PublicKey['algorithm'];
  /** The highest counter that was seen; 0 where there was none. */
  readonly counter: number;
}

/** What can be wrong with an assertion. A closed set: callers may switch over it. */
export type AssertionFault =
  | 'unreadable'
  | 'type'
  | 'challenge'
  | 'origin'
  | 'relying-party'
  | 'user-presence'
  | 'user-verification'
  | 'algorithm'
  | 'counter'
  | 'signature';

export type AssertionVerdict =
  | { readonly holds: true; /** To be kept as the highest seen. */ readonly counter: number }
  | { readonly holds: false; readonly fault: AssertionFault; readonly why: string };

/** How the rules of the ceremony are computed with. */
export interface Computing {
  readonly sha256: Sha256;
  readonly verifySignature: VerifySignature;
}

/**
 * Verifies an assertion by the steps of WebAuthn Level 2, section 7.2, with user verification required. The first fault is named.
 * Never throws, whatever it is given.
 */
export function verifyAssertion(assertion: Assertion, expected: Expected, computing: Computing): AssertionVerdict {
  try {
    const client = readClientData(assertion.clientDataJSON);
    const data = readAuthenticatorData(assertion.authenticatorData);
    if (data.attested !== null) throw new Unreadable('an assertion that brings a credential along');
    return (
      faultOfClient(client, expected, 'webauthn.get') ??
      faultOfAuthenticator(data, expected.rpId, computing.sha256) ??
      verifyKeyAndCounter(assertion, client, data, expected, computing)
    );
  } catch (error) {
    if (error instanceof Unreadable) return fault('unreadable', error.message);
    throw error;
  }
}

/** What is wrong with what the browser says; undefined where nothing is. */
export function faultOfClient(
  client: ClientData,
  expected: Pick<Expected, 'challenge' | 'origin'>,
  type: 'webauthn.get' | 'webauthn.create',
): AssertionVerdict | undefined {
  if (client.type !== type) return fault('type', `the ceremony was ${client.type}, not ${type}`);
  if (client.challenge !== toBase64Url(expected.challenge)) return fault('challenge', 'another challenge was signed');
  if (client.origin !== expected.origin)
    return fault('origin', `it was signed at ${client.origin}, not ${expected.origin}`);
  if (client.crossOrigin) return fault('origin', 'it was signed inside of a page of another origin');
  return undefined;
}

/** What is wrong with what the authenticator says; undefined where nothing is. */
export function faultOfAuthenticator(
  data: AuthenticatorData,
  rpId: string,
  sha256: Sha256,
): AssertionVerdict | undefined {
  if (data.rpIdHash !== sha256(rpId, 'hex'))
    return fault('relying-party', `it was signed for another relying party than ${rpId}`);
  if (!data.userPresent) return fault('user-presence', 'nobody was present');
  if (!data.userVerified) return fault('user-verification', 'the authenticator did not verify who was present');
  return undefined;
}

function verifyKeyAndCounter(
  { authenticatorData, signature }: Assertion,
  { text }: ClientData,
  { counter }: AuthenticatorData,
  expected: Expected,
  { sha256, verifySignature }: Computing,
): AssertionVerdict {
  const key = readCoseKey(expected.publicKey);
  if (key.algorithm !== expected.algorithm) {
    return fault('algorithm', `the key is one of ${key.algorithm}, not of ${expected.algorithm}`);
  }
  // The text has one UTF-8 form, and was read from it: its hash is that of the bytes.
  const message = concatBytes(authenticatorData, fromHex(sha256(text, 'hex')));
  const holds = verifySignature(key, message, plain(key, signature));
  if (!holds) return fault('signature', 'the signature does not hold');
  // Either counts, and then it must go up; or the authenticator has never counted (step 21).
  if ((counter !== 0 || expected.counter !== 0) && counter <= expected.counter) {
    return fault(
      'counter',
      `the signature counter is ${counter}, and was ${expected.counter} before: there may be a copy of the key`,
    );
  }
  return { holds: true, counter };
}

/** The signature as `VerifySignature` wants it. What is no DER is no signature, and is told as that. */
function plain({ algorithm }: PublicKey, signature: Uint8Array): Uint8Array {
  if (algorithm !== 'ES256') return signature;
  try {
    return ecdsaFromDer(signature);
  } catch (error) {
    if (error instanceof Unreadable) return new Uint8Array();
    throw error;
  }
}

const fault = (of: AssertionFault, why: string): AssertionVerdict => ({ holds: false, fault: of, why });
