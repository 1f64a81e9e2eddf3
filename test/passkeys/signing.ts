import type { ApprovalSignature } from '#approval/domain/approval.events';
import type { RegisterCredential } from '#engagement/domain/engagement.commands';
import { toBase64Url } from '#passkey/base64url';
import { challengeOf } from '#passkey/challenge';
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

/** What an authenticator signs to approve a text; `ceremony` says what is otherwise than it should be. */
export function approvalSignature(
  of: SoftwareAuthenticator,
  digest: string,
  ceremony: Partial<Ceremony> = {},
  nonce: Uint8Array = nonceOf(1),
): ApprovalSignature {
  const signed = of.sign({ challenge: challengeOf(digest, nonce), ...ceremony });
  return {
    credentialId: toBase64Url(of.credentialId),
    authenticatorData: toBase64Url(signed.authenticatorData),
    clientDataJSON: toBase64Url(signed.clientDataJSON),
    signature: toBase64Url(signed.signature),
    nonce: toBase64Url(nonce),
  };
}
