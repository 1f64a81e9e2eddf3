import { microsOf, type Instant } from '#kernel/instant';

const MICROS_A_DAY = 86_400_000_000;

/** How many whole days an effect lies before it was recorded, as an event says it; nothing where it does not. */
export function backdatedDays(effectiveFrom: Instant, recordedAt: Instant): { readonly backdatedDays?: number } {
  const days = Math.floor((microsOf(recordedAt) - microsOf(effectiveFrom)) / MICROS_A_DAY);
  return days > 0 ? { backdatedDays: days } : {};
}
