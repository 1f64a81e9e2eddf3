import type { Circumstances } from '#kernel/decider';
import type { Actor } from '#kernel/event';
import { microsOf, type Instant } from '#kernel/instant';
import { canonicalize } from '#kernel/json';
import { requireRole, type WithEngagement } from '#engagement/domain/engagement.state';
import type { StatementEvent } from '#responsibility/domain/responsibility.events';
import { refuse as refuseTask } from '#responsibility/domain/responsibility.refusals';
import { existsAt, taskByRef, type WithResponsibility } from '#responsibility/domain/responsibility.state';
import { checkAssignment, checkRef, namingUntil, type Naming } from '#responsibility/domain/statements';
import type { ApprovalCommand, ApproveChange, ProposeChange } from './approval.commands.ts';
import type { ApprovalEvent } from './approval.events.ts';
import { refuse } from './approval.refusals.ts';
import { openChange, type WithApproval } from './approval.state.ts';
import { APPROVING_SIDES, MAX_LINES, type ApprovingSide, type ChangeId, type ChangeLine } from './change.ts';
import { inForce } from './in-force.ts';

type State = WithEngagement & WithResponsibility & WithApproval;

/** Who may propose a change, and withdraw it again. */
const PROPOSING = ['owner', 'contributor', 'approver'] as const;

const MICROS_A_DAY = 86_400_000_000;

/** The rules of agreement: one approver of each side, never the author, on exactly the text that was read. */
export function decideApproval(
  command: ApprovalCommand,
  state: State,
  circumstances: Circumstances,
): readonly (ApprovalEvent | StatementEvent)[] {
  const { actor } = circumstances;
  switch (command.type) {
    case 'ProposeChange':
      requireRole(state.engagement, actor, ...PROPOSING);
      return propose(command, state, circumstances);
    case 'ApproveChange':
      return approve(command, state, circumstances);
    case 'RejectChange': {
      const { change: changeId, reason } = command.data;
      openChange(state.approval, changeId);
      const side = approvingSide(state, actor);
      return [{ type: 'ChangeRejected', schema: 1, data: { changeId, side, reason } }];
    }
    case 'WithdrawChange': {
      const { change: changeId } = command.data;
      if (openChange(state.approval, changeId).author !== actor.member) refuse.notAuthor(changeId);
      // Whoever has left takes no further part, not even in his own proposal.
      requireRole(state.engagement, actor, ...PROPOSING);
      return [{ type: 'ChangeWithdrawn', schema: 1, data: { changeId } }];
    }
  }
}

function propose(
  { data }: ProposeChange,
  state: State,
  { recordedAt, sha256 }: Circumstances,
): readonly ApprovalEvent[] {
  const { title, reason, lines, effectiveFrom, effectiveTo } = data;
  if (lines.length === 0) refuse.noLines();
  if (lines.length > MAX_LINES) refuse.tooManyLines(MAX_LINES);
  if (effectiveTo !== undefined && microsOf(effectiveTo) <= microsOf(effectiveFrom)) refuse.emptyInterval();
  checkLines(lines, effectiveFrom, namingUntil(effectiveTo, recordedAt), state);
  const changeId: ChangeId = `C-${state.approval.proposed + 1}`;
  const late = Math.floor((microsOf(recordedAt) - microsOf(effectiveFrom)) / MICROS_A_DAY);
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
        ...(late > 0 && { backdatedDays: late }),
        digest: sha256(`onus/change/v1\n${canonicalize({ ...interval, lines })}`, 'hex'),
      },
    },
    ...lines.map((proposed, i) => ({
      type: 'ChangeLineProposed' as const,
      schema: 1 as const,
      data: { changeId, line: i + 1, proposed },
    })),
  ];
}

/** What can be said against a line before anybody has to read it. */
function checkLines(lines: readonly ChangeLine[], effectiveFrom: Instant, naming: Naming, state: State): void {
  const seen = new Set<string>();
  const defined = new Set(lines.filter(({ act }) => act === 'define').map(({ ref }) => ref));
  for (const line of lines) {
    const { ref, act } = line;
    checkRef(ref);
    const touches =
      act === 'assign' ? ['assignment'] : act === 'define' ? ['assignment', 'definition'] : ['definition'];
    for (const facet of touches) {
      if (seen.has(`${facet} ${ref}`)) refuse.taskTwice(ref);
      seen.add(`${facet} ${ref}`);
    }
    if (act === 'define') {
      const { idOf, tasks } = state.responsibility;
      const known = tasks.get(idOf.get(ref) ?? '');
      if (known !== undefined && existsAt(known, microsOf(effectiveFrom))) refuseTask.alreadyDefined(ref);
    } else if (!defined.has(ref)) {
      const task = taskByRef(state.responsibility, ref);
      if (!existsAt(task, microsOf(effectiveFrom))) refuseTask.notInMatrix(ref, effectiveFrom);
    }
    if (act === 'define' || act === 'assign')
      checkAssignment(ref, line.assignment, line.accepts ?? [], state.engagement, naming);
  }
}

function approve(
  { data: { change: changeId, digest } }: ApproveChange,
  state: State,
  circumstances: Circumstances,
): readonly (ApprovalEvent | StatementEvent)[] {
  const { actor, nextIndex } = circumstances;
  const change = openChange(state.approval, changeId);
  // What is approved is the text that was read, not whatever the proposal says by now.
  if (digest !== change.digest) refuse.staleDigest(changeId);
  const side = approvingSide(state, actor);
  if (change.author === actor.member) refuse.ownChange(changeId);
  if (change.approvals[side] !== undefined) refuse.sideHasApproved(side, changeId);
  for (const { ref } of change.lines) {
    const task = state.responsibility.tasks.get(state.responsibility.idOf.get(ref) ?? '');
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
  const acting = state.engagement.members.get(actor.member);
  if (acting === undefined || acting.removed || !acting.roles.includes('approver')) return refuse.notApprover();
  if (acting.kind !== 'person') refuse.robot();
  const side = state.engagement.parties.get(acting.party);
  return side === 'provider' || side === 'client' ? side : refuse.notApprover();
}
