import { Worker } from 'node:worker_threads';
import type { EventStore } from '#ledger-store/event-store';
import { ProjectionStopped } from '../../read-models.ts';
import type { FeedInThread } from '../feed.ts';
import { removeFile } from '../storage/files.ts';
import type { Build } from './builder.ts';
import type { Followed } from './open-projector.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';
import { InProcessProjecting, type BuildReport, type Projecting, type ReportProgress } from './projecting.ts';

/** A module through which the projector's thread reads the store; or a store, to project on the caller's thread. */
export type ProjectedFeed = FeedInThread | { readonly store: EventStore };

/** Projects on a thread of its own, or on the caller's. */
export const projectingFrom = (feed: ProjectedFeed): Projecting =>
  'store' in feed ? new InProcessProjecting(feed.store) : new ThreadProjecting(feed);

/** Projecting on a thread of its own. */
export class ThreadProjecting implements Projecting {
  readonly #feed: FeedInThread;

  constructor(feed: FeedInThread) {
    this.#feed = feed;
  }

  async follow({ path, share }: Followed, report: ReportProgress) {
    const thread = new FollowingThread(startThread({ feed: this.#feed, task: { follow: { path, share } } }), report);
    await thread.ready;
    return thread;
  }

  async build(build: Build, report: BuildReport, signal: AbortSignal): Promise<void> {
    const worker = startThread({ feed: this.#feed, task: { build } });
    const end = (): void => void worker.terminate();
    signal.addEventListener('abort', end);
    let built = false;
    let reason = 'the thread ended before its work was done';
    worker.on('message', (message: FromThread) => {
      if (message.is === 'building') report(message.position, message.entries);
      if (message.is === 'built') built = true;
      if (message.is === 'failed') reason = message.reason;
    });
    worker.on('error', (error) => (reason = (error as Error).message));
    await new Promise<void>((exited) => worker.on('exit', () => exited()));
    signal.removeEventListener('abort', end);
    if (built) return;
    removeFile(build.path);
    throw new ProjectionStopped(reason);
  }
}

/** A thread that follows the store. It is only told that there is more when it is not at work anyway. */
class FollowingThread {
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #awake = false;
  #more = false;

  constructor(worker: Worker, report: ReportProgress) {
    this.#worker = worker;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    let position = 0;
    const stopped = (reason: string): void => {
      report({ position, state: 'stopped', reason });
      reject(new ProjectionStopped(reason));
    };
    worker.on('message', (message: FromThread) => {
      if (message.is === 'ready' || message.is === 'progress') {
        position = message.progress.position;
        report(message.progress);
      }
      if (message.is === 'ready') resolve();
      if (message.is === 'idle') this.#rested();
      if (message.is === 'failed') stopped(message.reason);
    });
    worker.on('error', (error) => stopped((error as Error).message));
    this.#exited = new Promise((exited) => worker.on('exit', () => exited()));
  }

  wake(): void {
    if (this.#awake) {
      this.#more = true;
      return;
    }
    this.#awake = true;
    this.#post('wake');
  }

  /** Told at once, for a thread that is at work may be resting between two batches. */
  hurry(): void {
    this.#awake = true;
    this.#post('hurry');
  }

  async stop(): Promise<void> {
    this.#post('stop');
    await this.#exited;
  }

  #rested(): void {
    this.#awake = false;
    if (!this.#more) return;
    this.#more = false;
    this.wake();
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }
}

/** The thread's file has this file's ending: .ts when run from sources, .js when built. */
function startThread(start: ThreadStart): Worker {
  const code = new URL(`./worker${import.meta.url.slice(-3)}`, import.meta.url);
  return new Worker(code, { workerData: start, name: 'projector' });
}
