import type { Known } from '#answers/point-in-time';
import type { CredentialView, DelegationState, Introduction, MemberState, TermsView } from '#answers/views';
import type { Instant } from '#kernel/instant';

/** How many of the ledger's entries count; and the instant at which people and delegations are looked at. */
export interface Standing {
  readonly at: Instant;
  readonly known?: Known;
}

/** What was recorded about people, and about the contract. The same at the same tree size, for ever, but for texts that were erased. */
export interface PeopleRegister {
  /** Passkeys, in the order in which they were registered. */
  credentials(engagementId: string, known?: Known): readonly CredentialView[];

  /** Members in the order in which they were added, removed ones included, as they stand at an instant. */
  members(engagementId: string, standing: Standing): readonly MemberState[];

  /** Who of another party brought a member in; null where nobody did, or there is no such member. */
  introduction(engagementId: string, member: string, known?: Known): Introduction | null;

  /** Delegations in the order in which they were granted, as they stand at an instant. */
  delegations(engagementId: string, standing: Standing): readonly DelegationState[];

  /** What the contract says of itself. */
  terms(engagementId: string, known?: Known): TermsView;
}
