import { EventStoreDBClient } from '@eventstore/db-client';
import { type ConnectionString, readConnectionString } from './connection-string.ts';
import { NoAnswer, troubleOf } from './trouble.ts';

/** Milliseconds that a call may take, by a timer of this process and no clock. */
const DEADLINE = 5_000;
/** The client's own deadline only tidies up behind ours. */
const CLIENT_DEADLINE_SHARE = 2;

export interface ConnectionOptions {
  /** See `readConnectionString`. */
  readonly url: string;
  /** Milliseconds after which a call counts as unanswered; 5 seconds by default. */
  readonly deadline?: number;
}

/** What is given with every call. */
export interface CallOptions {
  readonly credentials: ConnectionString['credentials'];
  readonly requiresLeader: true;
  readonly deadline: number;
}

/**
 * A client of the event store that is replaced when it is in trouble. The client keeps what failed (a channel, what the server was
 * said to be able to do) and never tries again by itself; a new one begins afresh.
 *
 * Every call carries credentials of its own. That makes the client append with one call for each append, and ask nothing of the
 * server before. Without, it puts all appends of the process on one call with one table of who waits, where an error for one stream
 * rejects the others and a late answer ends the process.
 */
export class Connection {
  readonly deadline: number;
  readonly #string: ConnectionString;
  #client: EventStoreDBClient | undefined;
  /** Clients that were replaced, while calls of theirs may still be under way. */
  readonly #replaced = new Set<EventStoreDBClient>();

  /** Nothing is connected before the first call. @throws BadConnectionString */
  constructor({ url, deadline = DEADLINE }: ConnectionOptions) {
    this.#string = readConnectionString(url);
    this.deadline = deadline;
  }

  get client(): EventStoreDBClient {
    this.#client ??= EventStoreDBClient.connectionString(this.#string.text);
    return this.#client;
  }

  /** Reads go to the leader too: what was answered is seen by every read that starts afterwards. */
  get callOptions(): CallOptions {
    return {
      credentials: this.#string.credentials,
      requiresLeader: true,
      deadline: CLIENT_DEADLINE_SHARE * this.deadline,
    };
  }

  /** Makes a call, within the deadline. @throws NoAnswer, or what the client says */
  async call<T>(what: string, work: (client: EventStoreDBClient, options: CallOptions) => Promise<T>): Promise<T> {
    const used = this.client;
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new NoAnswer(what, this.deadline)), this.deadline);
    try {
      return await Promise.race([work(used, this.callOptions), promise]);
    } catch (error) {
      if (troubleOf(error) === 'unknown') this.replace(used);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The next call begins with a new client. Calls that are under way on this one may end. */
  replace(used: EventStoreDBClient): void {
    if (this.#client !== used) return;
    this.#client = undefined;
    this.#replaced.add(used);
    setTimeout(() => void this.#discard(used), CLIENT_DEADLINE_SHARE * this.deadline).unref();
  }

  /** Ends what is under way and closes every connection. */
  async close(): Promise<void> {
    const all = [...this.#replaced, ...(this.#client === undefined ? [] : [this.#client])];
    this.#client = undefined;
    await Promise.all(all.map((client) => this.#discard(client)));
  }

  async #discard(client: EventStoreDBClient): Promise<void> {
    if (client !== this.#client && !this.#replaced.has(client) && this.#replaced.size > 0) return;
    this.#replaced.delete(client);
    await client.dispose();
    await closeChannel(client);
  }
}

/** Disposing ends the calls of a client and leaves its connection open; there is no public way to close that. */
async function closeChannel(client: EventStoreDBClient): Promise<void> {
  const closable = client as unknown as { getChannel(): Promise<{ close(): void }> };
  try {
    (await closable.getChannel()).close();
  } catch {
    // It never had one, and none is to be had now.
  }
}
