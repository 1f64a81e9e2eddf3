import type { Circumstances } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import { valueAt } from '#kernel/timeline';
import { requireRole, type WithEngagement } from '#engagement/domain/engagement.state';
import { acknowledge, acknowledgeAll, decline } from './accepting/accepting.ts';
import { recordImport } from './importing/import.decider.ts';
import type { CloseTask, DefineTask, ReopenTask, ResponsibilityCommand } from './responsibility.commands.ts';
import type { ResponsibilityEvent } from './responsibility.events.ts';
import { refuse } from './responsibility.refusals.ts';
import { taskByRef, type WithResponsibility } from './responsibility.state.ts';
import { checkRef, digestOf, openEnd } from './statements.ts';
import { taskKnownAs } from './tasks/known-tasks.ts';
import { existsAt } from './tasks/task-state.ts';

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
    case 'AcknowledgeAssignments':
      return acknowledgeAll(command, state, circumstances);
    case 'DeclineAssignment':
      return decline(command, state, circumstances);
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
  const known = taskKnownAs(responsibility.tasks, ref);
  // An import whose last part never came has introduced the reference, and said nothing that holds.
  if (known !== undefined && known.definition.length > 0) refuse.alreadyDefined(ref);
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
