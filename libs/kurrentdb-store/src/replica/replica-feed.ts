import { type StoredEntry, StoreUnavailable } from '#ledger-store/event-store';
import { Connection, type ConnectionOptions } from '../client/connection.ts';
import { assertReaches, followLog } from '../following.ts';
import { type LogEvent, LogReader } from '../log-reader.ts';
import { NAMESPACE, Names } from '../names.ts';
import { LocalTexts } from './local-texts.ts';
import { EVERYTHING, textChangeIn, type Keeps, type TextChange } from './text-change.ts';

export interface ReplicaFeedOptions extends ConnectionOptions {
  /** File of the replica that is kept up to date with the texts. */
  readonly texts: string;
  readonly namespace?: string;
  /** Whose texts are kept; everybody's without it. */
  readonly keeps?: Keeps;
  /** See `KurrentDbEventStoreOptions`. */
  readonly stallAfter?: number;
}

/** Events that are held for whoever is slower than the cluster. */
const MOST_HELD = 20_000;

/**
 * What read models of a replica are derived from: the log, followed by one subscription that brings entries and texts in one order. A
 * text is in the replica's file before an entry that needs it is handed over.
 *
 * Reading never waits: it gives what has come. `onMore` tells when there is more.
 */
export class ReplicaFeed {
  readonly #connection: Connection;
  readonly #reader: LogReader;
  readonly #names: Names;
  readonly #texts: LocalTexts;
  readonly #keeps: Keeps;
  readonly #stallAfter: number | undefined;
  #listener: () => void = () => {};
  #run: Run | undefined;

  /** @throws BadConnectionString */
  constructor({ texts, namespace = NAMESPACE, keeps = EVERYTHING, stallAfter, ...connection }: ReplicaFeedOptions) {
    this.#connection = new Connection(connection);
    this.#reader = new LogReader(this.#connection);
    this.#names = new Names(namespace);
    this.#texts = new LocalTexts(texts);
    this.#keeps = keeps;
    this.#stallAfter = stallAfter;
  }

  onMore(listener: () => void): void {
    this.#listener = listener;
  }

  /** Up to so many entries after a position, as far as they have come; whoever asks after another position than was given last begins anew. */
  readAll(afterPosition: number, limit: number): StoredEntry[] {
    if (this.#run?.given !== afterPosition || this.#run.failure !== undefined) this.#begin(afterPosition);
    return this.#take(this.#run!, afterPosition, limit);
  }

  /**
   * As `EventStore.readAt`: whether read models that were derived up to a position can be gone on with. Texts that were followed in another
   * log than this one are forgotten, and those that are behind are read up to there: whoever is answered misses none.
   *
   * @throws LogCutShort where the log ends before that: what is here may be all that is left of what is missing
   */
  async readAt(position: number): Promise<StoredEntry | undefined> {
    const followed = this.#texts.position();
    await assertReaches(this.#reader, BigInt(Math.max(followed, position)));
    if (followed > 0 && (await this.#reader.at(BigInt(followed))) === undefined) this.#texts.clear();
    const event = await this.#reader.at(BigInt(position));
    if (event === undefined) return undefined;
    await this.#readTexts(event.position);
    return this.#entry(event);
  }

  async close(): Promise<void> {
    await this.#run?.stop();
    await this.#connection.close();
    this.#texts.close();
  }

  async #readTexts(until: bigint): Promise<void> {
    const from = BigInt(this.#texts.position());
    if (from >= until) return;
    for await (const events of this.#reader.after(from)) {
      const reached = events.at(-1)!.position;
      const changes = events.flatMap((event) => textChangeIn(this.#names, event, this.#keeps) ?? []);
      this.#texts.apply(changes, Number(reached), changes.length > 0);
      if (reached >= until) return;
    }
  }

  #begin(after: number): void {
    const failure = this.#run?.failure;
    void this.#run?.stop();
    // The texts may be behind, where their file was thrown away, or ahead, where the read models were.
    const from = Math.min(after, this.#texts.position());
    const signal = new AbortController();
    const options = {
      connection: this.#connection,
      reader: this.#reader,
      prefixes: this.#names.everything,
      ...(this.#stallAfter !== undefined && { stallAfter: this.#stallAfter }),
    };
    this.#run = new Run(followLog(options, BigInt(from), signal.signal), signal, after, () => this.#listener());
    if (failure !== undefined) throw failure;
  }

  #take(run: Run, after: number, limit: number): StoredEntry[] {
    const entries: StoredEntry[] = [];
    const changes: TextChange[] = [];
    let taken = 0;
    for (const event of run.held()) {
      if (entries.length === limit) break;
      taken++;
      const change = textChangeIn(this.#names, event, this.#keeps);
      if (change !== undefined) changes.push(change);
      const entry = this.#entry(event);
      if (entry !== undefined && entry.position > after) entries.push(entry);
    }
    if (taken === 0) return [];
    const reached = Number(run.at(taken - 1).position);
    this.#texts.apply(
      changes,
      reached,
      changes.some(({ position }) => position <= after),
    );
    run.take(taken, entries.at(-1)?.position ?? after);
    return entries;
  }

  #entry({ position, stream: name, revision, data }: LogEvent): StoredEntry | undefined {
    const stream = this.#names.streamIn(name);
    return stream === undefined ? undefined : { position: Number(position), stream, revision, bytes: data };
  }
}

/** One way through the log, from a position on: what has come of it, and was not taken yet. */
class Run {
  /** Position after which whoever takes has to go on. */
  given: number;
  failure: Error | undefined;
  readonly #ending: AbortController;
  readonly #following: Promise<void>;
  #held: LogEvent[] = [];
  #wanted: () => void = () => {};

  constructor(log: AsyncIterable<readonly LogEvent[]>, ending: AbortController, after: number, tell: () => void) {
    this.given = after;
    this.#ending = ending;
    this.#following = this.#follow(log, tell);
  }

  held(): Iterable<LogEvent> {
    return this.#held.values();
  }

  at(index: number): LogEvent {
    return this.#held[index]!;
  }

  take(count: number, given: number): void {
    this.#held.splice(0, count);
    this.given = given;
    if (this.#held.length < MOST_HELD) this.#wanted();
  }

  stop(): Promise<void> {
    this.#ending.abort();
    this.#wanted();
    return this.#following;
  }

  async #follow(log: AsyncIterable<readonly LogEvent[]>, tell: () => void): Promise<void> {
    try {
      for await (const events of log) {
        this.#held.push(...events);
        tell();
        if (this.#held.length < MOST_HELD || this.#ending.signal.aborted) continue;
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#wanted = resolve;
        await promise;
      }
    } catch (error) {
      this.failure = error instanceof Error ? error : new StoreUnavailable(String(error));
      tell();
    }
  }
}
