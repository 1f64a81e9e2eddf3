import type { Circumstances } from '#kernel/decider';
import type { WithEngagement } from '#engagement/domain/engagement.state';
import { verifyAssertion, type Assertion } from '#passkey/assertion';
import { readAuthenticatorData } from '#passkey/authenticator-data';
import { fromBase64Url } from '#passkey/base64url';
import { challengeOf, firstChallengeOf } from '#passkey/challenge';
import { Unreadable } from '#passkey/unreadable';
import type { ApprovalSignature, FirstApprovalSignature } from '../deciding.events.ts';
import { refuse } from './signature.refusals.ts';

/** What a passkey has signed in this ledger. */
export interface SignedBefore {
  /** The highest signature counter. */
  counter: number;
  readonly nonces: string[];
}

export interface WithPasskeys {
  readonly passkeys: Map<string, SignedBefore>;
}

/** A nonce has so many bytes. */
const LEAST_NONCE = 16;
const MOST_NONCE = 64;

/**
 * Whether the actor's own passkey signed exactly this, for the first time: that this digest is approved, which names change and
 * revision, in this ledger, and in whose right. So a signature is good for one approval alone. Refuses with what is wrong.
 */
export function checkSignature(
  given: ApprovalSignature | FirstApprovalSignature,
  digest: string,
  { engagement, approval }: WithEngagement & { readonly approval: WithPasskeys },
  circumstances: Circumstances,
): void {
  const { actor, sha256, verifySignature } = circumstances;
  const { credentialId, nonce } = given;
  const credential = engagement.credentials.get(credentialId) ?? refuse.unknownCredential(credentialId);
  if (credential.member !== actor.member) refuse.otherMember(credentialId);
  if (credential.revoked) refuse.revoked(credentialId);
  const before = approval.passkeys.get(credentialId);
  if (before?.nonces.includes(nonce) === true) refuse.replayed();
  const chance = bytesOf(nonce, 'nonce');
  if (chance.length < LEAST_NONCE || chance.length > MOST_NONCE) {
    refuse.unreadable(`its nonce has not ${LEAST_NONCE} to ${MOST_NONCE} bytes`);
  }
  const { algorithm, origin, rpId } = credential;
  const verdict = verifyAssertion(
    assertionOf(given),
    {
      challenge: challengeFor(given, digest, circumstances),
      origin,
      rpId,
      algorithm,
      publicKey: bytesOf(credential.publicKey, 'public key'),
      counter: before?.counter ?? 0,
    },
    { sha256, verifySignature },
  );
  if (!verdict.holds) refuse[verdict.fault](verdict.why);
}

function challengeFor(
  given: ApprovalSignature | FirstApprovalSignature,
  digest: string,
  { ledger, actor: { onBehalfOf }, sha256 }: Circumstances,
): Uint8Array {
  const { nonce } = given;
  if (!('ledger' in given)) return firstChallengeOf(digest, bytesOf(nonce, 'nonce'));
  if (given.ledger !== ledger) refuse.otherLedger(given.ledger, ledger);
  return challengeOf(sha256, { digest, ledger, nonce, onBehalfOf });
}

/** Remembers what a signature must not be used for again. */
export function noteSignature({ passkeys }: WithPasskeys, signature: FirstApprovalSignature): void {
  const { credentialId, nonce } = signature;
  const { counter } = readAuthenticatorData(assertionOf(signature).authenticatorData);
  const before = passkeys.get(credentialId);
  if (before === undefined) passkeys.set(credentialId, { counter, nonces: [nonce] });
  else {
    before.counter = counter;
    before.nonces.push(nonce);
  }
}

/** Whether the authenticator says that it verified its user. The rules record nothing else; a ledger that somebody wrote past them can. */
export function saysUserVerified({ authenticatorData }: FirstApprovalSignature): boolean {
  try {
    const bytes = fromBase64Url(authenticatorData);
    return bytes !== undefined && readAuthenticatorData(bytes).userVerified;
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}

const assertionOf = ({ authenticatorData, clientDataJSON, signature }: FirstApprovalSignature): Assertion => ({
  authenticatorData: bytesOf(authenticatorData, 'authenticator data'),
  clientDataJSON: bytesOf(clientDataJSON, 'client data'),
  signature: bytesOf(signature, 'signature'),
});

const bytesOf = (text: string, what: string): Uint8Array =>
  fromBase64Url(text) ?? refuse.unreadable(`its ${what} is no base64url`);
