import fc from 'fast-check';
import { runSeed } from './faults/random.ts';

/** Rounds after which something that has never come up is not rare, but does not happen. */
const MOST_ROUNDS = 12;

/**
 * Tells so many random histories, and as many others again while they have not shown all that they are to show: what is rare would
 * otherwise be missing in one run out of many.
 */
export async function tellUntil<T>(
  isSeen: () => boolean,
  property: fc.IProperty<T> | fc.IAsyncProperty<T>,
  numRuns: number,
): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await fc.assert(property, { numRuns, seed: runSeed() + round });
    if (isSeen()) return;
  }
}
