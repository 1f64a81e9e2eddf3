/** Text that is no day and no instant; the message says how to write one. */
export class NotAMoment extends Error {}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const WORDY_DAY = /^(\d{1,2})\.? ([a-z]{3})[a-z]* (\d{4})$/i;
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?$/;
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Reads when in the world: a calendar day, or an instant. A time without an offset is one in the contract's zone.
 *
 * @returns {{ value: string, words: string }} `value` as the API takes it
 * @throws NotAMoment
 */
export function readEffective(text, zone) {
  const typed = text.trim();
  const day = readDay(typed, zone);
  if (day !== null) return { value: day, words: `${dayWords(day)}, the whole day in ${zone}.` };
  const instant = readInstant(typed, zone);
  if (instant !== null) return { value: instant, words: `${exactWords(instant, zone)}.` };
  throw new NotAMoment(`“${typed}” is no date here. Write 2026-03-14, 14 March 2026, or 2026-03-14 09:30.`);
}

/**
 * Reads how much of the ledger: nothing for all of it, a number of entries, an instant, or a day, which means all that was
 * recorded by its end.
 *
 * @returns {{ value: string, words: string }} @throws NotAMoment
 */
export function readKnown(text, zone) {
  const typed = text.trim();
  if (typed === '' || typed === 'now') return { value: '', words: 'As known now.' };
  if (/^\d{1,3}([ ,]?\d{3})*$/.test(typed)) {
    const entries = Number(typed.replace(/\D/g, ''));
    return { value: String(entries), words: `As known with the first ${count(entries)} entries.` };
  }
  const day = readDay(typed, zone);
  if (day !== null) return { value: endOf(day, zone), words: `As known at the end of ${dayWords(day)}.` };
  const instant = readInstant(typed, zone);
  if (instant !== null) return { value: instant, words: `As known at ${exactWords(instant, zone)}.` };
  throw new NotAMoment(`“${typed}” is no date and no number of entries. Write 2026-03-14, or leave it empty for now.`);
}

function readDay(text, zone) {
  if (text.toLowerCase() === 'today') return today(zone);
  const wordy = WORDY_DAY.exec(text);
  const month = wordy === null ? 0 : MONTHS.indexOf(wordy[2].toLowerCase()) + 1;
  const iso = wordy !== null && month > 0 ? `${wordy[3]}-${two(month)}-${two(Number(wordy[1]))}` : text;
  const parts = ISO_DAY.exec(iso);
  if (parts === null) return null;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso;
}

function readInstant(text, zone) {
  if (WITH_OFFSET.test(text)) {
    const date = new Date(text.replace(' ', 'T'));
    return Number.isNaN(date.getTime()) ? null : text.replace(' ', 'T').toUpperCase();
  }
  const local = LOCAL_TIME.exec(text);
  if (local === null || readDay(local[1], zone) === null) return null;
  const [, day, hour, minute, second = '00'] = local;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return withoutMillis(new Date(zoned(`${day}T${hour}:${minute}:${second}Z`, zone)));
}

const A_DAY = 86_400_000;

/**
 * Milliseconds of a wall-clock time in a zone, given as if it were UTC. Where the clock is set back, the first of the two;
 * where it is set forward over that time, as long after the change as it would have been before.
 */
function zoned(asUtc, zone) {
  const wall = Date.parse(asUtc);
  const before = wall - offset(wall - A_DAY, zone);
  const after = wall - offset(wall + A_DAY, zone);
  const fits = [before, after].find((millis) => millis + offset(millis, zone) === wall);
  return fits ?? before;
}

/** How far a zone is ahead of UTC at an instant, in milliseconds. */
function offset(millis, zone) {
  const { year, month, day, hour, minute, second } = fields(millis, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(millis / 1000) * 1000;
}

function fields(millis, zone) {
  return Object.fromEntries(
    clockOf(zone)
      .formatToParts(millis)
      .map(({ type, value }) => [type, Number(value)]),
  );
}

const clocks = new Map();

/** Making a format takes longer than using it a hundred times. */
function clockOf(zone) {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const number = 'numeric';
  const parts = { year: number, month: number, day: number, hour: number, minute: number, second: number };
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...parts });
  clocks.set(zone, clock);
  return clock;
}

/** The last microsecond of a calendar day in a zone. */
function endOf(day, zone) {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + A_DAY).toISOString().slice(0, 10);
  const millis = zoned(`${next}T00:00:00Z`, zone);
  return `${new Date(millis - 1).toISOString().slice(0, 19)}.999999Z`;
}

export function today(zone) {
  const { year, month, day } = fields(Date.now(), zone);
  return `${year}-${two(month)}-${two(day)}`;
}

/** `14 March 2026`. */
export const dayWords = (day) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(`${day}T00:00:00Z`));

/** `2 Apr 2026` at midnight of the zone, else `3 Feb 2026, 09:12`. */
export function shortWords(instant, zone) {
  const { hour, minute, second } = fields(Date.parse(instant), zone);
  const date = dateWords(instant, zone);
  const midnight = hour === 0 && minute === 0 && second === 0;
  return midnight ? date : `${date}, ${two(hour)}:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`;
}

/** `2 Apr 2026`, whatever the time. */
export function dateWords(instant, zone) {
  const { year, month, day } = fields(Date.parse(instant), zone);
  const name = MONTHS[month - 1];
  return `${day} ${name.charAt(0).toUpperCase()}${name.slice(1)} ${year}`;
}

/** `14 March 2026, 09:30 CET`. */
const exactWords = (instant, zone) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(Date.parse(instant));

/** `1,275`. */
export const count = (number) => number.toLocaleString('en-GB');

const two = (number) => String(number).padStart(2, '0');
const withoutMillis = (date) => date.toISOString().replace('.000Z', 'Z');

/** Whether an answer asked about a calendar day. */
export const isDay = (effective) => ISO_DAY.test(effective);

/** Milliseconds at which the asked time ends: of a day its end, of an instant itself. */
export const askedUntil = (effective, zone) =>
  isDay(effective) ? Date.parse(endOf(effective, zone)) + 1 : Date.parse(effective);

/** When the asked time was, as the question says it. */
export const askedWords = (effective, zone) => (isDay(effective) ? dayWords(effective) : exactWords(effective, zone));
