import { binaryEvent } from '@eventstore/db-client';
import {
  type Appended,
  type NewEntry,
  NO_STREAM,
  OutcomeUnknown,
  RevisionConflict,
  StoreUnavailable,
} from '#ledger-store/event-store';
import type { Connection } from './client/connection.ts';
import { mendOf, troubleOf } from './client/trouble.ts';
import type { LogReader } from './log-reader.ts';
import { ENTRY, eventId } from './names.ts';
import { pauseBefore, TRIES } from './retrying.ts';

/** An append in the port's terms, and the stream of the event store that it goes to. */
export interface EntryAppend {
  readonly stream: string;
  readonly name: string;
  readonly expectedRevision: number;
  readonly entries: readonly NewEntry[];
}

/**
 * Appends entries, again and again with the same ids until the outcome is known: the server takes the same ids at the same revision for
 * the same append.
 *
 * @throws RevisionConflict, OutcomeUnknown, or StoreUnavailable where the server refuses
 */
export async function appendEntries(connection: Connection, reader: LogReader, append: EntryAppend): Promise<Appended> {
  const { stream, name, expectedRevision, entries } = append;
  const events = entries.map(({ bytes }) => binaryEvent({ id: eventId(bytes), type: ENTRY, data: bytes }));
  const expected = expectedRevision === NO_STREAM ? 'no_stream' : BigInt(expectedRevision);
  // Whether an earlier try may have been written: from then on nothing is refused as if nothing had been.
  let uncertain = false;
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1) await pauseBefore(attempt);
    try {
      const { success, position } = await connection.call(`appending to ${stream}`, (client, options) =>
        client.appendToStream(name, events, { ...options, expectedRevision: expected }),
      );
      // Only with an option that the connection string refuses would the client tell a conflict this way.
      if (!success) return await conflict(reader, append);
      const told = entries.length === 1 ? Number(position?.prepare ?? 0n) : 0;
      return { firstRevision: expectedRevision + 1, position: told > 0 ? told : await positionOfLast(reader, append) };
    } catch (error) {
      if (error instanceof RevisionConflict || error instanceof OutcomeUnknown) throw error;
      const trouble = troubleOf(error);
      if (trouble === 'wrong-revision') return conflict(reader, append);
      if (trouble === 'unknown' || error instanceof StoreUnavailable) uncertain = true;
      const last = trouble === 'refused' || trouble === 'stream-deleted' || attempt === TRIES;
      if (!last) continue;
      const what = `the append to ${stream} after revision ${expectedRevision} failed: ${mendOf(error)}`;
      if (uncertain) throw new OutcomeUnknown(what, { cause: error });
      throw new StoreUnavailable(what, { cause: error });
    }
  }
}

/**
 * Where the newest of the entries stands. Taken from the answer for a single event only: that names no position where the append had been
 * written before, and for several events not that of the last one on every version of the server.
 */
async function positionOfLast(reader: LogReader, { name, expectedRevision, entries }: EntryAppend): Promise<number> {
  const last = expectedRevision + entries.length;
  const [event] = await reader.ofStream(name, last, 1);
  if (event === undefined || event.position === 0n) {
    throw new OutcomeUnknown(
      `${name} was appended to, and cannot be read at ${last}; the event store must be 22.6 or newer`,
    );
  }
  return Number(event.position);
}

/** The stream is elsewhere, unless the server forgot that it has these very entries: then it is the same append again. */
async function conflict(reader: LogReader, append: EntryAppend): Promise<Appended> {
  const { stream, name, expectedRevision, entries } = append;
  try {
    const standing = await reader.ofStream(name, expectedRevision + 1, entries.length);
    const same =
      standing.length === entries.length &&
      standing.every(({ data }, i) => Buffer.compare(data, entries[i]!.bytes) === 0);
    if (same) return { firstRevision: expectedRevision + 1, position: Number(standing.at(-1)!.position) };
    const actual = await reader.lastRevision(name);
    throw new RevisionConflict(stream, expectedRevision, actual);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    throw new OutcomeUnknown(`${stream} is not at revision ${expectedRevision}, and cannot be read`, { cause: error });
  }
}
