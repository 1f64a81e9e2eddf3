import type { Circumstances } from '#kernel/decider';
import type { Sha256 } from '#kernel/sealed';
import { emptyTimeline } from '#kernel/timeline';
import type { WithEngagement } from '#engagement/domain/engagement.state';
import type { Assignment } from '#responsibility/domain/assignment';
import { findingsOf } from '#responsibility/domain/assignment.rules';
import type { Statement, StatementEvent } from '#responsibility/domain/responsibility.events';
import type { TaskState, WithResponsibility } from '#responsibility/domain/responsibility.state';
import { checkBearers, digestOf, namingUntil, openEnd } from '#responsibility/domain/statements';
import type { OpenChange } from './approval.state.ts';
import type { ChangeId, ChangeLine } from './change.ts';

type Facet = 'definition' | 'assignment';

/** What an agreed change records about its tasks, line by line. `nextIndex` is the index that the first of them gets. */
export function inForce(
  id: ChangeId,
  change: OpenChange,
  { engagement, responsibility }: WithEngagement & WithResponsibility,
  { nextIndex, recordedAt, sha256 }: Circumstances,
): readonly StatementEvent[] {
  const events: StatementEvent[] = [];
  const naming = namingUntil(change.effectiveTo, recordedAt);
  for (const line of change.lines) {
    // Members may have left since the proposal.
    if ('assignment' in line) checkBearers(line.ref, line.assignment, engagement, naming);
    const taskId = responsibility.idOf.get(line.ref) ?? `t${nextIndex + events.length}`;
    const task = responsibility.tasks.get(taskId);
    const statement = (facet: Facet): Statement => ({ taskId, ...interval(change, task, facet), change: id });
    events.push(...spoken(line, statement, sha256));
  }
  return events;
}

function spoken(line: ChangeLine, statement: (facet: Facet) => Statement, sha256: Sha256): readonly StatementEvent[] {
  const assigned = (assignment: Assignment): StatementEvent => {
    const findings = findingsOf(assignment);
    return {
      type: 'ResponsibilityAssigned',
      schema: 1,
      data: {
        ...statement('assignment'),
        assignment,
        digest: digestOf(sha256, assignment),
        ...(findings.length > 0 && { findings }),
      },
    };
  };
  switch (line.act) {
    case 'define': {
      const { ref, definition } = line;
      const data = { ...statement('definition'), ref, definition, digest: digestOf(sha256, definition) };
      return [{ type: 'TaskDefined', schema: 1, data }, assigned(line.assignment)];
    }
    case 'revise': {
      const { definition } = line;
      const data = { ...statement('definition'), definition, digest: digestOf(sha256, definition) };
      return [{ type: 'TaskRevised', schema: 1, data }];
    }
    case 'assign':
      return [assigned(line.assignment)];
    case 'retire':
      return [{ type: 'TaskRetired', schema: 1, data: statement('definition') }];
  }
}

function interval({ effectiveFrom, effectiveTo }: OpenChange, task: TaskState | undefined, facet: Facet) {
  if (effectiveTo !== undefined) return { effectiveFrom, effectiveTo };
  return { effectiveFrom, ...openEnd(task?.[facet] ?? emptyTimeline(), effectiveFrom) };
}
