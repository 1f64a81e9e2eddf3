import { instantOf, NotAnInstant, parseInstant, type Instant } from '#kernel/instant';
import type { Effective, Known } from '#answers/point-in-time';
import { UsageError } from '../usage-error.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TREE_SIZE = /^(?:0|[1-9]\d{0,15})$/;

/** The time of this machine: what "now" means in a question. */
export const now = (): Instant => instantOf(Date.now() * 1000);

/**
 * `--on`, `--from`, `--to`: a calendar day in the contract's zone, or an instant.
 *
 * @throws UsageError for a time without offset, or a day that the calendar does not have
 */
export function readEffective(option: string, text: string): Effective {
  if (!DAY.test(text)) return { at: readInstant(option, text, 'A calendar day will do too, like 2026-03-14') };
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    throw new UsageError(`${option}: there is no day "${text}"`, 'Write it as YYYY-MM-DD');
  }
  return { day: text };
}

/** An instant with its offset. @throws UsageError where it has none, or is none */
export function readInstant(option: string, text: string, mend = 'Give a date, a time and an offset'): Instant {
  try {
    return parseInstant(text);
  } catch (error) {
    if (!(error instanceof NotAnInstant)) throw error;
    throw new UsageError(`${option}: ${error.message}`, mend);
  }
}

/** `--known`: a tree size, or an instant that resolves to one. @throws UsageError */
export function readKnown(option: string, text: string | undefined): Known | undefined {
  if (text === undefined) return undefined;
  return TREE_SIZE.test(text)
    ? { treeSize: Number(text) }
    : { at: readInstant(option, text, 'A tree size will do too, like 212') };
}

/** A question's two clocks from its two options; now and everything where they are not given. */
export function readPoint(on: string | undefined, known: string | undefined) {
  const size = readKnown('--known', known);
  const effective = on === undefined ? { at: now() } : readEffective('--on', on);
  return { effective, ...(size !== undefined && { known: size }) };
}
