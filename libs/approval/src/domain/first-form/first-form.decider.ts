import type { Circumstances } from '#kernel/decider';
import type { Actor } from '#kernel/event';
import { microsOf } from '#kernel/instant';
import { principalOf } from '../quorum/principal.ts';
import { requireRole, type WithEngagement } from '#engagement/domain/engagement.state';
import type { StatementEvent } from '#responsibility/domain/responsibility.events';
import type { WithResponsibility } from '#responsibility/domain/responsibility.state';
import { namingUntil } from '#responsibility/domain/statements';
import { taskKnownAs } from '#responsibility/domain/tasks/known-tasks';
import type { ApproveChange, ProposeChange, RejectChange, WithdrawChange } from '../approval.commands.ts';
import type { ApprovalEvent } from '../approval.events.ts';
import { refuse } from '../approval.refusals.ts';
import type { WithApproval } from '../approval.state.ts';
import { refuse as refuseSignature } from '../deciding/signature.refusals.ts';
import { APPROVING_SIDES, MAX_LINES, PROPOSING, type ApprovingSide, type ChangeId } from '../change.ts';
import { backdatedDays } from '../drafting/interval.ts';
import { checkLines } from '../drafting/lines.ts';
import { inForce } from '../in-force/in-force.ts';
import { digestedFirstForm } from './digest.ts';
import type { FirstFormChange } from './first-form.state.ts';

type State = WithEngagement & WithResponsibility & WithApproval;
type Events = readonly (ApprovalEvent | StatementEvent)[];

/**
 * How changes were agreed in their first form: one text, one approver of each side, never the author. Entries of such changes are
 * decided again by whoever verifies a ledger, so these rules stand as they were.
 */
export function proposeFirstForm({ data }: ProposeChange, state: State, { recordedAt, sha256 }: Circumstances): Events {
  const { title, reason, lines, effectiveFrom, effectiveTo } = data;
  // Where both sides have agreed on what a change needs, the first form would go round it.
  if (state.approval.policyVersion !== 0) refuse.firstForm();
  if (lines.length === 0) refuse.noLines();
  if (lines.length > MAX_LINES) refuse.tooManyLines(MAX_LINES);
  if (effectiveTo !== undefined && microsOf(effectiveTo) <= microsOf(effectiveFrom)) refuse.emptyInterval();
  checkLines(lines, effectiveFrom, namingUntil(effectiveTo, recordedAt), state);
  const changeId: ChangeId = `C-${state.approval.proposed + 1}`;
  const interval = { effectiveFrom, ...(effectiveTo !== undefined && { effectiveTo }) };
  return [
    {
      type: 'ChangeProposed',
      schema: 1,
      data: {
        changeId,
        title,
        ...(reason !== undefined && { reason }),
        lines: lines.length,
        ...interval,
        ...backdatedDays(effectiveFrom, recordedAt),
        digest: sha256(digestedFirstForm({ ...interval, lines }), 'hex'),
      },
    },
    ...lines.map((proposed, i) => ({
      type: 'ChangeLineProposed' as const,
      schema: 1 as const,
      data: { changeId, line: i + 1, proposed },
    })),
  ];
}

/** A decision about a change of the first form. */
export function decideFirstForm(
  command: ApproveChange | RejectChange | WithdrawChange,
  change: FirstFormChange,
  state: State,
  circumstances: Circumstances,
): Events {
  const { actor } = circumstances;
  const changeId = command.data.change;
  switch (command.type) {
    case 'ApproveChange':
      return approve(command, change, state, circumstances);
    case 'RejectChange': {
      const side = approvingSide(state, actor);
      return [{ type: 'ChangeRejected', schema: 1, data: { changeId, side, reason: command.data.reason } }];
    }
    case 'WithdrawChange':
      if (change.author !== actor.member) refuse.notAuthor(changeId);
      // Whoever has left takes no further part, not even in his own proposal.
      requireRole(state.engagement, actor, ...PROPOSING);
      return [{ type: 'ChangeWithdrawn', schema: 1, data: { changeId } }];
  }
}

function approve(
  { data: { change: changeId, digest, signature } }: ApproveChange,
  change: FirstFormChange,
  state: State,
  circumstances: Circumstances,
): Events {
  const { actor, nextIndex } = circumstances;
  if (digest !== change.digest) refuse.staleDigest(changeId);
  if (signature !== undefined) refuseSignature.firstForm(changeId);
  const side = approvingSide(state, actor);
  // Whoever acts for another brings the own conflict along.
  if ([actor.member, principalOf({ actor })].includes(change.author)) refuse.ownChange(changeId);
  if (change.approvals[side] !== undefined) refuse.partyHasApproved(side, changeId);
  for (const { ref } of change.lines) {
    const task = taskKnownAs(state.responsibility.tasks, ref);
    if (task !== undefined && task.lastEntry > change.proposedAt) refuse.moved(ref, changeId);
  }

  const granted: ApprovalEvent = { type: 'ApprovalGranted', schema: 1, data: { changeId, digest, side } };
  const approvals = { ...change.approvals, [side]: nextIndex };
  const given = APPROVING_SIDES.flatMap((each) => approvals[each] ?? []);
  if (given.length < APPROVING_SIDES.length) return [granted];
  const agreed: ApprovalEvent = { type: 'ChangeAgreed', schema: 1, data: { changeId, digest, approvals: given } };
  return [granted, agreed, ...inForce(changeId, change, state, { ...circumstances, nextIndex: nextIndex + 2 })];
}

/** The side that the actor can decide for. A decision is a person's. */
function approvingSide(state: State, actor: Actor): ApprovingSide {
  const acting = state.engagement.members.get(principalOf({ actor }));
  if (acting === undefined || acting.removed || !acting.roles.includes('approver')) return refuse.notApprover();
  if (acting.kind !== 'person') refuse.robot();
  const side = state.engagement.parties.get(acting.party);
  return side === 'provider' || side === 'client' ? side : refuse.notApprover();
}
