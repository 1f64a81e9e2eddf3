import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Progress } from '../../read-models.ts';
import type { EntryFeed } from '../feed.ts';
import { CannotProject } from '../projections/fact.ts';
import type { Projector } from './projector.ts';

/** Entries in one transaction at most. */
export const BATCH = 5_000;

/**
 * After a batch that was not full, what comes within so many milliseconds makes the next one. While commands pour in, a transaction
 * for each handful of them would take as much of the processor as the commands do.
 */
const REST = 10;

/** Trouble is tried again after this many milliseconds, each time after twice as many, up to the second number. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

export interface FollowerParts {
  readonly feed: EntryFeed;
  readonly projector: Projector;
  readonly report: (progress: Progress) => void;
  /** Milliseconds between batches that are not full, where nobody waits. */
  readonly rest?: number;
  /** Called whenever there was nothing more. */
  readonly idle?: () => void;
}

/** Keeps derived what the store has: reads on when told that there is more, until nothing more comes. */
export class Follower {
  readonly #parts: FollowerParts;
  readonly #ending = new AbortController();
  #more = false;
  /** Pause after the next trouble; the first again as soon as all is well. */
  #pause = FIRST_PAUSE;
  #running: Promise<void> | undefined;
  #hurried = false;
  #endRest: (() => void) | undefined;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  /** There may be something new. */
  wake(): void {
    this.#more = true;
    if (this.#running !== undefined || this.#ending.signal.aborted) return;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      this.#parts.idle?.();
    });
  }

  /** As `wake`, and somebody waits for it: there is no rest before the next batch. */
  hurry(): void {
    this.#hurried = true;
    this.#endRest?.();
    this.wake();
  }

  /** Finishes the batch at hand. */
  async stop(): Promise<void> {
    this.#ending.abort();
    this.#endRest?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#more && !this.#ending.signal.aborted) {
      this.#more = false;
      try {
        while (!this.#ending.signal.aborted) {
          const derived = await this.#step();
          if (derived === 0) break;
          await (derived < BATCH ? this.#rest() : nextTurn());
        }
      } catch (error) {
        if (!(await this.#copeWith(error as Error))) return;
      }
    }
  }

  /** Returns when it is time for the next batch. */
  async #rest(): Promise<void> {
    if (!this.#hurried && !this.#ending.signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, this.#parts.rest ?? REST);
      this.#endRest = resolve;
      await promise;
      this.#endRest = undefined;
      clearTimeout(timer);
    }
    this.#hurried = false;
    await nextTurn();
  }

  /** Derives the next batch, and gives how many entries it had: 0 where there was nothing. */
  async #step(): Promise<number> {
    const { feed, projector, report } = this.#parts;
    const batch = await feed.readAll(projector.position(), BATCH);
    if (batch.length > 0) projector.apply(batch);
    const recovered = this.#pause > FIRST_PAUSE;
    this.#pause = FIRST_PAUSE;
    if (batch.length > 0 || recovered) report({ position: projector.position(), state: 'following' });
    return batch.length;
  }

  /**
   * Whether to try again. What cannot be derived stays so, and so does a file that is damaged: somebody must look at it. Any
   * other trouble can pass (no room, a disk or another program in the way), and then deriving goes on without a restart.
   */
  async #copeWith(error: Error): Promise<boolean> {
    const { projector, report } = this.#parts;
    const position = projector.position();
    if (error instanceof CannotProject || isDamage(error)) {
      report({ position, state: 'stopped', reason: reasonOf(error) });
      this.#ending.abort();
      return false;
    }
    report({ position, state: 'stalled', reason: error.message });
    this.#more = true;
    // Ended early when the follower is stopped; the loop looks at the signal.
    await pause(this.#pause, undefined, { signal: this.#ending.signal, ref: false }).catch(() => {});
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
    return true;
  }
}

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** Whether the engine found the file itself damaged. The primary code is in the low byte. */
function isDamage(error: Error): boolean {
  const { errcode = 0 } = error as { errcode?: number };
  return [SQLITE_CORRUPT, SQLITE_NOTADB].includes(errcode & 0xff);
}

const reasonOf = (error: Error): string =>
  isDamage(error) ? `${error.message}; the file is damaged: derive everything anew with "onus rebuild"` : error.message;
