import type { Circumstances } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import { holdsFrom, valueAt } from '#kernel/timeline';
import { requireRole, type WithEngagement } from '#engagement/domain/engagement.state';
import { recordImport } from './importing/import.decider.ts';
import type {
  AcknowledgeAssignment,
  CloseTask,
  DefineTask,
  ReopenTask,
  ResponsibilityCommand,
} from './responsibility.commands.ts';
import type { ResponsibilityEvent } from './responsibility.events.ts';
import { refuse } from './responsibility.refusals.ts';
import { existsAt, taskByRef, type WithResponsibility } from './responsibility.state.ts';
import { checkRef, digestOf, openEnd } from './statements.ts';

type State = WithEngagement & WithResponsibility;

/** The rules about tasks and who bears them, as far as one side may act alone. */
export function decideResponsibility(
  command: ResponsibilityCommand,
  state: State,
  circumstances: Circumstances,
): readonly ResponsibilityEvent[] {
  const { actor } = circumstances;
  switch (command.type) {
    case 'DefineTask':
      requireRole(state.engagement, actor, 'owner', 'contributor');
      return defineTask(command, state, circumstances);
    case 'CloseTask':
      requireRole(state.engagement, actor, 'owner', 'contributor');
      return setClosed(command, state, true);
    case 'ReopenTask':
      requireRole(state.engagement, actor, 'owner', 'contributor');
      return setClosed(command, state, false);
    case 'AcknowledgeAssignment':
      return acknowledge(command, state, circumstances);
    case 'RecordImport':
      requireRole(state.engagement, actor, 'owner');
      return recordImport(command, state, circumstances);
  }
}

function defineTask(
  { data }: DefineTask,
  { responsibility }: State,
  { nextIndex, sha256 }: Circumstances,
): readonly ResponsibilityEvent[] {
  const { ref, definition, effectiveFrom } = data;
  checkRef(ref);
  const known = responsibility.tasks.get(responsibility.idOf.get(ref) ?? '');
  // An import whose last part never came has introduced the reference, and said nothing that holds.
  if (known !== undefined && known.definition.from.length > 0) refuse.alreadyDefined(ref);
  const taskId = known?.id ?? `t${nextIndex}`;
  const digest = digestOf(sha256, definition);
  return [{ type: 'TaskDefined', schema: 1, data: { taskId, ref, definition, digest, effectiveFrom } }];
}

function setClosed(
  { data: { ref, effectiveFrom } }: CloseTask | ReopenTask,
  { responsibility }: State,
  closed: boolean,
): readonly ResponsibilityEvent[] {
  const task = taskByRef(responsibility, ref);
  const at = microsOf(effectiveFrom);
  if (!existsAt(task, at)) refuse.notInMatrix(ref, effectiveFrom);
  const isClosed = valueAt(task.closed, at) ?? false;
  if (closed && isClosed) refuse.alreadyClosed(ref);
  if (!closed && !isClosed) refuse.notClosed(ref);
  const data = { taskId: task.id, effectiveFrom, ...openEnd(task.closed, effectiveFrom) };
  return [{ type: closed ? 'TaskClosed' : 'TaskReopened', schema: 1, data }];
}

function acknowledge(
  { data: { ref, assignment } }: AcknowledgeAssignment,
  { engagement, responsibility }: State,
  { actor, recordedAt }: Circumstances,
): readonly ResponsibilityEvent[] {
  const task = taskByRef(responsibility, ref);
  const named = task.named.find(({ entry }) => entry === assignment);
  if (named === undefined || !holdsFrom(task.assignment, microsOf(recordedAt), assignment)) {
    return refuse.notCurrent(assignment);
  }
  const acting = engagement.members.get(actor.member);
  if (acting === undefined || acting.removed) return refuse.notNamed();
  const speaksForParty =
    named.parties.includes(acting.party) && acting.roles.some((role) => role !== 'viewer' && role !== 'auditor');
  if (!named.members.includes(actor.member) && !speaksForParty) refuse.notNamed();
  if (named.acknowledgedBy.includes(actor.member)) refuse.alreadyAcknowledged();
  const { digest } = named;
  return [{ type: 'AssignmentAcknowledged', schema: 1, data: { taskId: task.id, assignment, digest } }];
}
