import { setImmediate as nextTurn } from 'node:timers/promises';
import { streamNameFilter, type AllStreamResolvedEvent } from '@eventstore/db-client';
import { StoreUnavailable } from '#ledger-store/event-store';
import type { Connection } from './client/connection.ts';
import { mendOf, troubleOf } from './client/trouble.ts';
import { type LogEvent, type LogReader, logEvent } from './log-reader.ts';
import { pauseBefore } from './retrying.ts';

/** Events in a batch. */
const BATCH = 500;
/** Milliseconds without a word after which the log itself is asked whether there is something new. */
const STALL = 10_000;
/** Events that a filter passes over between two checkpoints, as a multiple of the server's window of 32. */
const CHECKPOINT_INTERVAL = 32;

export interface FollowOptions {
  readonly connection: Connection;
  readonly reader: LogReader;
  /** Names of the streams begin with one of these. */
  readonly prefixes: readonly string[];
  /** See `STALL`. */
  readonly stallAfter?: number;
}

/** The log ends before what was followed of it: it was put back to an older state. */
export class LogCutShort extends StoreUnavailable {
  constructor(end: bigint, followed: bigint) {
    super(
      `the log of the event store ends at ${end}, and was followed up to ${followed}: it was put back to an older state. ` +
        'Put the newer one back, or stop every replica, and go by "Putting one back" in docs/operating.md',
    );
    this.name = 'LogCutShort';
  }
}

/** @throws LogCutShort, or the store's error */
export async function assertReaches(reader: LogReader, followed: bigint): Promise<void> {
  if (followed === 0n) return;
  const end = await reader.end();
  if (end < followed) throw new LogCutShort(end, followed);
}

type Subscription = ReturnType<Connection['client']['subscribeToAll']>;

/**
 * Follows the log for as long as it takes: through lost connections, changes of the leader, servers that give a slow reader up, and
 * subscriptions that fall silent while the log grows. Each time it subscribes again after the last event that it handed over, by its
 * commit and its prepare position, and what it handed over before it never hands over again. Checkpoints of the filter are not
 * believed: one that is too early costs time and one that is too late would cost entries.
 *
 * @throws StoreUnavailable where the server refuses, LogCutShort
 */
export async function* followLog(
  options: FollowOptions,
  after: bigint,
  signal: AbortSignal,
): AsyncGenerator<readonly LogEvent[], void, undefined> {
  let handled = after;
  for (let attempt = 1; !signal.aborted; attempt++) {
    if (attempt > 1) await pauseBefore(attempt);
    try {
      await assertReaches(options.reader, handled);
      for await (const events of subscription(options, handled, signal)) {
        const fresh = ascending(events, handled);
        if (fresh.length === 0) continue;
        handled = fresh.at(-1)!.position;
        attempt = 1;
        yield fresh;
      }
    } catch (error) {
      if (error instanceof LogCutShort) throw error;
      if (troubleOf(error) === 'refused') {
        throw new StoreUnavailable(`following failed: ${mendOf(error)}`, { cause: error });
      }
    }
  }
}

/** What was not handed over yet, in order: duplicates, and what comes late, are left out. */
function ascending(events: readonly LogEvent[], handled: bigint): LogEvent[] {
  let last = handled;
  return events.filter(({ position }) => {
    if (position <= last) return false;
    last = position;
    return true;
  });
}

/** One subscription: batches until it fails, ends, stalls, or the signal is aborted. */
async function* subscription(
  { connection, reader, prefixes, stallAfter = STALL }: FollowOptions,
  after: bigint,
  signal: AbortSignal,
): AsyncGenerator<readonly LogEvent[], void, undefined> {
  const used = connection.client;
  const { credentials, requiresLeader } = connection.callOptions;
  const subscribed: Subscription = used.subscribeToAll(
    {
      credentials,
      requiresLeader,
      fromPosition: after === 0n ? 'start' : { commit: after, prepare: after },
      filter: streamNameFilter({ prefixes: [...prefixes], checkpointInterval: CHECKPOINT_INTERVAL }),
    },
    { highWaterMark: BATCH },
  );
  const inbox = new Inbox(subscribed, signal);
  let newest = after;
  try {
    for (;;) {
      const heard = await inbox.next(stallAfter);
      if (heard === 'over') break;
      if (heard === 'silence') {
        await assertReaches(reader, newest);
        if (await isBehind(reader, prefixes, newest)) break;
        continue;
      }
      const events = heard.flatMap((resolved) => logEvent(resolved) ?? []);
      if (events.length > 0) yield events;
      for (const { position } of events) if (position > newest) newest = position;
      // Others have their turn, and what comes meanwhile makes one batch.
      await nextTurn();
    }
    if (inbox.failure !== undefined) throw inbox.failure;
    // It ended without being told to, or fell silent: the connection is not to be trusted.
    if (!signal.aborted) connection.replace(used);
  } finally {
    inbox.close();
  }
}

/** Whether the log has an event after a position that should have come. */
async function isBehind(reader: LogReader, prefixes: readonly string[], position: bigint): Promise<boolean> {
  for await (const events of reader.after(position)) {
    if (events.some(({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix)))) return true;
  }
  return false;
}

/** Gathers what a subscription gives while nobody asks, so that it is handed over in batches. */
class Inbox {
  failure: Error | undefined;
  readonly #subscription: Subscription;
  readonly #signal: AbortSignal;
  #over = false;
  #wake: () => void = () => {};
  readonly #aborted = (): void => this.#end();

  constructor(subscription: Subscription, signal: AbortSignal) {
    this.#subscription = subscription;
    this.#signal = signal;
    this.#over = signal.aborted;
    subscription.on('readable', () => this.#wake());
    subscription.on('end', () => this.#end());
    subscription.on('close', () => this.#end());
    subscription.on('error', (error: Error) => {
      this.failure ??= error;
      this.#end();
    });
    signal.addEventListener('abort', this.#aborted);
  }

  /** What has come, `silence` where nothing did for so many milliseconds, `over` where nothing will. */
  async next(milliseconds: number): Promise<readonly AllStreamResolvedEvent[] | 'silence' | 'over'> {
    const until = performance.now() + milliseconds;
    for (;;) {
      const waiting = Promise.withResolvers<void>();
      this.#wake = waiting.resolve;
      const events = this.#drain();
      if (this.#signal.aborted) return 'over';
      if (events.length > 0) return events;
      if (this.#over) return 'over';
      const left = until - performance.now();
      if (left <= 0) return 'silence';
      const timer = setTimeout(waiting.resolve, left);
      await waiting.promise;
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#aborted);
    this.#subscription.unsubscribe().catch(() => {});
    this.#subscription.destroy();
  }

  #drain(): AllStreamResolvedEvent[] {
    const events: AllStreamResolvedEvent[] = [];
    while (events.length < BATCH) {
      const event = this.#subscription.read() as AllStreamResolvedEvent | null;
      if (event === null) break;
      events.push(event);
    }
    return events;
  }

  #end(): void {
    this.#over = true;
    this.#wake();
  }
}
