import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { CredentialEvent } from './credential.events.ts';
import type { MemberId, MemberKind, PartyId, Role, Side } from './members.ts';

/** What the contract says of itself. Calendar dates are `YYYY-MM-DD` in the engagement's zone. */
export interface ContractTerms {
  readonly reference?: string;
  readonly clause?: string;
  readonly services?: readonly string[];
  readonly start?: string;
  readonly end?: string;
  readonly jurisdictions?: readonly string[];
  readonly industry?: string;
  readonly frameworks?: readonly string[];
}

/** A provider and a client begin to keep this ledger. Always the first entry. */
export type EngagementOpened = DomainEvent<
  'EngagementOpened',
  1,
  {
    readonly slug: string;
    readonly title: string;
    /** IANA name of the contract's time zone: what a calendar day means in every question. */
    readonly zone: string;
    readonly contract?: ContractTerms;
  }
>;

/** An organisation takes part in the engagement. */
export type PartyAdded = DomainEvent<
  'PartyAdded',
  1,
  { readonly partyId: PartyId; readonly side: Side; readonly name: string }
>;

/** A person, team or service of a party becomes known to the ledger under a pseudonym. */
export type MemberAdded = DomainEvent<
  'MemberAdded',
  1,
  {
    readonly memberId: MemberId;
    readonly partyId: PartyId;
    readonly kind: MemberKind;
    readonly name: Sealed;
    readonly roles: readonly Role[];
  }
>;

/** As the first version; it stands in a ledger in which each side keeps its own members. */
export type MemberAddedApart = DomainEvent<'MemberAdded', 2, MemberAdded['data']>;

/** From here on the member holds exactly these roles. */
export type MemberRolesChanged = DomainEvent<
  'MemberRolesChanged',
  1,
  { readonly memberId: MemberId; readonly roles: readonly Role[] }
>;

/** As the first version; it stands in a ledger in which each side keeps its own members. */
export type MemberRolesChangedApart = DomainEvent<'MemberRolesChanged', 2, MemberRolesChanged['data']>;

/** The member takes no further part. What it did stands. */
export type MemberRemoved = DomainEvent<'MemberRemoved', 1, { readonly memberId: MemberId }>;

/** As the first version; it stands in a ledger in which each side keeps its own members. */
export type MemberRemovedApart = DomainEvent<'MemberRemoved', 2, MemberRemoved['data']>;

/**
 * From here on the ledger's checkpoints are signed with another key. The checkpoint that covers this entry first is signed with
 * the previous one, which so vouches for the new one. Both are Ed25519 public keys: 32 bytes in base64.
 */
export type SigningKeyRotated = DomainEvent<
  'SigningKeyRotated',
  1,
  { readonly publicKey: string; readonly previous: string }
>;

/** How soon one party must tell the other of something. */
export interface NotificationDeadline {
  /** What is to be told, in the words of the contract, for example `personal data breach`. */
  readonly of: string;
  /** Whole hours from when it is known. */
  readonly hours: number;
}

/** The contract says something else of itself from here on. What is named takes the place of what stood, whole. */
export type TermsAmended = DomainEvent<
  'TermsAmended',
  1,
  { readonly contract?: ContractTerms; readonly deadlines?: readonly NotificationDeadline[] }
>;

/** How a member is reached, and who stands in. It takes the place of what was known, whole. */
export type ContactChanged = DomainEvent<
  'ContactChanged',
  1,
  {
    readonly memberId: MemberId;
    readonly deputy?: MemberId;
    /** IANA name of the zone in which the hours are meant. */
    readonly zone?: string;
    readonly hours?: Sealed;
    readonly channels?: Sealed;
    /** Day on which somebody tried it, `YYYY-MM-DD`. */
    readonly verifiedOn?: string;
  }
>;

/** Outside of this time the member may do nothing. Half-open; without an end for ever, without both always. */
export type MemberPeriodSet = DomainEvent<
  'MemberPeriodSet',
  1,
  { readonly memberId: MemberId; readonly from?: Instant; readonly to?: Instant }
>;

/** What a delegation is limited to. Where both are named, an act must lie in both; where none is, it covers everything. */
export interface DelegationScope {
  /** Numbers of changes, like `C-3`. */
  readonly changes?: readonly string[];
  /** References of tasks, like `LOG-03`. */
  readonly refs?: readonly string[];
}

/** A member lets another of the same party act in the own right for a time: from `from` on, and no longer at `to`. */
export type DelegationGranted = DomainEvent<
  'DelegationGranted',
  1,
  {
    /** Delegation `d7` was granted by entry 7. */
    readonly delegationId: string;
    readonly delegator: MemberId;
    readonly delegate: MemberId;
    readonly from: Instant;
    readonly to: Instant;
    readonly scope: DelegationScope;
    readonly reason?: Sealed;
  }
>;

/** From here on nobody acts under the delegation. What was done under it stands. */
export type DelegationRevoked = DomainEvent<
  'DelegationRevoked',
  1,
  { readonly delegationId: string; readonly reason?: Sealed }
>;

export type PeopleEvent = TermsAmended | ContactChanged | MemberPeriodSet | DelegationGranted | DelegationRevoked;

export type EngagementEvent =
  | EngagementOpened
  | PartyAdded
  | MemberAdded
  | MemberAddedApart
  | MemberRolesChanged
  | MemberRolesChangedApart
  | MemberRemoved
  | MemberRemovedApart
  | SigningKeyRotated
  | PeopleEvent
  | CredentialEvent;

/** Events of this capability that came after the first rules. */
export function isPeopleEvent(event: DomainEvent): event is PeopleEvent {
  return PEOPLE.has(event.type);
}

const PEOPLE: ReadonlySet<string> = new Set<PeopleEvent['type']>([
  'TermsAmended',
  'ContactChanged',
  'MemberPeriodSet',
  'DelegationGranted',
  'DelegationRevoked',
]);
