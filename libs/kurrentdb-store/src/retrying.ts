import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '#ledger-store/event-store';
import { mendOf, troubleOf } from './client/trouble.ts';

/** How often a call is made before its caller is told, and the pause before the second time, in milliseconds; doubled each time. */
const TRIES = 6;
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 2_000;

export const pauseBefore = (attempt: number): Promise<void> =>
  pause(Math.min(FIRST_PAUSE * 2 ** (attempt - 2), LONGEST_PAUSE));

/**
 * Makes a call that can be repeated without harm until it is answered. What the server answers with reason is thrown as it is; the
 * client itself never tries again.
 *
 * @throws StoreUnavailable after so many tries, or where the server refuses
 */
export async function untilAnswered<T>(what: string, work: () => Promise<T>, tries = TRIES): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1) await pauseBefore(attempt);
    try {
      return await work();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'no-such-stream' || trouble === 'stream-deleted' || trouble === 'wrong-revision') throw error;
      if (trouble === 'refused' || attempt === tries) {
        throw new StoreUnavailable(`${what} failed: ${mendOf(error)}`, { cause: error });
      }
    }
  }
}

export { TRIES };
