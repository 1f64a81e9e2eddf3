import type { TaskRef } from '#responsibility/domain/task';
import type { ObjectionId, ObjectionResolved } from './objection.events.ts';
import { refuse } from './objection.refusals.ts';
import { openObjection, type ObjectionsState } from './objection.state.ts';

/**
 * Refuses a change that names an objection as resolved which is not open, or which is about none of the tasks (`refs`) that the
 * change touches. For whoever drafts or opens a change.
 */
export function checkResolves(state: ObjectionsState, ids: readonly ObjectionId[], refs: readonly TaskRef[]): void {
  const seen = new Set<ObjectionId>();
  for (const id of ids) {
    const { ref } = openObjection(state, id);
    if (!refs.includes(ref)) refuse.otherLine(id, ref);
    if (seen.has(id)) refuse.namedTwice(id);
    seen.add(id);
  }
}

/**
 * What the agreement of a change records about the objections that it names. One that was withdrawn, or resolved by another
 * change, in the meantime is over already: that does not hinder what both sides agreed to, and nothing is recorded of it twice.
 */
export function resolutions(
  state: ObjectionsState,
  ids: readonly ObjectionId[],
  change: string,
): readonly ObjectionResolved[] {
  return ids.flatMap((objectionId) => {
    const objection = state.get(objectionId);
    if (objection?.open !== true) return [];
    return [{ type: 'ObjectionResolved', schema: 1, data: { objectionId, taskId: objection.task, change } } as const];
  });
}
