import { Worker } from 'node:worker_threads';
import { type Appended, OutcomeUnknown, RevisionConflict, StoreUnavailable } from '#ledger-store/event-store';
import { errorOf } from './failure.ts';
import { type Append, type GroupOutcome, type Reply, type Request, pack } from './messages.ts';
import type { WriterStart } from './writer-thread.ts';

/** Groups on their way: one that is being committed, and one that is there when the writer has finished it. */
const GROUPS_IN_FLIGHT = 2;

/** From so many waiting appends on, the first group of two takes half of them. */
const WORTH_HALVING = 8;

/** Bytes that go into one message at most, so that one transaction stays a matter of milliseconds. */
const GROUP_BYTES = 4 * 1024 * 1024;

/** An append that waits to be sent, and its caller. */
interface Waiting extends Append {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/** A request that was sent: what to do with its answer, or without one when the thread ended. */
interface Sent {
  readonly answered: (reply: Reply) => void;
  readonly lost: (error: Error) => void;
}

/** What the owner of the writer wants to hear of. */
export interface WriterEvents {
  /** After a commit, before those who appended go on: position of its newest entry. */
  readonly committed: (position: number) => void;
  /** The writer has failed and takes nothing more. Comes once. */
  readonly failed: (error: StoreUnavailable) => void;
}

/**
 * The near side of the writer's thread. Appends gather while others are under way and travel in groups.
 * When the thread ends unasked, what was sent rejects with `OutcomeUnknown`; what was not sent and what comes later rejects
 * with `StoreUnavailable`.
 */
export class WriterClient {
  readonly #worker: Worker;
  readonly #events: WriterEvents;
  readonly #exited: Promise<void>;
  readonly #sent: Sent[] = [];
  #waiting: Waiting[] = [];
  #groupsInFlight = 0;
  #flushPlanned = false;
  #failure: StoreUnavailable | undefined;
  #closing: Promise<void> | undefined;

  private constructor(start: WriterStart, events: WriterEvents) {
    // The thread's file has this file's ending: .ts when run from sources, .js when built.
    const code = new URL(`./writer-thread${import.meta.url.slice(-3)}`, import.meta.url);
    this.#events = events;
    this.#worker = new Worker(code, { workerData: start, name: 'event-writer' });
    this.#worker.on('message', (reply: Reply) => this.#sent.shift()?.answered(reply));
    let cause: unknown;
    this.#worker.on('error', (error) => (cause = error));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#ended(cause);
        resolve();
      });
    });
  }

  /** Starts the thread and waits until it has opened the file. @throws StoreUnavailable when it could not. */
  static async start(start: WriterStart, events: WriterEvents): Promise<WriterClient> {
    const client = new WriterClient(start, events);
    await client.#answer('ready');
    return client;
  }

  append({ stream, expectedRevision, entries, disclosures }: Append): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#waiting.push({ stream, expectedRevision, entries, disclosures, resolve, reject });
      this.#planFlush();
    });
  }

  async erase(stream: string, commitments: readonly string[]): Promise<number> {
    return (await this.#ask({ kind: 'erase', stream, commitments }, 'erased')).count;
  }

  async limitPages(maxPages: number): Promise<void> {
    await this.#ask({ kind: 'limit', maxPages }, 'done');
  }

  /** Finishes what was accepted and ends the thread. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends the thread at once, as a crash of it would. */
  async kill(): Promise<void> {
    await this.#worker.terminate();
  }

  async #close(): Promise<void> {
    if (this.#failure === undefined) await this.#ask({ kind: 'close' }, 'done');
    else this.#worker.postMessage({ kind: 'close' } satisfies Request);
    await this.#exited;
  }

  /** Waits for the turn of everybody who can append now, so that they share a group. */
  #planFlush(): void {
    if (this.#flushPlanned || this.#groupsInFlight >= GROUPS_IN_FLIGHT) return;
    this.#flushPlanned = true;
    process.nextTick(() => {
      this.#flushPlanned = false;
      this.#flush(GROUPS_IN_FLIGHT);
    });
  }

  #flush(inFlight: number): void {
    while (this.#waiting.length > 0 && this.#groupsInFlight < inFlight) {
      const group = this.#nextGroup();
      const message = pack(group);
      this.#groupsInFlight++;
      this.#sent.push({
        answered: (reply) => this.#groupAnswered(group, reply),
        lost: (error) => rejectAll(group, error),
      });
      this.#worker.postMessage(message, [message.bytes.buffer]);
    }
  }

  #nextGroup(): Waiting[] {
    const { length } = this.#waiting;
    // Two halves keep both threads at work: one is committed while the callers of the other are answered.
    const most = this.#groupsInFlight === 0 && length >= WORTH_HALVING ? length >> 1 : length;
    let size = 0;
    let count = 0;
    while (count < most && size < GROUP_BYTES) {
      for (const { bytes } of this.#waiting[count++]!.entries) size += bytes.length;
    }
    const group = this.#waiting;
    this.#waiting = group.splice(count);
    return group;
  }

  #groupAnswered(group: readonly Waiting[], reply: Reply): void {
    this.#groupsInFlight--;
    if (reply.kind === 'appended') this.#settle(group, reply);
    else rejectAll(group, this.#errorIn(reply));
    // The callers that were just answered go on in microtasks, and a tick that is planned from a microtask comes after
    // them: what they append now is gathered as well.
    if (this.#waiting.length > 0) queueMicrotask(() => this.#planFlush());
  }

  #settle(group: readonly Waiting[], { positions, conflicts }: GroupOutcome): void {
    group.forEach(({ stream, expectedRevision, resolve, reject }, i) => {
      const actual = conflicts.get(i);
      if (actual === undefined) resolve({ firstRevision: expectedRevision + 1, position: positions[i]! });
      else reject(new RevisionConflict(stream, expectedRevision, actual));
    });
    // The callers go on when this has returned, so that whoever listens hears of the commit first. A listener that throws
    // keeps nobody from the answer.
    this.#events.committed(positions.reduce((newest, position) => Math.max(newest, position), 0));
  }

  /** Sends a request that is no append and waits for its answer. What was appended before it comes before it. */
  async #ask<K extends Reply['kind']>(request: Request, kind: K): Promise<Reply & { kind: K }> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#flush(Number.POSITIVE_INFINITY);
    this.#worker.postMessage(request);
    return this.#answer(kind);
  }

  #answer<K extends Reply['kind']>(kind: K): Promise<Reply & { kind: K }> {
    return new Promise((resolve, reject) => {
      const answered = (reply: Reply): void => {
        if (reply.kind === kind) resolve(reply as Reply & { kind: K });
        else reject(this.#errorIn(reply));
      };
      this.#sent.push({ answered, lost: reject });
    });
  }

  #errorIn(reply: Reply): Error {
    if (reply.kind !== 'failed') return new OutcomeUnknown(`the writer's answer "${reply.kind}" was not expected`);
    if (reply.stop) this.#fail(reply.message);
    return errorOf(reply);
  }

  #ended(cause: unknown): void {
    const lost = this.#sent.splice(0);
    if (lost.length === 0 && this.#closing !== undefined) return;
    const reason = cause instanceof Error ? `ended with "${cause.message}"` : 'ended';
    for (const { lost: reject } of lost) reject(new OutcomeUnknown(`the writer's thread ${reason} before it answered`));
    this.#fail(`the writer's thread ${reason}; restart the service`);
  }

  #fail(message: string): void {
    if (this.#failure !== undefined) return;
    this.#failure = new StoreUnavailable(message);
    rejectAll(this.#waiting.splice(0), this.#failure);
    this.#events.failed(this.#failure);
  }
}

function rejectAll(appends: readonly Waiting[], error: Error): void {
  for (const { reject } of appends) reject(error);
}
