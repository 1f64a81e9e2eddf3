import type { AllStreamResolvedEvent, ReadRevision, ResolvedEvent } from '@eventstore/db-client';
import { StoreUnavailable } from '#ledger-store/event-store';
import type { Connection } from './client/connection.ts';
import { NoAnswer, troubleOf } from './client/trouble.ts';
import { pauseBefore, TRIES, untilAnswered } from './retrying.ts';

/**
 * An event as the server gives it. Its position is the prepare position, where its bytes stand in the log: every read tells the same.
 * Of events that the server wrote since version 5, the commit position is the same number.
 */
export interface LogEvent {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: Uint8Array;
}

/** Events that are read with one call. */
const PAGE = 1_000;

/**
 * Reads streams and the whole log. A call that ends well after some events does not say whether it was cut short: the client drops
 * what the server says about the end. So a page that is not full is taken for the end only when the last event is known to be in it.
 */
export class LogReader {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Up to `limit` events of a stream from a revision on; fewer only at its end. Empty where there is no such stream.
   * @throws StoreUnavailable where events in front of its end are not given, however often they are asked for
   */
  async ofStream(stream: string, fromRevision: number, limit: number): Promise<LogEvent[]> {
    const events: LogEvent[] = [];
    let last: number | undefined;
    for (let tries = 1; events.length < limit; tries++) {
      const next = fromRevision + events.length;
      if (last !== undefined && next > last) break;
      if (tries > TRIES) throw new StoreUnavailable(`entry ${next} of ${stream} cannot be read; run an audit`);
      if (tries > 1) await pauseBefore(tries);
      const count = Math.min(PAGE, limit - events.length);
      const page = await this.#streamPage(stream, { fromRevision: BigInt(next), maxCount: count });
      // A stream is contiguous: anything else is an answer to another question, or somebody cut it.
      if (page.some(({ revision }, i) => revision !== next + i)) continue;
      events.push(...page);
      if (page.length > 0) tries = 0;
      if (page.length < count) last = await this.lastRevision(stream);
    }
    return events;
  }

  /** Revision of the last event of a stream; -1 where there is none. @throws the client's error where it was deleted for good */
  async lastRevision(stream: string): Promise<number> {
    return (await this.lastOf(stream))?.revision ?? -1;
  }

  /** The last event of a stream; undefined where it has none. */
  async lastOf(stream: string): Promise<LogEvent | undefined> {
    return this.#atLeastOne(`the end of ${stream}`, async () => {
      const read = { fromRevision: 'end', direction: 'backwards', maxCount: 1 } as const;
      try {
        return await this.#call(`the end of ${stream}`, (client, options) =>
          client.readStream(stream, { ...options, ...read }),
        );
      } catch (error) {
        if (troubleOf(error) === 'no-such-stream') return undefined;
        throw error;
      }
    });
  }

  /** Position of the newest event of the log, whose ever it is. No log is empty. */
  async end(): Promise<bigint> {
    const last = await this.#atLeastOne('the end of the log', () =>
      this.#call('the end of the log', (client, options) =>
        client.readAll({ ...options, fromPosition: 'end', direction: 'backwards', maxCount: 1 }),
      ),
    );
    return last!.position;
  }

  /** The event at a position; undefined where none begins there. */
  async at(position: bigint): Promise<LogEvent | undefined> {
    try {
      const found = await this.#allPage('forwards', position, 1);
      if (found.length === 0 && (await this.end()) >= position) return await this.at(position);
      return found[0]?.position === position ? found[0] : undefined;
    } catch (error) {
      // Where no event begins, the server fails without a reason that could be told from others.
      const { cause } = error as { readonly cause?: { readonly type?: unknown } };
      if (cause?.type === 'unknown') return undefined;
      throw error;
    }
  }

  /**
   * The events of the whole log after a position, which is 0 or that of an event, in pages; up to the end of the log as it was when
   * the reading began.
   */
  async *after(position: bigint, page = PAGE): AsyncGenerator<readonly LogEvent[], void, undefined> {
    let from = position;
    let end: bigint | undefined;
    while (end === undefined || from < end) {
      // The event at the position comes first, and is known.
      const events = (await this.#allPage('forwards', from, page + 1)).filter((event) => event.position > from);
      if (events.length < page) end ??= await this.end();
      if (events.length === 0) continue;
      from = events.at(-1)!.position;
      yield events;
    }
  }

  /** The events of the whole log from its end backwards, newest first, in pages. */
  async *backwards(): AsyncGenerator<readonly LogEvent[], void, undefined> {
    let from: bigint | 'end' = 'end';
    for (;;) {
      const events: LogEvent[] = await this.#allPage('backwards', from, PAGE);
      const older = events.filter(({ position }) => from === 'end' || position < from);
      if (older.length > 0) {
        yield older;
        from = older.at(-1)!.position;
      } else if (typeof from === 'bigint' && (await this.#beginsAt(from))) return;
    }
  }

  /** Whether nothing stands before a position. */
  async #beginsAt(position: bigint): Promise<boolean> {
    const [first] = await this.#allPage('forwards', 0n, 1);
    return first !== undefined && first.position >= position;
  }

  async #streamPage(stream: string, read: { fromRevision: ReadRevision; maxCount: number }): Promise<LogEvent[]> {
    const what = `reading ${stream}`;
    try {
      return await untilAnswered(what, () =>
        this.#call(what, (client, options) => client.readStream(stream, { ...options, ...read })),
      );
    } catch (error) {
      if (troubleOf(error) === 'no-such-stream') return [];
      throw error;
    }
  }

  #allPage(direction: 'forwards' | 'backwards', from: bigint | 'end', maxCount: number): Promise<LogEvent[]> {
    const fromPosition = from === 0n ? 'start' : typeof from === 'bigint' ? { commit: from, prepare: from } : from;
    return untilAnswered('reading the log', () =>
      this.#call('reading the log', (client, options) =>
        client.readAll({ ...options, direction, maxCount, fromPosition }),
      ),
    );
  }

  /** Of a call that must give an event, none is an answer that was cut short. */
  #atLeastOne(what: string, read: () => Promise<LogEvent[] | undefined>): Promise<LogEvent | undefined> {
    return untilAnswered(what, async () => {
      const events = await read();
      if (events?.length === 0) throw new NoAnswer(what, this.#connection.deadline);
      return events?.at(0);
    });
  }

  /** Collects the events of one call, and ends it where it is not over by the deadline. */
  #call(what: string, open: (...given: Opening) => Reading): Promise<LogEvent[]> {
    let reading: Reading | undefined;
    const collect = async (...given: Opening): Promise<LogEvent[]> => {
      reading = open(...given);
      const events: LogEvent[] = [];
      for await (const resolved of reading) {
        const event = logEvent(resolved);
        if (event !== undefined) events.push(event);
      }
      return events;
    };
    return this.#connection.call(what, collect).catch((error: unknown) => {
      if (error instanceof NoAnswer) abandon(reading);
      throw error;
    });
  }
}

type Opening = Parameters<Parameters<Connection['call']>[1]>;
type Reading = AsyncIterable<ResolvedEvent | AllStreamResolvedEvent> & {
  cancel(): Promise<void>;
  destroy(error?: Error): unknown;
  on(event: 'error', listener: () => void): unknown;
};

function abandon(reading: Reading | undefined): void {
  // Whatever it still says, nobody listens.
  reading?.on('error', () => {});
  reading?.cancel().catch(() => {});
  reading?.destroy();
}

/** An event in our terms; undefined for a link whose event is gone. */
export function logEvent({ event }: ResolvedEvent | AllStreamResolvedEvent): LogEvent | undefined {
  if (event === undefined) return undefined;
  const { streamId, revision, type, data, position } = event;
  return {
    position: position?.prepare ?? 0n,
    stream: streamId,
    revision: Number(revision),
    type,
    data: data instanceof Uint8Array ? data : new Uint8Array(),
  };
}
