import { BEGINNING, FOREVER, type Micros } from '#kernel/instant';
import type { TaskId } from '#responsibility/domain/task';
import type { Facet, Period } from '#responsibility/domain/two-clocks/periods';
import type { Prefix } from '../facts/facts.ts';

/** A stretch of the world's time in which one entry holds for a facet, or in which nothing was said (`said` is null). */
export interface Segment {
  readonly from: Micros;
  readonly to: Micros;
  readonly said: number | null;
}

/** What the facets of a task rest on in a stretch of the world's time. */
export interface Stretch {
  readonly from: Micros;
  readonly to: Micros;
  readonly definition: Segment;
  readonly assignment: Segment;
  readonly closed: Segment;
}

const NOTHING: Segment = { from: BEGINNING, to: FOREVER, said: null };

/** Where nothing was ever said of a task. */
const UNKNOWN: Stretch = {
  from: BEGINNING,
  to: FOREVER,
  definition: NOTHING,
  assignment: NOTHING,
  closed: NOTHING,
};

/**
 * The stretches of a task that overlap `[from, to)`, in order and without holes, not cut to it. While a task is no part of the
 * matrix nobody bears it, whatever else was said: only its definition divides the time then.
 */
export function stretchesOf(
  { facts, treeSize }: Prefix,
  task: TaskId | undefined,
  from: Micros,
  to: Micros,
): readonly Stretch[] {
  if (task === undefined) return [UNKNOWN];
  const segments = (facet: Facet): readonly Segment[] =>
    segmentsOf(facts.periods.known(task, facet, treeSize)).filter((each) => each.from < to && from < each.to);
  const assignments = segments('assignment');
  const closings = segments('closed');
  return segments('definition').flatMap((definition): readonly Stretch[] => {
    const said = definition.said === null ? undefined : facts.statements.statement(definition.said);
    if (said === undefined || said.event.type === 'TaskRetired') {
      return [{ from: definition.from, to: definition.to, definition, assignment: NOTHING, closed: NOTHING }];
    }
    return overlapping(assignments, definition).flatMap((assignment) => {
      const both = {
        from: Math.max(definition.from, assignment.from),
        to: Math.min(definition.to, assignment.to),
      };
      return overlapping(closings, both).flatMap((closed) => overlap(definition, assignment, closed));
    });
  });
}

/** The whole of the world's time as periods divide it, gaps included. */
function segmentsOf(periods: readonly Period[]): readonly Segment[] {
  const segments: Segment[] = [];
  let reached = BEGINNING;
  for (const { from, to, said } of periods) {
    if (reached < from) segments.push({ from: reached, to: from, said: null });
    segments.push({ from, to, said });
    reached = to;
  }
  if (reached < FOREVER) segments.push({ from: reached, to: FOREVER, said: null });
  return segments;
}

/** The segments that overlap a stretch. They are in order and without holes: the first is found by halving, and no other is looked at. */
function overlapping(segments: readonly Segment[], { from, to }: Pick<Segment, 'from' | 'to'>): readonly Segment[] {
  let low = 0;
  for (let high = segments.length; low < high;) {
    const middle = (low + high) >>> 1;
    if (segments[middle]!.to <= from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < segments.length && segments[end]!.from < to) end++;
  return segments.slice(low, end);
}

function overlap(definition: Segment, assignment: Segment, closed: Segment): Stretch[] {
  const from = Math.max(definition.from, assignment.from, closed.from);
  const to = Math.min(definition.to, assignment.to, closed.to);
  return from < to ? [{ from, to, definition, assignment, closed }] : [];
}
