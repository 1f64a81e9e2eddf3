import { canonicalize } from '#kernel/json';
import type { Sha256 } from '#kernel/sealed';
import { concatBytes, fromHex } from '#transparency/bytes';

/** What an approver says by signing. */
export interface ApprovalStatement {
  /** Of the text, in hexadecimal; it names change and revision. */
  readonly digest: string;
  /** Name of the ledger that it is meant for. */
  readonly ledger: string;
  /** Makes each signature another; base64url. */
  readonly nonce: string;
  /** The member in whose right it is said; null for the own. */
  readonly onBehalfOf: string | null;
}

/** What a passkey signs to approve a text: SHA-256 of `onus/approval/v1`, a line feed, and the statement in canonical JSON (RFC 8785). */
export const challengeOf = (sha256: Sha256, { digest, ledger, nonce, onBehalfOf }: ApprovalStatement): Uint8Array =>
  fromHex(sha256(`onus/approval/v1\n${canonicalize({ digest, ledger, nonce, onBehalfOf })}`, 'hex'));

/** What passkeys signed before they signed statements: the 32 bytes of the digest (hex), and the nonce. Longer, so never the other. */
export const firstChallengeOf = (digest: string, nonce: Uint8Array): Uint8Array => concatBytes(fromHex(digest), nonce);
