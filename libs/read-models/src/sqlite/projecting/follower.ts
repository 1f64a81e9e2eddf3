import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { EntryFeed } from '../feed.ts';
import { CannotProject } from '../projections/fact.ts';
import type { Projector } from './projector.ts';

/** Entries in one transaction at most. */
export const BATCH = 5_000;

const PAUSE_MS = 1_000;

/** How projecting goes. `stalled`: the disk or the store gives trouble, it tries again. `stopped`: it will not go on. */
export interface Progress {
  readonly position: number;
  readonly state: 'following' | 'stalled' | 'stopped';
  readonly reason?: string;
}

export interface FollowerParts {
  readonly feed: EntryFeed;
  readonly projector: Projector;
  readonly report: (progress: Progress) => void;
  /** Called whenever there was nothing more. */
  readonly idle?: () => void;
}

/** Keeps derived what the store has: reads on when told that there is more, until nothing more comes. */
export class Follower {
  readonly #parts: FollowerParts;
  readonly #ending = new AbortController();
  #more = false;
  #running: Promise<void> | undefined;

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

  /** Finishes the batch at hand. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#more && !this.#ending.signal.aborted) {
      this.#more = false;
      try {
        while (!this.#ending.signal.aborted && (await this.#step())) await nextTurn();
      } catch (error) {
        if (!(await this.#copeWith(error as Error))) return;
      }
    }
  }

  /** Derives the next batch; false where there is none. */
  async #step(): Promise<boolean> {
    const { feed, projector, report } = this.#parts;
    const batch = await feed.readAll(projector.position(), BATCH);
    if (batch.length === 0) return false;
    projector.apply(batch);
    report({ position: projector.position(), state: 'following' });
    return true;
  }

  /** Whether to try again. */
  async #copeWith(error: Error): Promise<boolean> {
    const { projector, report } = this.#parts;
    const position = projector.position();
    if (error instanceof CannotProject) {
      report({ position, state: 'stopped', reason: error.message });
      this.#ending.abort();
      return false;
    }
    report({ position, state: 'stalled', reason: error.message });
    this.#more = true;
    // Ended early when the follower is stopped; the loop looks at the signal.
    await pause(PAUSE_MS, undefined, { signal: this.#ending.signal, ref: false }).catch(() => {});
    return true;
  }
}
