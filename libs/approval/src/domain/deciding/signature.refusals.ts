import { refusal } from '#kernel/refusal';

/** What can be wrong with the signature of an approval; by the names that the verification of passkeys gives its faults. */
export const refuse = {
  needed: refusal(
    'approval/signature-needed',
    'forbidden',
    (change: string) => `The policy of change ${change} asks for an approval that a passkey signed.`,
  ),
  firstForm: refusal(
    'approval/signature-first-form',
    'conflict',
    (change: string) =>
      `Change ${change} is of the first form, of which approvals carry no signature. Approve without.`,
  ),
  unknownCredential: refusal(
    'approval/unknown-credential',
    'forbidden',
    (id: string) => `There is no passkey ${id}; register it first.`,
  ),
  otherMember: refusal(
    'approval/credential-of-another',
    'forbidden',
    (id: string) => `Passkey ${id} is another member's.`,
  ),
  revoked: refusal('approval/credential-revoked', 'forbidden', (id: string) => `Passkey ${id} is revoked.`),
  replayed: refusal(
    'approval/signature-replayed',
    'conflict',
    () => 'This signature was used before; ask for another challenge, and sign that.',
  ),
  unreadable: refusal(
    'approval/signature-unreadable',
    'invalid',
    (why: string) => `The signature of the approval cannot be read: ${why}.`,
  ),
  otherLedger: refusal(
    'approval/signature-other-ledger',
    'forbidden',
    (signed: string, ledger: string) => `The approval was signed for the ledger ${signed}, and this is ${ledger}.`,
  ),
  type: refusal(
    'approval/signature-type',
    'forbidden',
    (why: string) => `The signature is none of an approval: ${why}.`,
  ),
  challenge: refusal(
    'approval/signature-challenge',
    'forbidden',
    (why: string) => `What was signed is not an approval of this text, in this right, with this nonce: ${why}.`,
  ),
  origin: refusal(
    'approval/signature-origin',
    'forbidden',
    (why: string) => `The approval was signed elsewhere than where the passkey is registered: ${why}.`,
  ),
  'relying-party': refusal(
    'approval/signature-relying-party',
    'forbidden',
    (why: string) => `The approval was signed for somebody else: ${why}.`,
  ),
  'user-presence': refusal(
    'approval/signature-user-presence',
    'forbidden',
    (why: string) => `The authenticator signed by itself: ${why}.`,
  ),
  'user-verification': refusal(
    'approval/signature-user-verification',
    'forbidden',
    (why: string) => `The authenticator must verify its user, by a PIN or a finger: ${why}.`,
  ),
  algorithm: refusal(
    'approval/signature-algorithm',
    'forbidden',
    (why: string) => `The passkey is of another algorithm than it was registered with: ${why}.`,
  ),
  counter: refusal(
    'approval/signature-counter',
    'forbidden',
    (why: string) => `The authenticator has signed more than this since: ${why}. Revoke the passkey if you did not.`,
  ),
  signature: refusal(
    'approval/signature-invalid',
    'forbidden',
    (why: string) => `The passkey did not sign this: ${why}.`,
  ),
};
