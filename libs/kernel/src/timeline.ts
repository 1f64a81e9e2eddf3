import { BEGINNING, FOREVER, type Micros } from './instant.ts';

/** A half-open stretch of time `[from, to)`. */
export interface Interval {
  readonly from: Micros;
  readonly to: Micros;
}

/**
 * What holds when, as known now: consecutive half-open segments, each with a value; `undefined` where nothing was said.
 * The last statement that covers an instant wins there. Plain arrays, so that a snapshot can hold it as it is.
 */
export interface Timeline<V> {
  /** Ascending starts of segments. */
  from: Micros[];
  value: (V | undefined)[];
}

export const emptyTimeline = <V>(): Timeline<V> => ({ from: [], value: [] });

/** Position of the segment that covers `at`, or -1 before the first. */
function segmentAt<V>(timeline: Timeline<V>, at: Micros): number {
  const starts = timeline.from;
  // Time mostly moves forward: look at the end before searching.
  let low = 0;
  let high = starts.length - 1;
  if (high < 0 || starts[high]! <= at) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What holds at an instant. */
export function valueAt<V>(timeline: Timeline<V>, at: Micros): V | undefined {
  return timeline.value[segmentAt(timeline, at)];
}

/** The segment around an instant: from the start of what holds there to the start of what follows. */
export function intervalAt<V>(timeline: Timeline<V>, at: Micros): Interval {
  const i = segmentAt(timeline, at);
  return { from: timeline.from[i] ?? BEGINNING, to: timeline.from[i + 1] ?? FOREVER };
}

/** The first start after an instant, where something else begins to hold; `FOREVER` where nothing follows. */
export function nextStart<V>(timeline: Timeline<V>, at: Micros): Micros {
  return timeline.from[segmentAt(timeline, at) + 1] ?? FOREVER;
}

/** States that `value` holds in `[from, to)`, over whatever was said of it before. What held at `to` holds on from there. */
export function overlay<V>(timeline: Timeline<V>, from: Micros, to: Micros, value: V | undefined): void {
  if (from >= to) return;
  const first = segmentAt(timeline, from);
  const last = to === FOREVER ? timeline.from.length - 1 : segmentAt(timeline, to);
  const keepsStart = timeline.from[first] === from ? first : first + 1;
  const resumed = timeline.value[last];
  const resumesInside = to !== FOREVER && timeline.from[last] !== to;
  const removed = (resumesInside || to === FOREVER ? last + 1 : last) - keepsStart;
  if (resumesInside) {
    timeline.from = spliced(timeline.from, keepsStart, removed, from, to);
    timeline.value = spliced(timeline.value, keepsStart, removed, value, resumed);
  } else {
    timeline.from = spliced(timeline.from, keepsStart, removed, from);
    timeline.value = spliced(timeline.value, keepsStart, removed, value);
  }
}

/**
 * Most timelines have a handful of segments, and there are many: as a copy they take just the room that they need, where an array
 * that is spliced keeps room for sixteen more. Long ones are changed in place.
 */
function spliced<T>(array: T[], start: number, removed: number, ...put: readonly T[]): T[] {
  if (array.length < SHORT) return array.toSpliced(start, removed, ...put);
  array.splice(start, removed, ...put);
  return array;
}

const SHORT = 16;

/** Whether `value` still holds anywhere at or after an instant. */
export function holdsFrom<V>(timeline: Timeline<V>, at: Micros, value: V): boolean {
  return timeline.value.includes(value, Math.max(0, segmentAt(timeline, at)));
}
