import { microsOf, NotAnInstant, type Micros } from '#kernel/instant';
import type { Effective } from '../../../read-models.ts';

/** What is asked about: `[from, to)`; an instant is the microsecond that it begins. */
export interface Asked {
  readonly from: Micros;
  readonly to: Micros;
  readonly isDay: boolean;
}

/**
 * The stretch of time that a question is about. A calendar day is a day of the contract's zone: from its first instant to the
 * first of the next day, 23 to 25 hours; a day that the zone left out is empty.
 *
 * @throws NotAnInstant for a day that no calendar has
 */
export function askedAbout(effective: Effective, zone: string): Asked {
  if ('at' in effective) {
    const from = microsOf(effective.at);
    return { from, to: from + 1, isDay: false };
  }
  const day = calendarDay(effective.day);
  return { from: startOf(day, zone), to: startOf(day.add({ days: 1 }), zone), isDay: true };
}

/** What was asked, as it is echoed. */
export const echoed = (effective: Effective): string => ('at' in effective ? effective.at : effective.day);

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
