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
    () =>
      'The last owner of a party can neither be removed, nor lose the role, nor be given an end; make somebody else of it an owner first.',
  ),
  otherSide: refusal(
    'engagement/other-side',
    'forbidden',
    (party: string) => `Party ${party} has an owner of its own, who keeps its members, their roles and their keys.`,
  ),
  sidesApart: refusal(
    'engagement/sides-apart',
    'conflict',
    () => 'In this ledger each side keeps its own members. Say "apart": true in the command.',
  ),
  outsidePeriod: refusal(
    'engagement/outside-period',
    'forbidden',
    (member: string) => `The time in which ${member} takes part has not begun, or is over.`,
  ),
  emptyPeriod: refusal('engagement/empty-period', 'invalid', () => 'The end must lie after the beginning.'),
  nothingAmended: refusal(
    'engagement/nothing-amended',
    'invalid',
    () => 'Name the contract, the deadlines, or both: what is not named stays as it is.',
  ),
  badTerms: refusal('engagement/bad-terms', 'invalid', (why: string) => `The terms do not hold together: ${why}.`),
  badDeputy: refusal(
    'engagement/bad-deputy',
    'invalid',
    (deputy: string) => `${deputy} cannot stand in: name another member of the same party who has not left.`,
  ),
  badDay: refusal('engagement/bad-day', 'invalid', (day: string) => `"${day}" is no day; write it YYYY-MM-DD.`),
};
