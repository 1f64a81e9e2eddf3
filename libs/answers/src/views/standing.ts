import type { ContractTerms, DelegationScope, NotificationDeadline } from '#engagement/domain/engagement.events';
import type { Instant } from '#kernel/instant';
import type { Mention, Named } from './people.ts';

export const DELEGATION_STATUSES = ['not-begun', 'current', 'expired', 'revoked'] as const;
export type DelegationStatus = (typeof DELEGATION_STATUSES)[number];

/** A right that one member lets another use: half-open, and within a scope. */
export interface DelegationView {
  readonly id: string;
  readonly delegator: Named;
  readonly delegate: Named;
  readonly from: Instant;
  readonly to: Instant;
  /** Where both are named, an act must lie in both; where none is, it covers everything. */
  readonly scope: DelegationScope;
  /** Null where none was given, or it was erased. */
  readonly reason: string | null;
  readonly granted: Mention;
  readonly revoked: (Mention & { readonly reason: string | null }) | null;
}

/** The same, and what it is at an instant. Whether both still take part is not looked at. */
export interface DelegationState extends DelegationView {
  readonly status: DelegationStatus;
}

/** How a member is reached, as it was said last. */
export interface ContactView {
  readonly deputy: Named | null;
  /** IANA name of the zone in which the hours are meant. */
  readonly zone: string | null;
  readonly hours: string | null;
  readonly channels: string | null;
  /** Day on which somebody tried it, `YYYY-MM-DD`. */
  readonly verifiedOn: string | null;
  readonly said: Mention;
}

/** When a member takes part: half-open, open where null. */
export interface MemberPeriodView {
  readonly from: Instant | null;
  readonly to: Instant | null;
}

/** What the contract says of itself now. */
export interface TermsView {
  readonly contract: ContractTerms | null;
  readonly deadlines: readonly NotificationDeadline[];
  /** By whom it was put in other words since the engagement was opened, in order. */
  readonly amended: readonly Mention[];
}
