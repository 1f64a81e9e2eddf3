import type { Command } from '#kernel/decider';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { MemberId } from '../members.ts';
import type { ContactChanged, DelegationScope, TermsAmended } from '../engagement.events.ts';

/** Writes down what the contract says now. What is not named stays as it is. */
export type AmendTerms = Command<'AmendTerms', TermsAmended['data']>;

/** Says how a member is reached. */
export type SetContact = Command<
  'SetContact',
  { readonly member: MemberId } & Omit<ContactChanged['data'], 'memberId'>
>;

/** Says from when to when a member takes part. */
export type SetMemberPeriod = Command<
  'SetMemberPeriod',
  { readonly member: MemberId; readonly from?: Instant; readonly to?: Instant }
>;

/** Lets another member act in the right of whoever asks. */
export type GrantDelegation = Command<
  'GrantDelegation',
  {
    readonly delegate: MemberId;
    readonly from: Instant;
    readonly to: Instant;
    readonly scope: DelegationScope;
    readonly reason?: Sealed;
  }
>;

/** Ends a delegation before its time. */
export type RevokeDelegation = Command<'RevokeDelegation', { readonly delegation: string; readonly reason?: Sealed }>;

export type PeopleCommand = AmendTerms | SetContact | SetMemberPeriod | GrantDelegation | RevokeDelegation;

/** Commands of this capability that came after the first rules. */
export function isPeopleCommand(command: Command): command is PeopleCommand {
  return PEOPLE.has(command.type);
}

const PEOPLE: ReadonlySet<string> = new Set<PeopleCommand['type']>([
  'AmendTerms',
  'SetContact',
  'SetMemberPeriod',
  'GrantDelegation',
  'RevokeDelegation',
]);
