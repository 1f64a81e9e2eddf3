import { sign, verify } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Job, Outcome } from './lots.ts';

/** Jobs under way at once from which on a thread of its own is worth its start. */
const BUSY = 8;

/**
 * Jobs that make a lot. It is sent as soon as it is full: of many requests that came together the first are signed while the last are
 * still being decided. A lot of fewer would cost more for its way than it gains.
 */
const LOT = 8;

/** Jobs that the thread has at most; what comes beyond that goes to the runtime as well, so that one thread is never the limit. */
const MOST_AT_THREAD = 64;

interface Waiting {
  readonly job: Job;
  readonly done: (outcome: Outcome) => void;
}

/**
 * Signs and verifies beside the main thread. The runtime has threads for that, and handing it one job costs the main thread as
 * much time as the signature itself takes: that is fine for one now and then. Where many are under way at once, they go to a
 * thread of our own, in lots.
 */
export class SignatureThread {
  private readonly open: () => Worker;
  private worker: Worker | undefined;
  private failed = false;
  /** Lots that the thread has, in their order. */
  private readonly lots: (readonly Waiting[])[] = [];
  private atThread = 0;
  private gathering: Waiting[] = [];
  private planned = false;
  private atRuntime = 0;

  /** `open` starts the thread. */
  constructor(open: () => Worker = openWorker) {
    this.open = open;
  }

  /** Whether there is a thread, and it works. */
  get running(): boolean {
    return this.worker !== undefined;
  }

  /** Signs. @throws what the runtime throws for the key */
  async sign(job: Omit<Job, 'signature'>): Promise<Uint8Array> {
    const outcome = await this.do(job);
    if (outcome instanceof Uint8Array) return outcome;
    throw outcome instanceof Error ? outcome : new TypeError('no signature came back');
  }

  /** Whether a signature holds; what cannot be verified does not. */
  async verify(job: Required<Job>): Promise<boolean> {
    return (await this.do(job)) === true;
  }

  private do(job: Job): Promise<Outcome> {
    return new Promise((done) => this.place({ job, done }));
  }

  private place(waiting: Waiting): void {
    const free = this.atThread + this.gathering.length < MOST_AT_THREAD;
    if (!this.failed && free && (this.worker !== undefined || this.atRuntime >= BUSY)) {
      this.gathering.push(waiting);
      if (this.gathering.length === LOT) this.send();
      else this.plan();
      return;
    }
    this.atRuntime++;
    void atRuntime(waiting.job).then((outcome) => {
      this.atRuntime--;
      waiting.done(outcome);
    });
  }

  /** What comes in one turn and fills no lot goes together when the turn is over. */
  private plan(): void {
    if (this.planned) return;
    this.planned = true;
    setImmediate(() => {
      this.planned = false;
      if (this.gathering.length > 0) this.send();
    });
  }

  private send(): void {
    this.worker ??= this.started();
    this.worker.ref();
    const lot = this.gathering;
    this.gathering = [];
    this.lots.push(lot);
    this.atThread += lot.length;
    this.worker.postMessage(lot.map(({ job }) => job));
  }

  private started(): Worker {
    const worker = this.open();
    worker.on('message', (outcomes: readonly Outcome[]) => {
      const answered = this.lots.shift()!;
      this.atThread -= answered.length;
      // Nobody waits for the thread: it does not keep the process alive.
      if (this.lots.length === 0) worker.unref();
      for (const [i, { done }] of answered.entries()) done(outcomes[i]!);
    });
    worker.on('error', () => undefined);
    worker.on('exit', () => this.ended());
    return worker;
  }

  /** The thread ended unasked. Whatever it had is done at the runtime, and so is all that comes. */
  private ended(): void {
    this.failed = true;
    this.worker = undefined;
    const left = [...this.lots.splice(0).flat(), ...this.gathering];
    this.gathering = [];
    this.atThread = 0;
    for (const waiting of left) this.place(waiting);
  }
}

function openWorker(): Worker {
  // The thread's file has this file's ending: .ts when run from sources, .js when built.
  const code = new URL(`./thread${import.meta.url.slice(-3)}`, import.meta.url);
  return new Worker(code, { name: 'signatures' });
}

function atRuntime({ key, message, signature }: Job): Promise<Outcome> {
  return new Promise((resolve) => {
    const done = (error: Error | null, outcome: Uint8Array | boolean): void => resolve(error ?? outcome);
    try {
      if (signature === undefined)
        sign(null, message, key, (error, made) => done(error, error === null ? new Uint8Array(made) : false));
      else verify(null, message, key, signature, done);
    } catch (error) {
      resolve(error as Error);
    }
  });
}
