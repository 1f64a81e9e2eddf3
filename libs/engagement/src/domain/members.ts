/** Party `p1` was added by entry 1. */
export type PartyId = string;

/** Member `m3` was added by entry 3. A pseudonym: the name is a sealed text. */
export type MemberId = string;

/** Which side of the contract a party stands on. Exactly one provider and one client; any number of third parties. */
export type Side = 'provider' | 'client' | 'third';

export const MEMBER_KINDS = ['person', 'team', 'service'] as const;
export type MemberKind = (typeof MEMBER_KINDS)[number];

/** What a member may do. `owner` keeps parties, members and imports; `auditor` and `viewer` only read. */
export const ROLES = ['owner', 'approver', 'contributor', 'viewer', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** Ids in the entries that open an engagement: the provider, the client, and the member who opened it. */
export const PROVIDER: PartyId = 'p1';
export const CLIENT: PartyId = 'p2';
export const FOUNDER: MemberId = 'm3';

/** Whom an entry names where the installation itself speaks: no member. It may say which key signs, and nothing else. */
export const INSTALLATION: MemberId = 'system';
