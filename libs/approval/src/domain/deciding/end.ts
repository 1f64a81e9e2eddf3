import type { Circumstances } from '#kernel/decider';
import { requireRole } from '#engagement/domain/engagement.state';
import type { ExpireChange, RejectChange, WithdrawChange } from '../approval.commands.ts';
import type { ApprovalEvent } from '../approval.events.ts';
import { refuse } from '../approval.refusals.ts';
import { openChange } from '../approval.state.ts';
import type { OpenChange } from '../drafting/open-change.ts';
import { PROPOSING } from '../change.ts';
import type { Events, State } from '../drafting/opening.ts';
import { decidable } from './approve.ts';
import { rejectingParty } from '../quorum/standing.ts';
import { principalOf } from '../quorum/principal.ts';
import { reversal } from './reversal.ts';
import { deadlineOf, isPast } from '../quorum/time.ts';

/** An approver says no: the change is over. What an emergency has put in force is asked to be undone. */
export function reject({ data }: RejectChange, state: State, circumstances: Circumstances): Events {
  const { change: changeId, reason } = data;
  const { change, opening } = decidable(changeId, state, circumstances);
  const principal = principalOf(circumstances);
  const party = rejectingParty(principal, change, opening, state, circumstances.recordedAt);
  const { revision, digest } = change.text;
  const rejected: ApprovalEvent = {
    type: 'ChangeRejected',
    schema: 2,
    data: { changeId, revision, digest, party, reason },
  };
  return ended(rejected, change, state, circumstances);
}

/** The author, whoever it was drafted for, or an owner of the author's party, takes the change back. */
export function withdraw(
  { data: { change: changeId } }: WithdrawChange,
  state: State,
  circumstances: Circumstances,
): Events {
  const change = openChange(state.approval, changeId);
  // Whoever has left takes no further part, not even in his own proposal.
  const acting = requireRole(state.engagement, circumstances.actor, ...PROPOSING);
  const { author } = change;
  const isAuthor = author?.members.includes(circumstances.actor.member) === true;
  const isOwner = author?.party === acting.party && acting.roles.includes('owner');
  if (!isAuthor && !isOwner) refuse.notAuthor(changeId);
  return ended({ type: 'ChangeWithdrawn', schema: 1, data: { changeId } }, change, state, circumstances);
}

/** Nobody decided in time. Recorded by whoever notices; decisions are refused from the deadline on, recorded or not. */
export function expire(
  { data: { change: changeId } }: ExpireChange,
  state: State,
  circumstances: Circumstances,
): Events {
  const change = openChange(state.approval, changeId);
  const deadline = change.opening === null ? null : deadlineOf(change, change.opening);
  if (deadline === null || !isPast(deadline, circumstances.recordedAt)) return refuse.notDue(changeId, 'the end');
  return ended(
    { type: 'ChangeExpired', schema: 1, data: { changeId, expiredAt: deadline } },
    change,
    state,
    circumstances,
  );
}

/** The end of a change, and what follows from it. */
function ended(event: ApprovalEvent, change: OpenChange, state: State, circumstances: Circumstances): Events {
  if (change.ratifyBy === null) return [event];
  return [event, ...reversal(change, state, { ...circumstances, nextIndex: circumstances.nextIndex + 1 })];
}
