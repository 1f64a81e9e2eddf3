import { assertKept, instantOf, microsOf, NotAnInstant, type Instant, type Micros } from '#kernel/instant';

/** When in the world: an instant, or a calendar day (`YYYY-MM-DD`) in the contract's zone. */
export type Effective = { readonly at: Instant } | { readonly day: string };

/** A period of the world's time, half-open: what an assessor or an incident review asks about. */
export interface AskedPeriod {
  readonly from: Instant;
  readonly to: Instant;
}

/** A period as people name it: each end is an instant, or a day, which stands for its first instant in the contract's zone. */
export interface PeriodOfPoints {
  readonly from: Effective;
  readonly to: Effective;
}

/** How much of the ledger: a tree size, or what was recorded at or before an instant. Absent: everything there is. */
export type Known = { readonly treeSize: number } | { readonly at: Instant };

export interface PointInTime {
  readonly effective: Effective;
  readonly known?: Known;
}

/** The matrix at an instant; of a day, at its first. */
export interface MatrixQuestion extends PointInTime {
  /** Whether each line is to say how much was shown of it for the instant, and checked. */
  readonly evidence?: boolean;
}

/** Who bore a task may be asked of a period as well: the answer has one interval after the other, as for a day. */
export interface OwnerQuestion {
  readonly effective: Effective | AskedPeriod;
  readonly known?: Known;
}

/** `known` names more entries than the ledger has. */
export class NotYetKnown extends Error {
  constructor(asked: number, size: number) {
    super(`The ledger has ${size} entries; nothing is known yet at tree size ${asked}.`);
    this.name = 'NotYetKnown';
  }
}

/** A period that ends before it begins, or where it begins. */
export class EmptyPeriod extends Error {
  constructor({ from, to }: PeriodOfPoints, zone: string) {
    super(
      `The period from ${echoed(from)} to ${echoed(to)} (${zone}) ends before it begins, or is empty; its end does not count.`,
    );
    this.name = 'EmptyPeriod';
  }
}

/** What is asked about: `[from, to)`; an instant is the microsecond that it begins. */
export interface Asked {
  readonly from: Micros;
  readonly to: Micros;
  /** Whether the answer is cut to what was asked: for a day or a period, not for an instant. */
  readonly clips: boolean;
}

/**
 * The stretch of time that a question is about. A calendar day is a day of the contract's zone: from its first instant to the
 * first of the next day, 23 to 25 hours; a day that the zone left out is empty, and so is a period that ends before it begins.
 *
 * @throws NotAnInstant for a day that no calendar has or that begins outside of the years that are kept, or an instant that is not
 * written as the ledger writes them
 */
export function askedAbout(effective: Effective | AskedPeriod, zone: string): Asked {
  if ('at' in effective) {
    const from = askedMicros(effective.at);
    return { from, to: from + 1, clips: false };
  }
  if ('from' in effective) return { from: askedMicros(effective.from), to: askedMicros(effective.to), clips: true };
  const day = calendarDay(effective.day);
  const from = startOf(day, zone);
  // Its first instant may be recorded, as that of a snapshot is: no verifier reads one of another time.
  assertKept(from, effective.day);
  return { from, to: startOf(day.add({ days: 1 }), zone), clips: true };
}

/**
 * The period between two points: a day stands for its first instant, so that the last day of a period is the one before `to`.
 *
 * @throws EmptyPeriod, NotAnInstant
 */
export function periodBetween(points: PeriodOfPoints, zone: string): AskedPeriod {
  const [from, to] = [askedAbout(points.from, zone).from, askedAbout(points.to, zone).from];
  if (from >= to) throw new EmptyPeriod(points, zone);
  return { from: instantOf(from), to: instantOf(to) };
}

/** What was asked, as it is echoed; a period as ISO 8601 writes intervals. */
export function echoed(effective: Effective | AskedPeriod): string {
  if ('at' in effective) return effective.at;
  return 'day' in effective ? effective.day : `${effective.from}/${effective.to}`;
}

function askedMicros(at: Instant): Micros {
  const micros = microsOf(at);
  if (Number.isNaN(micros)) throw new NotAnInstant(at, 'write it in UTC, for example 2026-03-14T09:30:00Z');
  return micros;
}

const startOf = (day: Temporal.PlainDate, zone: string): Micros =>
  day.toZonedDateTime({ timeZone: zone }).epochMilliseconds * 1000;

function calendarDay(text: string): Temporal.PlainDate {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Temporal.PlainDate.from(text);
  } catch {
    // Said below.
  }
  throw new NotAnInstant(text, 'there is no such day; write it as YYYY-MM-DD');
}
