import { FOREVER, type Micros } from './instant.ts';

/**
 * What holds when, as known now: consecutive half-open segments, each with a value; `undefined` where nothing was said.
 * The last statement that covers an instant wins there. One array of starts and values in turn, ascending, so that a snapshot can
 * hold it as it is: there are three for every task, and most have one segment or none.
 */
export type Timeline<V> = readonly (Micros | V | undefined)[];

const NOTHING: Timeline<never> = [];

/** Nothing was said yet. One for all. */
export const emptyTimeline = <V>(): Timeline<V> => NOTHING;

/** A start and a value. */
const WORDS = 2;

/** Where the segment that covers `at` stands, or before the first segment. */
function segmentAt<V>(timeline: Timeline<V>, at: Micros): number {
  // Time mostly moves forward: look at the end before searching.
  let low = 0;
  let high = timeline.length / WORDS - 1;
  if (high < 0 || startOf(timeline, high * WORDS) <= at) return high * WORDS;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startOf(timeline, middle * WORDS) <= at) low = middle + 1;
    else high = middle;
  }
  return (low - 1) * WORDS;
}

/** When the segment starts that stands somewhere; `FOREVER` behind the last. */
const startOf = <V>(timeline: Timeline<V>, place: number): Micros =>
  place < timeline.length ? (timeline[place] as Micros) : FOREVER;

const valueOf = <V>(timeline: Timeline<V>, place: number): V | undefined =>
  place < 0 ? undefined : (timeline[place + 1] as V | undefined);

/** What holds at an instant. */
export const valueAt = <V>(timeline: Timeline<V>, at: Micros): V | undefined =>
  valueOf(timeline, segmentAt(timeline, at));

/** The first start after an instant, where something else begins to hold; `FOREVER` where nothing follows. */
export const nextStart = <V>(timeline: Timeline<V>, at: Micros): Micros =>
  startOf(timeline, segmentAt(timeline, at) + WORDS);

/**
 * States that `value` holds in `[from, to)`, over whatever was said of it before. What held at `to` holds on from there. Gives the
 * timeline that says so, and takes the place of the one that was given.
 */
export function overlay<V>(timeline: Timeline<V>, from: Micros, to: Micros, value: V | undefined): Timeline<V> {
  if (from >= to) return timeline;
  const first = segmentAt(timeline, from);
  const last = to === FOREVER ? timeline.length - WORDS : segmentAt(timeline, to);
  const keepsStart = first >= 0 && startOf(timeline, first) === from ? first : first + WORDS;
  const resumesInside = to !== FOREVER && (last < 0 || startOf(timeline, last) !== to);
  const removed = (resumesInside || to === FOREVER ? last + WORDS : last) - keepsStart;
  const put = resumesInside ? [from, value, to, valueOf(timeline, last)] : [from, value];
  // As a copy a short one takes just the room that it needs, where an array that is spliced keeps room for sixteen more.
  if (timeline.length < SHORT) return timeline.toSpliced(keepsStart, removed, ...put);
  (timeline as (Micros | V | undefined)[]).splice(keepsStart, removed, ...put);
  return timeline;
}

const SHORT = 32;

/** Whether `value` still holds anywhere at or after an instant. */
export function holdsFrom<V>(timeline: Timeline<V>, at: Micros, value: V): boolean {
  for (let place = Math.max(0, segmentAt(timeline, at)); place < timeline.length; place += WORDS) {
    if (valueOf(timeline, place) === value) return true;
  }
  return false;
}

/** Every value that still holds anywhere at or after an instant: to be asked of many at once. */
export function valuesFrom<V>(timeline: Timeline<V>, at: Micros): ReadonlySet<V | undefined> {
  const values = new Set<V | undefined>();
  for (let place = Math.max(0, segmentAt(timeline, at)); place < timeline.length; place += WORDS) {
    values.add(valueOf(timeline, place));
  }
  return values;
}
