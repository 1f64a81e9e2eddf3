import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { openForWriting } from '../database.ts';
import { messageOf } from '../engine-error.ts';
import { EntryWriter, WriteFailed } from './entry-writer.ts';
import type { Failure, Reply, Request } from './messages.ts';

/** What the thread is started with. */
export interface WriterStart {
  readonly file: string;
}

/** Takes requests one by one, in order, and answers each. Nothing is answered before its commit. */
class WriterThread {
  readonly #port: MessagePort;
  readonly #writer: EntryWriter;
  #stopped: Failure | undefined;

  constructor(port: MessagePort, { file }: WriterStart) {
    this.#port = port;
    this.#writer = new EntryWriter(openForWriting(file), file);
  }

  serve(): void {
    this.#port.on('message', (request: Request) => this.#takeAll(request));
    this.#placeAll();
    this.#answer({ kind: 'ready' });
  }

  /** Takes a request and what came after it, without going back to sleep in between. */
  #takeAll(first: Request): void {
    for (let request: Request | undefined = first; request !== undefined; request = this.#next()) {
      this.#answer(this.#outcomeOf(request));
      if (request.kind === 'close') return this.#port.close();
      this.#writer.log.checkpointWhenLarge();
    }
    this.#writer.log.checkpointWhenIdle();
  }

  /** When nobody waits for it. No room is no harm: what is not placed is looked through. */
  #placeAll(): void {
    if (this.#stopped !== undefined) return;
    try {
      this.#writer.place();
    } catch (error) {
      if (!(error instanceof WriteFailed)) throw error;
      if (error.failure.stop) this.#stopped = error.failure;
    }
  }

  #next(): Request | undefined {
    const waiting: { message: Request } | undefined = receiveMessageOnPort(this.#port);
    return waiting?.message;
  }

  #outcomeOf(request: Request): Reply {
    const writes = request.kind === 'append' || request.kind === 'erase';
    if (this.#stopped !== undefined && writes) return { ...this.#stopped, error: 'unavailable' };
    try {
      return this.#perform(request);
    } catch (error) {
      if (!(error instanceof WriteFailed)) throw error;
      if (error.failure.stop) this.#stopped = error.failure;
      return error.failure;
    }
  }

  #perform(request: Request): Reply {
    switch (request.kind) {
      case 'append':
        return this.#writer.append(request);
      case 'erase':
        return { kind: 'erased', count: this.#writer.erase(request.stream, request.commitments) };
      case 'limit':
        this.#writer.limitPages(request.maxPages);
        return { kind: 'done' };
      case 'close':
        this.#placeAll();
        this.#writer.close();
        return { kind: 'done' };
    }
  }

  #answer(reply: Reply): void {
    this.#port.postMessage(reply);
  }
}

if (parentPort !== null) {
  try {
    new WriterThread(parentPort, workerData as WriterStart).serve();
  } catch (error) {
    parentPort.postMessage({
      kind: 'failed',
      error: 'unavailable',
      message: messageOf(error),
      stop: true,
    } satisfies Reply);
    parentPort.close();
  }
}
