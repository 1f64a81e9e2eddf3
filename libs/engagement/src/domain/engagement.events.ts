import type { DomainEvent } from '#kernel/event';
import type { Sealed } from '#kernel/sealed';
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

/** From here on the member holds exactly these roles. */
export type MemberRolesChanged = DomainEvent<
  'MemberRolesChanged',
  1,
  { readonly memberId: MemberId; readonly roles: readonly Role[] }
>;

/** The member takes no further part. What it did stands. */
export type MemberRemoved = DomainEvent<'MemberRemoved', 1, { readonly memberId: MemberId }>;

/**
 * From here on the ledger's checkpoints are signed with another key. The checkpoint that covers this entry first is signed with
 * the previous one, which so vouches for the new one. Both are Ed25519 public keys: 32 bytes in base64.
 */
export type SigningKeyRotated = DomainEvent<
  'SigningKeyRotated',
  1,
  { readonly publicKey: string; readonly previous: string }
>;

export type EngagementEvent =
  EngagementOpened | PartyAdded | MemberAdded | MemberRolesChanged | MemberRemoved | SigningKeyRotated;
