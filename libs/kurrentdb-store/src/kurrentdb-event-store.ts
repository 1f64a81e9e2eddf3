import type { Disclosure } from '#kernel/sealed';
import {
  type Appended,
  EventStore,
  type NewEntry,
  RevisionConflict,
  type StoredEntry,
  StoreUnavailable,
  checkAppend,
  checkLimit,
} from '#ledger-store/event-store';
import { appendEntries } from './appending.ts';
import { Connection, type ConnectionOptions } from './client/connection.ts';
import { DisclosureStreams } from './disclosures.ts';
import { followLog } from './following.ts';
import { type LogEvent, LogReader } from './log-reader.ts';
import { NAMESPACE, Names } from './names.ts';

/** Events of a call that looks for so many entries. There may be others between them; more than the server likes to give is no use. */
const pageFor = (limit: number): number => Math.min(1_000, Math.max(32, limit));

export interface KurrentDbEventStoreOptions extends ConnectionOptions {
  /** What the names of all streams begin with: one installation, one namespace. `onus` by default. */
  readonly namespace?: string;
  /** Milliseconds without a word after which whoever follows asks whether there is something new. */
  readonly stallAfter?: number;
}

/**
 * The distributed event store: a KurrentDB or EventStoreDB cluster, version 22.6 or newer. Any number of processes may use it at
 * once. What a cluster has acknowledged is on a majority of its nodes.
 */
export class KurrentDbEventStore extends EventStore {
  override readonly shared = true;
  readonly #connection: Connection;
  readonly #reader: LogReader;
  readonly #names: Names;
  readonly #disclosures: DisclosureStreams;
  readonly #stallAfter: number | undefined;
  /** The end of the queue of each stream that is being written. */
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #ending = new AbortController();
  #closing: Promise<void> | undefined;

  /** Nothing is connected before the first call. @throws BadConnectionString, RangeError for a bad namespace */
  constructor({ namespace = NAMESPACE, stallAfter, ...connection }: KurrentDbEventStoreOptions) {
    super();
    this.#connection = new Connection(connection);
    this.#reader = new LogReader(this.#connection);
    this.#names = new Names(namespace);
    this.#disclosures = new DisclosureStreams(this.#connection, this.#reader, this.#names);
    this.#stallAfter = stallAfter;
  }

  override async append(
    stream: string,
    expectedRevision: number,
    entries: readonly NewEntry[],
    disclosures: readonly Disclosure[] = [],
  ): Promise<Appended> {
    this.#checkOpen();
    checkAppend(stream, expectedRevision, entries);
    const name = this.#names.ofStream(stream);
    return this.#inTurn(stream, async () => {
      const written = await this.#disclosures.write(stream, disclosures);
      try {
        return await appendEntries(this.#connection, this.#reader, { stream, name, expectedRevision, entries });
      } catch (error) {
        if (error instanceof RevisionConflict) await this.#disclosures.takeBack(written);
        throw error;
      }
    });
  }

  override async readStream(stream: string, fromRevision: number, limit: number): Promise<readonly StoredEntry[]> {
    this.#checkOpen();
    checkLimit(limit);
    const events = await this.#reader.ofStream(this.#names.ofStream(stream), Math.max(0, fromRevision), limit);
    return events.map((event) => this.#entry(event)!);
  }

  override async readAll(afterPosition: number, limit: number): Promise<readonly StoredEntry[]> {
    this.#checkOpen();
    checkLimit(limit);
    const found: StoredEntry[] = [];
    for await (const events of this.#reader.after(BigInt(Math.max(0, afterPosition)), pageFor(limit))) {
      for (const event of events) {
        const entry = this.#entry(event);
        if (entry !== undefined) found.push(entry);
        if (found.length === limit) return found;
      }
    }
    return found;
  }

  override async readAt(position: number): Promise<StoredEntry | undefined> {
    this.#checkOpen();
    if (position <= 0) return undefined;
    const event = await this.#reader.at(BigInt(position));
    return event === undefined ? undefined : this.#entry(event);
  }

  override async *follow(
    afterPosition: number,
    signal: AbortSignal,
  ): AsyncGenerator<readonly StoredEntry[], void, undefined> {
    this.#checkOpen();
    const until = AbortSignal.any([signal, this.#ending.signal]);
    const options = {
      connection: this.#connection,
      reader: this.#reader,
      prefixes: this.#names.entries,
      ...(this.#stallAfter !== undefined && { stallAfter: this.#stallAfter }),
    };
    for await (const events of followLog(options, BigInt(Math.max(0, afterPosition)), until)) {
      yield events.flatMap((event) => this.#entry(event) ?? []);
    }
  }

  override async lastRevision(stream: string): Promise<number> {
    this.#checkOpen();
    return this.#reader.lastRevision(this.#names.ofStream(stream));
  }

  override async lastPosition(): Promise<number> {
    this.#checkOpen();
    for await (const events of this.#reader.backwards()) {
      const newest = events.find(({ stream }) => this.#names.streamIn(stream) !== undefined);
      if (newest !== undefined) return Number(newest.position);
    }
    return 0;
  }

  override async readDisclosures(stream: string, commitments: readonly string[]): Promise<readonly Disclosure[]> {
    this.#checkOpen();
    return this.#disclosures.read(stream, commitments);
  }

  override async eraseDisclosures(stream: string, commitments: readonly string[]): Promise<number> {
    this.#checkOpen();
    return this.#inTurn(stream, () => this.#disclosures.erase(stream, commitments));
  }

  override close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled(this.#queues.values());
    await this.#connection.close();
  }

  /** One write of a stream at a time: calls over one connection may overtake each other. */
  #inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(stream) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#queues.set(stream, turn);
    const leave = (): void => {
      if (this.#queues.get(stream) === turn) this.#queues.delete(stream);
    };
    turn.then(leave, leave);
    return turn;
  }

  #entry({ position, stream: name, revision, data }: LogEvent): StoredEntry | undefined {
    const stream = this.#names.streamIn(name);
    return stream === undefined ? undefined : { position: Number(position), stream, revision, bytes: data };
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw new StoreUnavailable('the event store was closed; open a new one');
  }
}
