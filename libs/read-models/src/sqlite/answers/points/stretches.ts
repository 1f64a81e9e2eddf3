import { BEGINNING, FOREVER, type Micros } from '#kernel/instant';
import { FACET_CODES } from '../../storage/schema.ts';
import type { Segment } from '../../queries/courses.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { definitionIn } from '../../queries/grounds/statements.ts';
import type { Stretch } from './interval.ts';

const NOTHING: Segment = { from: BEGINNING, to: FOREVER, said: null };

/** Where nothing was ever said of a task. */
export const UNKNOWN: Stretch = {
  from: BEGINNING,
  to: FOREVER,
  definition: NOTHING,
  assignment: NOTHING,
  closed: NOTHING,
};

/**
 * The stretches of a task that overlap `[from, to)`, in order and without holes, not clipped. While a task is no part of the
 * matrix nobody bears it, whatever else was said: only its definition divides the time then.
 */
export function stretchesOf(
  reader: Reader,
  prefix: Prefix,
  task: number,
  from: Micros,
  to: Micros,
): readonly Stretch[] {
  const { courses, statements } = reader;
  const { ledger, treeSize } = prefix;
  const segments = (facet: number): readonly Segment[] => courses.segments(task, facet, from, to, treeSize);
  const assignments = segments(FACET_CODES.assignment);
  const closings = segments(FACET_CODES.closed);
  return segments(FACET_CODES.definition).flatMap((definition): readonly Stretch[] => {
    const text = definition.said === null ? undefined : statements.statement(ledger, definition.said);
    if (definitionIn(text) === null) {
      return [{ from: definition.from, to: definition.to, definition, assignment: NOTHING, closed: NOTHING }];
    }
    return assignments.flatMap((assignment) => closings.flatMap((closed) => overlap(definition, assignment, closed)));
  });
}

function overlap(definition: Segment, assignment: Segment, closed: Segment): Stretch[] {
  const from = Math.max(definition.from, assignment.from, closed.from);
  const to = Math.min(definition.to, assignment.to, closed.to);
  return from < to ? [{ from, to, definition, assignment, closed }] : [];
}
