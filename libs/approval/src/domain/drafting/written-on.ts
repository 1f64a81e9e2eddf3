import type { ResponsibilityState } from '#responsibility/domain/responsibility.state';
import type { TaskRef } from '#responsibility/domain/task';
import { taskKnownAs } from '#responsibility/domain/tasks/known-tasks';
import { refsOf, type DraftLine } from '../change.ts';

/** What a text was written on: of every task that its lines speak of and that is known, the newest entry about it. */
export function baseOf(
  lines: readonly DraftLine[],
  responsibility: ResponsibilityState,
): Readonly<Record<TaskRef, number>> {
  return Object.fromEntries(
    lines.flatMap(refsOf).flatMap((ref) => {
      const newest = newestEntry(ref, responsibility);
      return newest === undefined ? [] : [[ref, newest] as const];
    }),
  );
}

/** A task that was altered since the text was written; undefined where all is as it was. */
export function movedSince(
  { lines, base }: { readonly lines: readonly DraftLine[]; readonly base: Readonly<Record<TaskRef, number>> },
  responsibility: ResponsibilityState,
): TaskRef | undefined {
  return lines.flatMap(refsOf).find((ref) => newestEntry(ref, responsibility) !== ownOf(base, ref));
}

function newestEntry(ref: TaskRef, { tasks }: ResponsibilityState): number | undefined {
  const newest = taskKnownAs(tasks, ref)?.lastEntry;
  return newest === undefined || newest < 0 ? undefined : newest;
}

/** References are words of people: one may be called like a property that every object has. */
const ownOf = (base: Readonly<Record<TaskRef, number>>, ref: TaskRef): number | undefined =>
  Object.hasOwn(base, ref) ? base[ref] : undefined;
