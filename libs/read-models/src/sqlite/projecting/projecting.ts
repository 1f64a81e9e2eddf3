import type { EventStore } from '#ledger-store/event-store';
import { ProjectionStopped, type Progress } from '../../read-models.ts';
import { build, type Build } from './builder.ts';
import { Follower } from './follower.ts';
import { openProjector, type Followed } from './open-projector.ts';

export type ReportProgress = (progress: Progress) => void;
export type BuildReport = (position: number, entries: number) => void;

/** Something that follows the store into one file. */
export interface Following {
  /** There may be something new. */
  wake(): void;
  /** The same, and somebody waits for it. */
  hurry(): void;
  /** Finishes the batch at hand and releases the file. */
  stop(): Promise<void>;
}

/** Where projecting is done: on a thread of its own, or on the caller's. */
export interface Projecting {
  /** Opens a file, makes it where it is missing, and goes on from where it is. Nothing is read before it is woken. */
  follow(file: Followed, report: ReportProgress): Promise<Following>;
  /** Derives everything anew into another file; leaves nothing behind when it fails or is told to end. @throws ProjectionStopped */
  build(build: Build, report: BuildReport, signal: AbortSignal): Promise<void>;
}

/** Projecting on the caller's thread, for tests and small tools: wakes by itself when the store has something new. */
export class InProcessProjecting implements Projecting {
  readonly #store: EventStore;

  constructor(store: EventStore) {
    this.#store = store;
  }

  async follow(file: Followed, report: ReportProgress): Promise<Following> {
    const { database, projector } = await openProjector(file, this.#store);
    const follower = new Follower({ feed: this.#store, projector, report });
    const ending = new AbortController();
    report({ position: projector.position(), state: 'following' });
    const listening = this.#listen(projector.position(), follower, ending.signal);
    return {
      wake: () => follower.wake(),
      hurry: () => follower.hurry(),
      stop: async () => {
        ending.abort();
        await listening;
        await follower.stop();
        database.close();
      },
    };
  }

  async build(what: Build, report: BuildReport, signal: AbortSignal): Promise<void> {
    try {
      await build(what, this.#store, report, signal);
    } catch (error) {
      throw new ProjectionStopped((error as Error).message, { cause: error });
    }
  }

  async #listen(position: number, follower: Follower, signal: AbortSignal): Promise<void> {
    try {
      for await (const _ of this.#store.follow(position, signal)) follower.wake();
    } catch {
      // A store that was closed has nothing new to say.
    }
  }
}
