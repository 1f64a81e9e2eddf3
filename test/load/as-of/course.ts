import { FOREVER, type Micros } from '#kernel/instant';
import { seededRandom } from '../harness/statistics.ts';

/** A rectangle on the two clocks, in numbers of changes. */
export interface CoursePeriod {
  readonly from: Micros;
  readonly to: Micros;
  /** The change from which on it is known. */
  readonly knownFrom: number;
  /** The change that gave it up; null while it is known. */
  readonly knownTo: number | null;
  /** The change that said it. */
  readonly said: number;
}

/** A course of changes that every task of a made-up history goes through. */
export interface Course {
  /** Known now first last: in the order in which the table keeps them. */
  readonly periods: readonly CoursePeriod[];
  /** When each change came into force. */
  readonly effective: readonly Micros[];
}

export const BEGIN: Micros = Date.UTC(2016, 0, 1) * 1_000;
const HOUR: Micros = 3_600_000_000;
/** One change in ten corrects a stretch of the past. */
const CORRECTIONS = 0.1;

/**
 * A history of about so many periods: mostly changes until further notice, one after the other, and corrections of a stretch
 * that lies at most a hundred changes back, as late paperwork does. Repeatable.
 */
export function courseOf(periods: number): Course {
  const random = seededRandom(periods);
  const now: CoursePeriod[] = [];
  const past: CoursePeriod[] = [];
  const effective: Micros[] = [];
  let clock = BEGIN;
  for (let change = 0; now.length + past.length < periods; change++) {
    const correction = change > 2 && random() < CORRECTIONS;
    const to = correction ? BEGIN + Math.floor((clock - BEGIN) * (1 - random() * Math.min(1, 100 / change))) : FOREVER;
    const from = correction
      ? Math.max(BEGIN, to - Math.ceil(random() * 8) * HOUR)
      : (clock += Math.ceil(random() * 16) * HOUR);
    effective.push(from);
    if (from < to) say(now, past, { from, to, knownFrom: change, knownTo: null, said: change });
  }
  past.sort((a, b) => a.knownTo! - b.knownTo! || a.from - b.from);
  return { periods: [...past, ...now], effective };
}

/** Puts a period over what is known now. `now` ascends and never overlaps; looked at from the end, where most is said. */
function say(now: CoursePeriod[], past: CoursePeriod[], period: CoursePeriod): void {
  const { from, to, knownFrom } = period;
  let end = now.length;
  while (end > 0 && now[end - 1]!.from >= to) end--;
  let start = end;
  while (start > 0 && now[start - 1]!.to > from) start--;
  const covered = now.slice(start, end);
  const kept: CoursePeriod[] = [];
  for (const old of covered) {
    past.push({ ...old, knownTo: knownFrom });
    if (old.from < from) kept.push({ ...old, to: from, knownFrom });
  }
  kept.push(period);
  const last = covered.at(-1);
  if (last !== undefined && to < last.to) kept.push({ ...last, from: to, knownFrom });
  now.splice(start, end - start, ...kept);
}
