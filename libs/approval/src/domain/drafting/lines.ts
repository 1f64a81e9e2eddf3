import { microsOf, type Instant } from '#kernel/instant';
import type { WithEngagement } from '#engagement/domain/engagement.state';
import { refuse as refuseTask } from '#responsibility/domain/responsibility.refusals';
import { taskByRef, type WithResponsibility } from '#responsibility/domain/responsibility.state';
import { checkAssignment, checkRef, type Naming } from '#responsibility/domain/statements';
import type { TaskRef } from '#responsibility/domain/task';
import { taskKnownAs } from '#responsibility/domain/tasks/known-tasks';
import { existsAt } from '#responsibility/domain/tasks/task-state';
import { refuse } from '../approval.refusals.ts';
import { refsOf, type DraftLine, type NewTask } from '../change.ts';

type State = WithEngagement & WithResponsibility;
type Facet = 'definition' | 'assignment';

/** What can be said against the lines of a change before anybody has to read them. */
export function checkLines(lines: readonly DraftLine[], effectiveFrom: Instant, naming: Naming, state: State): void {
  const seen = new Set<string>();
  const added = new Set(lines.flatMap((line) => newTasks(line).map(({ ref }) => ref)));
  for (const line of lines) {
    for (const ref of refsOf(line)) checkRef(ref);
    for (const [ref, facet] of facetsOf(line)) {
      if (seen.has(`${facet} ${ref}`)) refuse.taskTwice(ref);
      seen.add(`${facet} ${ref}`);
    }
    if (line.act === 'split' && line.into.length < 2) refuse.tooFewTasks(line.ref);
    if (line.act === 'merge' && line.from.length < 2) refuse.tooFewTasks(line.ref);
    for (const task of newTasks(line)) checkNewTask(task, effectiveFrom, naming, state);
    for (const ref of standingRefs(line)) {
      if (!added.has(ref)) mustExist(ref, effectiveFrom, state);
    }
    if (line.act === 'assign') checkAssignment(line.ref, line.assignment, line.accepts ?? [], state.engagement, naming);
  }
}

/** What a line says of which task. */
function facetsOf(line: DraftLine): readonly (readonly [TaskRef, Facet])[] {
  switch (line.act) {
    case 'define':
      return both(line.ref);
    case 'assign':
      return [[line.ref, 'assignment']];
    case 'revise':
    case 'retire':
      return [[line.ref, 'definition']];
    case 'split':
      return [[line.ref, 'definition'], ...line.into.flatMap(({ ref }) => both(ref))];
    case 'merge':
      return [...both(line.ref), ...line.from.map((ref) => [ref, 'definition'] as const)];
  }
}

const both = (ref: TaskRef) => [[ref, 'assignment'] as const, [ref, 'definition'] as const];

/** The tasks that a line adds. */
function newTasks(line: DraftLine): readonly NewTask[] {
  if (line.act === 'split') return line.into;
  return line.act === 'define' || line.act === 'merge' ? [line] : [];
}

/** The tasks that a line needs to be there. */
function standingRefs(line: DraftLine): readonly TaskRef[] {
  if (line.act === 'merge') return line.from;
  return line.act === 'define' ? [] : [line.ref];
}

function checkNewTask({ ref, assignment, accepts }: NewTask, from: Instant, naming: Naming, state: State): void {
  const known = taskKnownAs(state.responsibility.tasks, ref);
  if (known !== undefined && existsAt(known, microsOf(from))) refuseTask.alreadyDefined(ref);
  checkAssignment(ref, assignment, accepts ?? [], state.engagement, naming);
}

function mustExist(ref: TaskRef, from: Instant, { responsibility }: State): void {
  if (!existsAt(taskByRef(responsibility, ref), microsOf(from))) refuseTask.notInMatrix(ref, from);
}
