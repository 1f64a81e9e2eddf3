import { firstValueFrom, map, race, timer, type Observable, type Subscription } from 'rxjs';
import type { StoredEntry } from '#ledger-store/event-store';

export interface EntryFeedParts {
  /** Up to some entries of the ledger from an index on. */
  readonly read: (fromIndex: number) => Promise<readonly StoredEntry[]>;
  /** Emits when the ledger has grown. */
  readonly grown: Observable<unknown>;
  /** Whether the reader is still let in. Asked before anything is sent that came after the beginning. */
  readonly admitted: () => Promise<boolean>;
  /** Index of the first entry to send. */
  readonly from: number;
  /** Number of entries when the reader came. */
  readonly size: number;
  readonly heartbeatMs: number;
}

const RETRY = 'retry: 2000\n\n';
const HEARTBEAT = ': still here\n\n';

/**
 * The entries of a ledger as server-sent events, from an index on, without gaps and in order: `id` is the index, `data` the entry
 * exactly as it is stored and hashed. The reader sets the pace: nothing is read from the store before it has taken what was
 * sent, so no more than one batch waits for it. Whoever asks for more than there is gets a `resync` that says how much there is.
 */
export function entryFeed(parts: EntryFeedParts): ReadableStream<string> {
  const feed = new Feed(parts);
  return new ReadableStream<string>(
    {
      start: (controller) => controller.enqueue(feed.begin()),
      pull: async (controller) => {
        const text = await feed.next();
        if (text === null) controller.close();
        else controller.enqueue(text);
      },
      cancel: () => feed.stop(),
    },
    { highWaterMark: 1 },
  );
}

class Feed {
  readonly #parts: EntryFeedParts;
  readonly #listening: Subscription;
  #next: number;
  #grew = false;
  #ended = false;

  constructor(parts: EntryFeedParts) {
    this.#parts = parts;
    this.#next = Math.min(parts.from, parts.size);
    const end = (): void => {
      this.#ended = true;
    };
    this.#listening = parts.grown.subscribe({ next: () => (this.#grew = true), error: end, complete: end });
  }

  begin(): string {
    const { from, size } = this.#parts;
    return from > size ? `${RETRY}event: resync\ndata: ${JSON.stringify({ treeSize: size })}\n\n` : RETRY;
  }

  /** What is to be sent next: entries, or a sign of life. Null at the end. */
  async next(): Promise<string | null> {
    while (!this.#ended) {
      this.#grew = false;
      const entries = await this.#parts.read(this.#next);
      if (!(await this.#parts.admitted())) break;
      if (entries.length > 0) {
        this.#next += entries.length;
        return entries.map(event).join('');
      }
      // What came between reading and here rang already; it must not be waited for.
      if (!this.#grew && (await this.#wait()) === 'heartbeat') return HEARTBEAT;
    }
    this.stop();
    return null;
  }

  stop(): void {
    this.#ended = true;
    this.#listening.unsubscribe();
  }

  /** Until the ledger grows, or long enough that the connection needs a sign of life. */
  async #wait(): Promise<'grown' | 'heartbeat'> {
    const { grown, heartbeatMs } = this.#parts;
    const signs = race(
      grown.pipe(map(() => 'grown' as const)),
      timer(heartbeatMs).pipe(map(() => 'heartbeat' as const)),
    );
    try {
      return await firstValueFrom(signs, { defaultValue: 'grown' });
    } catch {
      // The store failed: the end is noted already, and the reader comes back.
      return 'grown';
    }
  }
}

const event = ({ revision, bytes }: StoredEntry): string =>
  `id: ${revision}\ndata: ${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()}\n\n`;
