import type { Actor } from '#kernel/event';
import { instantOf, microsOf, type Instant } from '#kernel/instant';
import type { DelegationScope } from './engagement.events.ts';
import { refuse } from './engagement.refusals.ts';
import { refuseActing } from './people/delegation.refusals.ts';
import {
  holds,
  isPresent,
  member,
  type DelegationState,
  type EngagementState,
  type MemberState,
} from './engagement.state.ts';
import type { MemberId } from './members.ts';

/** What somebody wants to do for another, as far as a delegation can be limited. */
export interface Act {
  /** Number of the change that it is about, where it has one already. */
  readonly change?: string;
  /** All tasks that it touches. Absent where it touches more than tasks, or nobody knows which: that lies in no list of tasks. */
  readonly refs?: readonly string[];
  /** Whether it writes, and decides nothing: a service may write for a person. */
  readonly writing?: boolean;
}

/**
 * The member in whose right the actor acts: himself, or the delegator after every check. Which roles that takes is for the rule
 * to say, about the member that this gives. @throws Refusal
 */
export function actingFor(
  engagement: EngagementState,
  actor: Actor,
  at: Instant,
  act: Act,
): MemberState & { readonly id: MemberId } {
  const acting = present(engagement, actor.member, at);
  const { onBehalfOf } = actor;
  if (onBehalfOf === null) return acting;
  if (onBehalfOf === actor.member) refuseActing.noDelegation(actor.member, onBehalfOf);
  const principal = member(engagement, onBehalfOf);
  if (principal.party !== acting.party) refuseActing.delegationOtherParty(actor.member, principal.party);
  if (!isPresent(principal, at)) refuseActing.delegatorGone(onBehalfOf);
  if (acting.kind === 'person') checkDelegated(engagement, actor.member, onBehalfOf, at, act);
  else if (acting.kind !== 'service' || principal.kind !== 'person' || act.writing !== true) {
    refuseActing.delegateNoPerson(actor.member);
  }
  return { ...principal, id: onBehalfOf };
}

function present(engagement: EngagementState, id: MemberId, at: Instant): MemberState & { readonly id: MemberId } {
  const acting = member(engagement, id);
  if (acting.removed) return refuse.unknownMember(id);
  if (!isPresent(acting, at)) return refuse.outsidePeriod(id);
  return { ...acting, id };
}

/** One delegation must allow all of the act. Where none does, the reason is told of the one that came closest. */
function checkDelegated(
  { delegations }: EngagementState,
  delegate: MemberId,
  delegator: MemberId,
  at: Instant,
  act: Act,
): void {
  const all = [...delegations.values()].filter((each) => each.delegator === delegator && each.delegate === delegate);
  const standing = all.filter(({ revoked }) => !revoked);
  const now = standing.filter((each) => holds(each, at));
  if (now.some(({ scope }) => covers(scope, act))) return;
  const inTime = now.at(-1);
  if (inTime !== undefined) refuseActing.delegationScope(inTime.id);
  const wouldHold = all.findLast((each) => holds(each, at));
  if (wouldHold !== undefined) refuseActing.delegationRevoked(wouldHold.id);
  const outOfTime = standing.at(-1);
  if (outOfTime !== undefined) tellTime(outOfTime, at);
  const revoked = all.at(-1);
  if (revoked !== undefined) refuseActing.delegationRevoked(revoked.id);
  refuseActing.noDelegation(delegate, delegator);
}

function tellTime({ id, from, to }: DelegationState, at: Instant): never {
  return microsOf(at) < from
    ? refuseActing.delegationNotBegun(id, instantOf(from))
    : refuseActing.delegationExpired(id, instantOf(to));
}

function covers({ changes, refs }: DelegationScope, act: Act): boolean {
  if (changes !== undefined && (act.change === undefined || !changes.includes(act.change))) return false;
  if (refs === undefined) return true;
  return act.refs !== undefined && act.refs.length > 0 && act.refs.every((ref) => refs.includes(ref));
}
