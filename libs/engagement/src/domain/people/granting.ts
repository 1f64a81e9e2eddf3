import type { Circumstances } from '#kernel/decider';
import { microsOf, type Micros } from '#kernel/instant';
import { refuse } from '../engagement.refusals.ts';
import { refuseActing } from './delegation.refusals.ts';
import { requireRole, type EngagementState, type Period } from '../engagement.state.ts';
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

/** Whether rights of `from` come to `to` by delegations that hold at one moment of the period. */
function leadsTo(
  to: MemberId,
  from: MemberId,
  period: Period,
  engagement: EngagementState,
  through: ReadonlySet<MemberId> = new Set(),
): boolean {
  for (const delegation of engagement.delegations.values()) {
    if (delegation.revoked || delegation.delegator !== from || through.has(delegation.delegate)) continue;
    const both: { readonly from: Micros; readonly to: Micros } = {
      from: Math.max(delegation.from, period.from),
      to: Math.min(delegation.to, period.to),
    };
    if (both.from >= both.to) continue;
    if (delegation.delegate === to) return true;
    if (leadsTo(to, delegation.delegate, both, engagement, new Set([...through, from]))) return true;
  }
  return false;
}
