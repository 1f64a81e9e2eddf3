/** An instant as text: RFC 3339 in UTC, at most microseconds, no trailing zeros: what `Temporal.Instant` prints. */
export type Instant = string;

/** Microseconds since 1970-01-01T00:00:00Z, a safe integer until the year 2255. What instants are compared by. */
export type Micros = number;

/** Open ends: before every instant, and after every instant. Used in memory only; a stored open end is absent, never a year 9999. */
export const BEGINNING: Micros = Number.MIN_SAFE_INTEGER;
export const FOREVER: Micros = Number.MAX_SAFE_INTEGER;

/** Raised where text is no instant. The message says what is wrong and how to mend it. */
export class NotAnInstant extends Error {
  readonly text: string;

  constructor(text: string, reason: string) {
    super(`"${text}" is not an instant: ${reason}`);
    this.name = 'NotAnInstant';
    this.text = text;
  }
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:[Zz]|[+-]\d{2}:?\d{2})$/;
const WITHOUT_OFFSET = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?$/;
const LEAP_SECOND = /^.{11}\d{2}:\d{2}:60/;
const EARLIEST = Temporal.Instant.from('1800-01-01T00:00:00Z').epochMilliseconds;
const LATEST = Temporal.Instant.from('2250-01-01T00:00:00Z').epochMilliseconds;

const KEPT_YEARS = 'only the years 1800 to 2249 are kept';

/** The last whole second that an instant of ours can tell, since 1970: the end of the year 2249. */
export const LAST_SECOND = LATEST / 1000 - 1;

/**
 * Reads an RFC 3339 instant with an offset and gives its canonical text.
 *
 * @throws NotAnInstant for a time without offset, a finer step than a microsecond, a leap second, or a year outside 1800 to
 * 2249.
 */
export function parseInstant(text: string): Instant {
  if (WITHOUT_OFFSET.test(text)) {
    throw new NotAnInstant(text, 'it has no offset; add one, for example "Z" or "+01:00"');
  }
  if (!RFC_3339.test(text)) {
    throw new NotAnInstant(text, 'write it as RFC 3339 with an offset, for example 2026-03-14T09:30:00Z');
  }
  // `Temporal` would take it for the second before, and the ledger would hold another instant than was written.
  if (LEAP_SECOND.test(text)) {
    throw new NotAnInstant(text, 'a leap second has no place on the time line; write the second before or after it');
  }
  let instant: Temporal.Instant;
  try {
    instant = Temporal.Instant.from(text);
  } catch {
    throw new NotAnInstant(text, 'there is no such date or time');
  }
  if (instant.epochMilliseconds < EARLIEST || instant.epochMilliseconds >= LATEST) {
    throw new NotAnInstant(text, KEPT_YEARS);
  }
  if (instant.epochNanoseconds % 1000n !== 0n) {
    throw new NotAnInstant(text, 'it is finer than a microsecond; round it first');
  }
  return instant.toString();
}

/** Refuses an instant that no ledger keeps; `text` is what was written for it. @throws NotAnInstant */
export function assertKept(micros: Micros, text: string): void {
  if (micros < EARLIEST * 1000 || micros >= LATEST * 1000) throw new NotAnInstant(text, KEPT_YEARS);
}

let lastRead: Instant = '';
let lastMicros: Micros = 0;

/** Microseconds of a canonical instant. Fast, because projections ask it for every entry; rules ask for the same one several times. */
export function microsOf(instant: Instant): Micros {
  if (instant !== lastRead) {
    lastMicros = readMicros(instant);
    lastRead = instant;
  }
  return lastMicros;
}

function readMicros(instant: Instant): Micros {
  // "2026-03-14T09:30:00Z" is 20 characters; a fraction of up to three digits is at most 24.
  if (instant.length <= 24) return Date.parse(instant) * 1000;
  const millis = Date.parse(`${instant.slice(0, 23)}Z`);
  return millis * 1000 + Number(instant.slice(23, -1).padEnd(3, '0'));
}

/** Canonical text of microseconds since 1970. The inverse of `microsOf`; answers carry many instants, so fast as well. */
export function instantOf(micros: Micros): Instant {
  const millis = Math.floor(micros / 1000);
  const rest = micros - millis * 1000;
  const text = new Date(millis).toISOString();
  if (rest === 0 && text.endsWith('.000Z')) return `${text.slice(0, 19)}Z`;
  const fraction = text.slice(20, 23) + (rest === 0 ? '' : String(rest).padStart(3, '0'));
  return `${text.slice(0, 20)}${fraction.replace(/0+$/, '')}Z`;
}

/** The later of two instants. */
export function laterOf(a: Instant, b: Instant): Instant {
  // Two of one length have the same digits at the same places: no need to read them.
  const isFirst = a.length === b.length ? a >= b : microsOf(a) >= microsOf(b);
  return isFirst ? a : b;
}
