import { refusal } from '#kernel/refusal';

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const refuse = {
  alreadyOpen: refusal('engagement/already-open', 'conflict', (slug: string) => `Engagement ${slug} is open already.`),
  notOpen: refusal('engagement/not-open', 'absent', () => 'There is no such engagement.'),
  notADemonstration: refusal(
    'engagement/not-a-demonstration',
    'conflict',
    () =>
      'There is a real engagement under the name of the demonstration. Build the demonstration in a data folder of its own.',
  ),
  badSlug: refusal(
    'engagement/bad-slug',
    'invalid',
    (slug: string) =>
      `"${slug}" is no slug: use 1 to 64 lower-case letters, digits and hyphens, beginning with a letter or digit.`,
  ),
  badZone: refusal(
    'engagement/bad-zone',
    'invalid',
    (zone: string) => `"${zone}" is no IANA time zone; write it like Europe/Berlin or UTC.`,
  ),
  secondOfASide: refusal(
    'engagement/second-of-a-side',
    'conflict',
    (side: string) => `The engagement has its ${side} already; further parties are third parties.`,
  ),
  unknownParty: refusal('engagement/unknown-party', 'invalid', (party: string) => `There is no party ${party}.`),
  unknownMember: refusal('engagement/unknown-member', 'invalid', (member: string) => `There is no member ${member}.`),
  noMembers: refusal('engagement/no-members', 'invalid', () => 'Name at least one member to add.'),
  notAllowed: refusal(
    'engagement/not-allowed',
    'forbidden',
    (roles: readonly string[]) => `This takes the role ${roles.join(' or ')} in the engagement.`,
  ),
  badSigningKey: refusal(
    'engagement/bad-signing-key',
    'invalid',
    (key: string) => `"${key}" is no Ed25519 public key; write its 32 bytes in base64, with padding.`,
  ),
  notTheSigningKey: refusal(
    'engagement/not-the-signing-key',
    'conflict',
    (key: string) => `The ledger is not signed with ${key}, so that key cannot vouch for another.`,
  ),
  signingKeyUsed: refusal(
    'engagement/signing-key-used',
    'conflict',
    (key: string) => `The ledger was signed with ${key} before; a key is used once, make a new one.`,
  ),
  lastOwner: refusal(
    'engagement/last-owner',
    'conflict',
    () => 'The last owner cannot be removed or lose the role; make somebody else an owner first.',
  ),
};
