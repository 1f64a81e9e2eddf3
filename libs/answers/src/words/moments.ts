import type { Instant } from '#kernel/instant';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Instants and days in the words of an answer, in one time zone (IANA). */
export class Moments {
  readonly zone: string;

  constructor(zone: string) {
    this.zone = zone;
  }

  /** `1 Feb 2026` at midnight, else `1 Feb 2026 14:05`, with seconds and fractions only where there are any. */
  moment(instant: Instant): string {
    const local = Temporal.Instant.from(instant).toZonedDateTimeISO(this.zone);
    const time = clock(local.toPlainTime());
    return time === '00:00' ? dateOf(local.toPlainDate()) : `${dateOf(local.toPlainDate())} ${time}`;
  }

  /** When something was recorded, to the minute: its order is in the entry, not in the clock. */
  minute(instant: Instant): string {
    const local = Temporal.Instant.from(instant).toZonedDateTimeISO(this.zone);
    return `${dateOf(local.toPlainDate())} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
  }

  /** The calendar day of an instant: what is enough for when somebody said something. */
  day(instant: Instant): string {
    return dateOf(Temporal.Instant.from(instant).toZonedDateTimeISO(this.zone).toPlainDate());
  }

  /** What was asked about: an instant, a day `YYYY-MM-DD`, or a period as two instants with a slash between them. */
  asked(effective: string): string {
    const [from = '', to] = effective.split('/');
    if (to !== undefined) return this.span(from, to);
    return effective.length === 10 ? dateOf(Temporal.PlainDate.from(effective)) : this.moment(effective);
  }

  /** `1 Feb 2026 → 2 Apr 2026`, half-open; an open end is said in words. */
  span(from: Instant | null, to: Instant | null): string {
    if (from === null) return to === null ? 'at all times' : `until ${this.moment(to)}`;
    return to === null ? `since ${this.moment(from)}, open end` : `${this.moment(from)} → ${this.moment(to)}`;
  }

  /** The part of a day, by the clock of the zone: `00:00 → 14:30`, `14:30 → 24:00`. */
  partOfDay(day: string, from: Instant | null, to: Instant | null): string {
    const end = Temporal.PlainDate.from(day).add({ days: 1 });
    const at = (instant: Instant): string => {
      const local = Temporal.Instant.from(instant).toZonedDateTimeISO(this.zone);
      if (local.toPlainDate().equals(end)) return '24:00';
      // On the day that has an hour twice, the offset tells which.
      const repeated = local.hoursInDay > 24 ? local.offset : '';
      return clock(local.toPlainTime()) + repeated;
    };
    return `${from === null ? '00:00' : at(from)} → ${to === null ? '24:00' : at(to)}`;
  }
}

const dateOf = ({ day, month, year }: Temporal.PlainDate): string => `${day} ${MONTHS[month - 1]} ${year}`;

function clock(time: Temporal.PlainTime): string {
  const exact = time.second !== 0 || time.millisecond !== 0 || time.microsecond !== 0;
  return exact ? time.toString() : time.toString({ smallestUnit: 'minute' });
}
