import type { Circumstances } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import { refuse } from '../engagement.refusals.ts';
import { refuseActing } from './delegation.refusals.ts';
import { requireRole, type DelegationState, type EngagementState, type Period } from '../engagement.state.ts';
import type { MemberId } from '../members.ts';
import type { GrantDelegation, RevokeDelegation } from './people.commands.ts';
import type { PeopleEvent } from '../engagement.events.ts';

/** A member lets another act in the own right. Roles do not pass: what the delegator may no longer do, nobody may do for him. */
export function grant(
  { data }: GrantDelegation,
  engagement: EngagementState,
  { actor, recordedAt, nextIndex }: Circumstances,
): PeopleEvent {
  const { delegate, from, to, scope, reason } = data;
  const delegator = actor.member;
  const granting = engagement.members.get(delegator);
  if (granting === undefined || granting.removed) return refuse.unknownMember(delegator);
  if (granting.kind !== 'person') refuseActing.delegateNoPerson(delegator);
  if (granting.roles.every((role) => role === 'viewer' || role === 'auditor')) refuseActing.nothingToDelegate();
  if (delegate === delegator) refuseActing.delegationToSelf();
  const acting = engagement.members.get(delegate);
  if (acting === undefined || acting.removed) return refuse.unknownMember(delegate);
  if (acting.party !== granting.party) refuseActing.delegationOtherParty(delegate, granting.party);
  if (acting.kind !== 'person') refuseActing.delegateNoPerson(delegate);
  const period = { from: microsOf(from), to: microsOf(to) };
  if (period.to <= period.from) refuse.emptyPeriod();
  if (period.to <= microsOf(recordedAt)) refuseActing.delegationOver(to);
  if (scope.changes?.length === 0 || scope.refs?.length === 0) refuseActing.emptyScope();
  if (leadsTo(delegator, delegate, period, engagement)) refuseActing.delegationCycle(delegate);
  return {
    type: 'DelegationGranted',
    schema: 1,
    data: {
      delegationId: `d${nextIndex}`,
      delegator,
      delegate,
      from,
      to,
      scope,
      ...(reason !== undefined && { reason }),
    },
  };
}

/** Whoever granted it, or an owner of the same party, ends it. A second time there is nothing to end. */
export function revoke(
  { data: { delegation: id, reason } }: RevokeDelegation,
  engagement: EngagementState,
  { actor }: Circumstances,
): PeopleEvent {
  const delegation = engagement.delegations.get(id) ?? refuseActing.unknownDelegation(id);
  const acting = engagement.members.get(actor.member);
  if (acting === undefined || acting.removed) return refuseActing.notDelegator(id);
  const granted = engagement.members.get(delegation.delegator);
  if (actor.member !== delegation.delegator) {
    requireRole(engagement, actor, 'owner');
    if (acting.party !== granted?.party) refuseActing.notDelegator(id);
  }
  if (delegation.revoked) refuseActing.delegationRevoked(id);
  return {
    type: 'DelegationRevoked',
    schema: 1,
    data: { delegationId: id, ...(reason !== undefined && { reason }) },
  };
}

/**
 * Whether rights of `from` come to `to` by delegations that hold at one moment of the period. There may be more ways through them than
 * anybody can walk, so it is asked whom the rights reach at each moment at which that can change: where several hold at once, they do
 * so when the last of them begins.
 */
function leadsTo(to: MemberId, from: MemberId, period: Period, { delegations }: EngagementState): boolean {
  const standing = [...delegations.values()].filter(({ revoked }) => !revoked);
  const within = standing.filter((each) => each.from < period.to && period.from < each.to);
  const granted = Map.groupBy(within, ({ delegator }) => delegator);
  const ever = reachedFrom(from, granted, () => true);
  if (!ever.has(to)) return false;
  const begins = within.flatMap((each) => (ever.has(each.delegator) ? Math.max(each.from, period.from) : []));
  return [...new Set(begins)].some((at) =>
    reachedFrom(from, granted, (each) => each.from <= at && at < each.to).has(to),
  );
}

/** Everybody to whom rights of a member come, himself included. */
function reachedFrom(
  from: MemberId,
  granted: ReadonlyMap<MemberId, readonly DelegationState[]>,
  counts: (delegation: DelegationState) => boolean,
): ReadonlySet<MemberId> {
  const reached = new Set([from]);
  // Whom it finds is looked at in turn.
  for (const member of reached) {
    for (const each of granted.get(member) ?? []) if (counts(each)) reached.add(each.delegate);
  }
  return reached;
}
