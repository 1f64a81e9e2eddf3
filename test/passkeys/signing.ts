import type { ApprovalSignature, FirstApprovalSignature } from '#approval/domain/approval.events';
import type { RegisterCredential } from '#engagement/domain/engagement.commands';
import { sha256 } from '#ledger-store/entry-codec';
import { toBase64Url } from '#passkey/base64url';
import { challengeOf, firstChallengeOf, type ApprovalStatement } from '#passkey/challenge';
import { LEDGER } from '#rulebook/given-when-then';
import { ORIGIN, RP_ID, type Ceremony, type SoftwareAuthenticator } from './software-authenticator.ts';

/** The command that registers the credential of an authenticator, for whoever gives it. */
export const registrationOf = (of: SoftwareAuthenticator): RegisterCredential => ({
  type: 'RegisterCredential',
  data: {
    credentialId: toBase64Url(of.credentialId),
    publicKey: toBase64Url(of.publicKey),
    algorithm: of.algorithm,
    rpId: RP_ID,
    origin: ORIGIN,
  },
});

/** Some nonce, another for each number below 2^32. */
export function nonceOf(n: number): Uint8Array {
  const nonce = new Uint8Array(16);
  new DataView(nonce.buffer).setUint32(0, n);
  return nonce;
}

/** What is otherwise than it should be where a passkey signs an approval. */
export type Signing = Partial<Ceremony> & Partial<Pick<ApprovalStatement, 'ledger' | 'onBehalfOf'>>;

/** What an authenticator signs to approve a text. */
export function approvalSignature(
  of: SoftwareAuthenticator,
  digest: string,
  { ledger = LEDGER, onBehalfOf = null, ...ceremony }: Signing = {},
  nonce: Uint8Array = nonceOf(1),
): ApprovalSignature {
  const challenge = challengeOf(sha256, { digest, ledger, nonce: toBase64Url(nonce), onBehalfOf });
  return { ...signatureOf(of, { challenge, ...ceremony }, nonce), ledger };
}

/** The same in the form that passkeys signed before they signed statements. */
export const firstSignature = (
  of: SoftwareAuthenticator,
  digest: string,
  ceremony: Partial<Ceremony> = {},
  nonce: Uint8Array = nonceOf(1),
): FirstApprovalSignature => signatureOf(of, { challenge: firstChallengeOf(digest, nonce), ...ceremony }, nonce);

function signatureOf(of: SoftwareAuthenticator, ceremony: Ceremony, nonce: Uint8Array): FirstApprovalSignature {
  const signed = of.sign(ceremony);
  return {
    credentialId: toBase64Url(of.credentialId),
    authenticatorData: toBase64Url(signed.authenticatorData),
    clientDataJSON: toBase64Url(signed.clientDataJSON),
    signature: toBase64Url(signed.signature),
    nonce: toBase64Url(nonce),
  };
}
