import { median } from '../harness/statistics.ts';

/** What is aimed at: the gate must be reached, the stretch is what we would like. */
export interface Aim {
  readonly gate: number;
  readonly stretch: number;
  /** Whether smaller is better, as for a limit in microseconds. */
  readonly atMost?: true;
}

export type Reached = 'stretch' | 'gate' | 'missed' | 'no aim';

/** One line of the result. */
export interface Figure {
  readonly section: string;
  readonly what: string;
  /** A ratio between two that ran in turn, or a value with a unit. */
  readonly value: number;
  /** `×` for a ratio. */
  readonly unit: string;
  /** Least and most of all rounds. */
  readonly least: number;
  readonly most: number;
  readonly aim: Aim | null;
  readonly reached: Reached;
  /** What was measured behind it, in words. */
  readonly detail: string;
}

/** Something that could not be measured here, and why. */
export interface Skipped {
  readonly section: string;
  readonly what: string;
  readonly why: string;
}

export interface Labelled {
  readonly section: string;
  readonly what: string;
  readonly detail: string;
  readonly aim?: Aim;
}

/** How many times `ours` is `theirs`, round by round: what happened to both at once cancels out. */
export function ratio(labelled: Labelled, ours: readonly number[], theirs: readonly number[]): Figure {
  return figureOf(
    labelled,
    '×',
    ours.map((value, round) => value / theirs[round]!),
  );
}

/** A figure in a unit of its own, from all rounds. */
export function figureOf({ section, what, detail, aim }: Labelled, unit: string, values: readonly number[]): Figure {
  const value = median(values);
  return {
    section,
    what,
    value,
    unit,
    least: Math.min(...values),
    most: Math.max(...values),
    aim: aim ?? null,
    reached: aim === undefined ? 'no aim' : reached(value, aim),
    detail,
  };
}

function reached(value: number, { gate, stretch, atMost }: Aim): Reached {
  const sign = atMost === true ? -1 : 1;
  if (value * sign >= stretch * sign) return 'stretch';
  return value * sign >= gate * sign ? 'gate' : 'missed';
}
