import { isApprovalEvent } from '#approval/domain/approval.events';
import { isPeopleEvent, type EngagementEvent } from '#engagement/domain/engagement.events';
import type { EvidenceSubmitted } from '#evidence/domain/evidence.events';
import { isMatrixVersionEvent } from '#matrix-version/domain/matrix-version.events';
import type { ObjectionEvent } from '#objection/domain/objection.events';
import type { ResponsibilityEvent } from '#responsibility/domain/responsibility.events';
import type { TaskId, TaskRef } from '#responsibility/domain/task';
import { taskKnown } from '#responsibility/domain/tasks/known-tasks';
import type { OnusEvent, OnusState } from '#rulebook/rulebook';
import { acceptance, declining } from './accepting.ts';
import { approvalCommand } from './approval.ts';
import { engagementCommand } from './engagement.ts';
import { importCommand } from './import.ts';
import { matrixVersionCommand } from './matrix-version.ts';
import { objectionCommand } from './objection.ts';
import { peopleCommand } from './people.ts';
import { asText, noCommand, whole, type Rebuilt } from './rebuilt.ts';

/**
 * The command behind its events: the inverse of each rule. Whatever the rules work out themselves is left out, so that it can be
 * compared. `size` is the tree size before the command. @throws Contradiction where no command records such events
 */
export function rebuild(events: readonly OnusEvent[], state: OnusState, size: number): Rebuilt {
  const first = events[0]!;
  if (isApprovalEvent(first)) return approvalCommand(first, events);
  if (isMatrixVersionEvent(first)) return matrixVersionCommand(first, events);
  if (isPeopleEvent(first)) return whole(peopleCommand(first));
  switch (first.type) {
    case 'EngagementOpened':
    case 'PartyAdded':
    case 'MemberAdded':
    case 'MemberRolesChanged':
    case 'MemberRemoved':
    case 'SigningKeyRotated':
    case 'CredentialRegistered':
    case 'CredentialRevoked':
      return engagementCommand(first satisfies EngagementEvent, events);
    case 'TaskDefined':
    case 'TaskRevised':
    case 'TaskRetired':
    case 'ResponsibilityAssigned':
    case 'TaskClosed':
    case 'TaskReopened':
    case 'FactImported':
      return first.data.import === undefined ? direct(first, state) : importCommand(events, state, size);
    case 'ImportStarted':
    case 'ImportPartRecorded':
    case 'ImportCompleted':
      return importCommand(events, state, size);
    case 'AssignmentAcknowledged':
      return acceptance(first, events, (task) => refOf(task, state));
    case 'AssignmentDeclined':
      return declining(first, (task) => refOf(task, state));
    case 'EvidenceSubmitted':
      return whole(evidence(first, state));
    case 'EvidenceReviewed': {
      const { evidenceId, outcome, reason } = first.data;
      const data = { evidence: evidenceId, outcome, ...(reason !== undefined && { reason: asText(reason) }) };
      return whole({ type: 'ReviewEvidence', data });
    }
    case 'ObjectionRaised':
    case 'ObjectionAnswered':
    case 'ObjectionWithdrawn':
    case 'ObjectionResolved':
      return objectionCommand(first satisfies ObjectionEvent);
    case 'SnapshotTaken': {
      const { snapshotId: _, ...data } = first.data;
      return whole({ type: 'TakeSnapshot', data });
    }
  }
}

/** What one side may say of a task alone: that it is there, and that it is closed or open. */
function direct(first: ResponsibilityEvent, state: OnusState): Rebuilt {
  if (first.type === 'TaskDefined' && first.data.change === undefined) {
    const { ref, definition, effectiveFrom } = first.data;
    return whole({ type: 'DefineTask', data: { ref, definition, effectiveFrom } });
  }
  if (first.type === 'TaskClosed' || first.type === 'TaskReopened') {
    const type = first.type === 'TaskClosed' ? 'CloseTask' : 'ReopenTask';
    const { taskId, effectiveFrom } = first.data;
    return whole({ type, data: { ref: refOf(taskId, state), effectiveFrom } });
  }
  return noCommand(`a ${first.type} stands behind the approval that agreed it, or in an import, not by itself`);
}

function evidence({ data }: EvidenceSubmitted, state: OnusState) {
  const { evidenceId: _, taskId, title, ...item } = data;
  return { type: 'SubmitEvidence' as const, data: { ref: refOf(taskId, state), ...item, title: asText(title) } };
}

const refOf = (task: TaskId, { responsibility }: OnusState): TaskRef =>
  taskKnown(responsibility.tasks, task)?.ref ?? noCommand(`nobody has introduced task ${task}`);
