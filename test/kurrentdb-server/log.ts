import { isDeepStrictEqual } from 'node:util';

/** An event as a client proposes it. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event as it stands in the log. `position` is both its commit and its prepare position, as for all events written since version 5. */
export interface Recorded extends Proposed {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  /** Milliseconds since 1970 by the clock of the server. */
  readonly created: number;
}

/** A revision that a write expects. */
export type Expected = number | 'any' | 'no-stream' | 'stream-exists';

export type WriteResult =
  | { readonly kind: 'written' | 'replayed'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrong-revision'; readonly actual: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large'; readonly most: number };

interface Stream {
  readonly events: Recorded[];
  /** Events before this revision are not read any more, and leave the disk when the log is scavenged. */
  truncatedBefore: number;
  tombstoned: boolean;
}

/** Where the first event stands. A real log begins with records of its own. */
const FIRST_POSITION = 264n;
const NO_EVENTS = -1;
/** How the metadata of a stream say that all of it is deleted: the largest revision that there can be. */
const DELETED = '9223372036854775807';

export interface LogOptions {
  readonly now: () => number;
  /** The server's `MaxAppendSize`, in bytes. */
  readonly maxAppendSize: number;
}

/** The one totally ordered log of the test server, in memory, with the rules of EventStoreDB for expected revisions and repeated ids. */
export class Log {
  readonly all: Recorded[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #listeners = new Set<() => void>();
  readonly #options: LogOptions;
  #next = FIRST_POSITION;

  constructor(options: LogOptions) {
    this.#options = options;
    // No log of a real server is ever empty: statistics, settings and users are events too.
    this.write('$stats-0.0.0.0:2113', 'any', [systemEvent('$statsCollected')]);
  }

  /** Where the next event will stand. */
  get end(): bigint {
    return this.#next;
  }

  write(stream: string, expected: Expected, events: readonly Proposed[]): WriteResult {
    const standing = this.#streams.get(stream);
    if (standing?.tombstoned === true) return { kind: 'deleted' };
    const most = this.#options.maxAppendSize;
    if (events.reduce((sum, event) => sum + sizeOf(event), 0) > most) return { kind: 'too-large', most };
    const last = (standing?.events.length ?? 0) - 1;
    const replayed = standing === undefined ? undefined : this.#replay(standing, expected, events);
    if (replayed !== undefined) return replayed;
    if (!fits(expected, last, standing)) return { kind: 'wrong-revision', actual: last };
    return this.#append(stream, standing ?? this.#create(stream), events);
  }

  /** Events of a stream that can be read, in order; undefined where there is none. @throws StreamTombstoned */
  read(stream: string): readonly Recorded[] | undefined {
    const standing = this.#streams.get(stream);
    if (standing?.tombstoned === true) throw new StreamTombstoned(stream);
    if (standing === undefined || standing.truncatedBefore >= standing.events.length) return undefined;
    return standing.events.slice(standing.truncatedBefore);
  }

  /** A soft delete: what was written is not read any more, and the stream can be written again. Its revisions go on. */
  delete(stream: string, expected: Expected): WriteResult {
    const standing = this.#streams.get(stream);
    if (standing?.tombstoned === true) return { kind: 'deleted' };
    const last = (standing?.events.length ?? 0) - 1;
    if (standing === undefined || !fits(expected, last, standing)) return { kind: 'wrong-revision', actual: last };
    standing.truncatedBefore = standing.events.length;
    const written = this.write(`$$${stream}`, 'any', [systemEvent('$metadata', `{"$tb":${DELETED}}`)]);
    return { ...written, kind: 'written' } as WriteResult;
  }

  /** A hard delete: the stream is gone, and can never be written again. */
  tombstone(stream: string, expected: Expected): WriteResult {
    const standing = this.#streams.get(stream) ?? this.#create(stream);
    if (standing.tombstoned) return { kind: 'deleted' };
    const last = standing.events.length - 1;
    if (!fits(expected, last, standing)) return { kind: 'wrong-revision', actual: last };
    const written = this.#append(stream, standing, [systemEvent('$streamDeleted')]);
    standing.tombstoned = true;
    return written;
  }

  /** Removes what is deleted from the log, as an operator's scavenge does. Gives how many events left. */
  scavenge(): number {
    const before = this.all.length;
    const kept = this.all.filter(({ stream, revision, type }) => {
      const { tombstoned, truncatedBefore } = this.#streams.get(stream)!;
      return type === '$streamDeleted' || (!tombstoned && revision >= truncatedBefore);
    });
    this.all.splice(0, before, ...kept);
    return before - kept.length;
  }

  /** A backup of all that there is. What it gives puts that back; whoever was connected must be cut off before. */
  backup(): () => void {
    const [all, next] = [[...this.all], this.#next];
    const copyOf = (stream: Stream): Stream => ({ ...stream, events: [...stream.events] });
    const streams = [...this.#streams].map(([name, stream]) => ({ name, stream: copyOf(stream) }));
    return () => {
      this.all.splice(0, this.all.length, ...all);
      this.#streams.clear();
      for (const { name, stream } of streams) this.#streams.set(name, copyOf(stream));
      this.#next = next;
    };
  }

  /** Calls a listener after every write; gives how to stop that. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #create(stream: string): Stream {
    const created: Stream = { events: [], truncatedBefore: 0, tombstoned: false };
    this.#streams.set(stream, created);
    return created;
  }

  #append(name: string, stream: Stream, events: readonly Proposed[]): WriteResult {
    for (const event of events) {
      const place = {
        position: this.#next,
        stream: name,
        revision: stream.events.length,
        created: this.#options.now(),
      };
      const recorded: Recorded = { ...event, ...place };
      this.#next += BigInt(140 + sizeOf(event));
      stream.events.push(recorded);
      this.all.push(recorded);
    }
    for (const listener of this.#listeners) listener();
    const revision = stream.events.length - 1;
    return { kind: 'written', revision, position: stream.events[revision]?.position ?? this.#next };
  }

  /**
   * The same ids right after the expected revision are the same write again, however long ago it was. Some of them, or the same
   * with others after them, are not. The bytes are not compared.
   */
  #replay({ events }: Stream, expected: Expected, proposed: readonly Proposed[]): WriteResult | undefined {
    const from = expected === 'any' || expected === 'stream-exists' ? firstOf(events, proposed) : afterOf(expected);
    const ids = proposed.map(({ id }) => id);
    const standing = events.slice(from, from + proposed.length);
    if (
      ids.length === 0 ||
      !isDeepStrictEqual(
        ids,
        standing.map(({ id }) => id),
      )
    )
      return undefined;
    const last = standing.at(-1)!;
    return { kind: 'replayed', revision: last.revision, position: last.position };
  }
}

/** The stream was hard-deleted. */
export class StreamTombstoned extends Error {
  readonly stream: string;

  constructor(stream: string) {
    super(`Event stream '${stream}' is deleted.`);
    this.stream = stream;
  }
}

function fits(expected: Expected, last: number, stream: Stream | undefined): boolean {
  if (expected === 'any') return true;
  if (expected === 'stream-exists') return last > NO_EVENTS;
  if (expected === 'no-stream') return last === NO_EVENTS || stream!.truncatedBefore > last;
  return expected === last;
}

const afterOf = (expected: number | 'no-stream'): number => (expected === 'no-stream' ? 0 : expected + 1);

const firstOf = (events: readonly Recorded[], [first]: readonly Proposed[]): number => {
  const index = events.findIndex(({ id }) => id === first?.id);
  return index === NO_EVENTS ? events.length : index;
};

/** As the server counts it against `MaxAppendSize`: the name of the type in UTF-16. */
const sizeOf = ({ type, data, metadata }: Proposed): number => 2 * type.length + data.length + metadata.length;

const systemEvent = (type: string, data = '{}'): Proposed => ({
  id: crypto.randomUUID(),
  type,
  contentType: 'application/json',
  data: Buffer.from(data),
  metadata: new Uint8Array(),
});
