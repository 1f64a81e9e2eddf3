import { refusal } from '#kernel/refusal';

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const refuse = {
  notAPerson: refusal(
    'engagement/credential-of-a-person',
    'forbidden',
    () => 'Only a person registers a passkey, and only its own.',
  ),
  known: refusal(
    'engagement/credential-known',
    'conflict',
    (id: string) => `Passkey ${id} is or was registered already; make a new one.`,
  ),
  unknown: refusal('engagement/unknown-credential', 'absent', (id: string) => `There is no passkey ${id}.`),
  notYours: refusal(
    'engagement/credential-of-another',
    'forbidden',
    () => 'A passkey is revoked by the member whose it is, or by an owner of that member’s party.',
  ),
  revokedAlready: refusal(
    'engagement/credential-revoked',
    'conflict',
    (id: string) => `Passkey ${id} is revoked already.`,
  ),
  bad: refusal(
    'engagement/bad-credential',
    'invalid',
    (fault: string) => `This passkey cannot be registered: ${fault}.`,
  ),
};
