import { NotThereYet, ProjectionStopped, type Progress } from '../../read-models.ts';

interface Waiting {
  readonly position: number;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** How far projecting has come, and who waits for it to come further. */
export class ProgressBoard {
  #now: Progress = { position: 0, state: 'following' };
  readonly #waiting = new Set<Waiting>();
  readonly #listeners = new Set<(progress: Progress) => void>();

  get now(): Progress {
    return this.#now;
  }

  report(progress: Progress): void {
    this.#now = progress;
    for (const waiting of this.#waiting) this.#tell(waiting);
    for (const listener of this.#listeners) listener(progress);
  }

  /** Whether somebody waits for a position. */
  get awaited(): boolean {
    return this.#waiting.size > 0;
  }

  /** Calls a listener at every step; gives how to stop that. */
  listen(listener: (progress: Progress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws NotThereYet after `milliseconds` @throws ProjectionStopped */
  async reach(position: number, milliseconds: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { position, resolve, reject };
    this.#waiting.add(waiting);
    const timer = setTimeout(() => reject(new NotThereYet(position, this.#now.position)), milliseconds);
    this.#tell(waiting);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(waiting);
    }
  }

  #tell({ position, resolve, reject }: Waiting): void {
    if (position <= this.#now.position) resolve();
    else if (this.#now.state === 'stopped') reject(new ProjectionStopped(this.#now.reason ?? ''));
  }

  /** Nobody waits for what will not come. */
  close(): void {
    for (const { position, reject } of this.#waiting) reject(new NotThereYet(position, this.#now.position));
  }
}
