import { instantOf, microsOf, type Instant, type Micros } from '#kernel/instant';
import type { OpenChange, Opening } from '../drafting/open-change.ts';

export const MICROS_A_DAY: Micros = 86_400_000_000;
export const MICROS_AN_HOUR: Micros = 3_600_000_000;

/** Until when it can be decided about a change; null where for ever. An emergency is ratified by its own deadline. */
export function deadlineOf({ ratifyBy }: OpenChange, { expiresAt }: Opening): Instant | null {
  const at = ratifyBy ?? expiresAt;
  return at === null ? null : instantOf(at);
}

/** Half-open: at the deadline itself it is over. */
export const isPast = (deadline: Instant, at: Instant): boolean => microsOf(at) >= microsOf(deadline);

/** Whether so many days have gone by. */
export const daysSince = (start: Micros, days: number, at: Instant): boolean =>
  microsOf(at) >= start + days * MICROS_A_DAY;
