import { canonicalize } from '#kernel/json';
import type { Instant } from '#kernel/instant';
import type { Assignment } from '#responsibility/domain/assignment';
import type { ImportLine } from '#responsibility/domain/responsibility.commands';
import type { TaskDefinition } from '#responsibility/domain/task';
import type { NaiveModel } from './naive-model.ts';

export interface MatrixLine {
  readonly definition: TaskDefinition;
  readonly assignment: Assignment;
}

/** A dated version of a matrix: its lines by reference. */
export type Matrix = ReadonlyMap<string, MatrixLine>;

const same = (a: unknown, b: unknown): boolean => canonicalize(a) === canonicalize(b);

/** What has to be said at an instant for what holds there to be what a matrix says, read off the model line by line. */
export function naiveDifference(model: NaiveModel, matrix: Matrix, refs: readonly string[], at: Instant): ImportLine[] {
  const lines: ImportLine[] = [];
  const known = model.entries.length;
  for (const ref of refs) {
    const wanted = matrix.get(ref);
    const task = model.taskOf(ref, known);
    const held = task === undefined ? undefined : model.answer(task, at, known);
    if (wanted === undefined) {
      if (held?.exists === true) lines.push({ ref, at, act: 'retire' });
      continue;
    }
    const { definition, assignment } = wanted;
    if (held?.exists !== true) {
      lines.push({ ref, at, act: 'define', definition }, { ref, at, act: 'assign', assignment });
      continue;
    }
    if (!same(model.definitionAt(held.definition!), definition)) lines.push({ ref, at, act: 'revise', definition });
    const bears = held.assignment === null ? null : model.assignmentAt(held.assignment);
    if (!same(bears, assignment)) lines.push({ ref, at, act: 'assign', assignment });
  }
  return lines;
}
