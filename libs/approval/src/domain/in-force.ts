import type { Sha256 } from '#kernel/sealed';
import type { EngagementState } from '#engagement/domain/engagement.state';
import { findingsOf } from '#responsibility/domain/assignment.rules';
import type { Assignment } from '#responsibility/domain/assignment';
import type { Statement, StatementEvent } from '#responsibility/domain/responsibility.events';
import { checkBearers, digestOf, openEnd } from '#responsibility/domain/statements';
import type { ResponsibilityState, TaskState } from '#responsibility/domain/responsibility.state';
import { emptyTimeline } from '#kernel/timeline';
import type { OpenChange } from './approval.state.ts';
import type { ChangeId, ChangeLine } from './change.ts';

type Facet = 'definition' | 'assignment';

/** What an agreed change records about its tasks, line by line. `firstIndex` is the index that the first of them gets. */
export function inForce(
  id: ChangeId,
  change: OpenChange,
  state: { readonly engagement: EngagementState; readonly responsibility: ResponsibilityState },
  firstIndex: number,
  sha256: Sha256,
): readonly StatementEvent[] {
  const events: StatementEvent[] = [];
  // A task may be defined and assigned by two lines of one change.
  const introduced = new Map<string, string>();
  for (const line of change.lines) {
    const index = firstIndex + events.length;
    const taskId = state.responsibility.idOf.get(line.ref) ?? introduced.get(line.ref) ?? `t${index}`;
    introduced.set(line.ref, taskId);
    const task = state.responsibility.tasks.get(taskId);
    const statement = (facet: Facet): Statement => ({ taskId, ...interval(change, task, facet), change: id });
    events.push(...spoken(line, statement, state.engagement, sha256));
  }
  return events;
}

function spoken(
  line: ChangeLine,
  statement: (facet: Facet) => Statement,
  engagement: EngagementState,
  sha256: Sha256,
): readonly StatementEvent[] {
  const assigned = (assignment: Assignment): StatementEvent => {
    // Members may have come and gone since the proposal.
    checkBearers(line.ref, assignment, engagement);
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
