/** How often a command is decided again because others wrote first, before its caller is told. */
export const MOST_CONFLICTS = 60;

/** Whether a command has met as many conflicts as it may. */
export const isTired = ({ conflicts }: { readonly conflicts: number }): boolean => conflicts > MOST_CONFLICTS;

/** Milliseconds that a pause may take at most after the second conflict in a row; doubled each time. */
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 100;

/**
 * Milliseconds to wait before a ledger is read again after so many conflicts in a row: none after the first, then a random time, so
 * that two processes that write to one ledger do not keep in step. `random` gives 0 up to, not with, 1.
 */
export function pauseAfter(conflicts: number, random: () => number): number {
  return conflicts < 2 ? 0 : random() * Math.min(FIRST_PAUSE * 2 ** (conflicts - 2), LONGEST_PAUSE);
}
