import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredEntry } from './event-store.ts';

/** What following needs of a store: how to read on, and how to learn that there is something new, or that it was closed. */
export interface TailSource {
  readonly bell: Bell;
  /** Entries after a position, at most `limit`. Throws when the store cannot be read. */
  read(afterPosition: number, limit: number): readonly StoredEntry[];
  isClosed(): boolean;
}

/** Wakes those who wait for something new. Counting the rings closes the gap between "nothing there" and "wait". */
export class Bell {
  #rings = 0;
  readonly #waiting = new Set<() => void>();

  get rings(): number {
    return this.#rings;
  }

  ring(): void {
    this.#rings++;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves when the bell was rung more often than `heard`, or when the signal is aborted. */
  rungAfter(heard: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (this.#rings > heard || signal.aborted) return resolve();
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

/** Entries in a batch: small enough that a synchronous read of them does not hold up the thread. */
const BATCH = 500;

/** Every entry after a position, once and in order, first those that are there, then those that come. */
export async function* followTail(
  source: TailSource,
  afterPosition: number,
  signal: AbortSignal,
): AsyncGenerator<readonly StoredEntry[], void, undefined> {
  let position = afterPosition;
  while (!signal.aborted) {
    const heard = source.bell.rings;
    const batch = source.read(position, BATCH);
    const last = batch.at(-1);
    if (last === undefined) {
      await source.bell.rungAfter(heard, signal);
    } else {
      position = last.position;
      yield batch;
      // Whoever catches up on a million entries must let the others have their turn.
      await nextTurn();
    }
    if (source.isClosed()) return;
  }
}
