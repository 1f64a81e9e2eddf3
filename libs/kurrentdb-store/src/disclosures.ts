import { randomUUID } from 'node:crypto';
import type { Disclosure } from '#kernel/sealed';
import { binaryEvent } from '@eventstore/db-client';
import { StoreUnavailable } from '#ledger-store/event-store';
import type { Connection } from './client/connection.ts';
import { troubleOf } from './client/trouble.ts';
import type { LogReader } from './log-reader.ts';
import { DISCLOSURE, type Names } from './names.ts';
import { untilAnswered } from './retrying.ts';

/** A text that was written: the stream that it has for itself, and where it stands in there. */
export interface WrittenText {
  readonly name: string;
  readonly revision: bigint;
}

/** Calls that are under way at once for one append. */
const AT_ONCE = 32;

/**
 * Texts beside the entries, each in a stream of its own. The event store appends to one stream at a time, so they are written before
 * the entries that need them: what a crash leaves between the two is a text that no entry commits to, never an entry without its text.
 *
 * Erasing is the event store's hard delete: the text is not given any more, and its stream can never be written again. Its bytes leave
 * the disks when the log is scavenged.
 */
export class DisclosureStreams {
  readonly #connection: Connection;
  readonly #reader: LogReader;
  readonly #names: Names;

  constructor(connection: Connection, reader: LogReader, names: Names) {
    this.#connection = connection;
    this.#reader = reader;
    this.#names = names;
  }

  /** Writes what is not there yet, and gives what it wrote. What was erased stays so. */
  async write(stream: string, disclosures: readonly Disclosure[]): Promise<readonly WrittenText[]> {
    const written = await eachOf(disclosures, async (disclosure) => {
      const name = this.#names.ofDisclosure(stream, disclosure.commitment);
      const data = encodeDisclosure(stream, disclosure);
      // A fresh id each time: the server would take the one of a text that was taken back for the same write, and not write it again.
      const event = binaryEvent({ id: randomUUID(), type: DISCLOSURE, data });
      const append = () =>
        this.#connection.call(`writing ${name}`, (client, options) =>
          client.appendToStream(name, event, { ...options, expectedRevision: 'no_stream' }),
        );
      try {
        const { nextExpectedRevision: revision } = await untilAnswered(`writing a text of ${stream}`, append);
        return [{ name, revision }];
      } catch (error) {
        const trouble = troubleOf(error);
        if (trouble === 'stream-deleted' || trouble === 'wrong-revision') return [];
        throw error;
      }
    });
    return written.flat();
  }

  /** Takes back what was written for an append that did not come to be. It can be written again. */
  async takeBack(written: readonly WrittenText[]): Promise<void> {
    await eachOf(written, async ({ name, revision }) => {
      // By its revision: a call that arrives late must not delete what was written again meanwhile.
      await this.#deleting(name, () =>
        this.#connection.call(`deleting ${name}`, (client, options) =>
          client.deleteStream(name, { ...options, expectedRevision: revision }),
        ),
      );
    });
  }

  /** In the order of the commitments. */
  async read(stream: string, commitments: readonly string[]): Promise<readonly Disclosure[]> {
    const found = await eachOf([...new Set(commitments)], async (commitment) => {
      const name = this.#names.ofDisclosure(stream, commitment);
      const text = await this.#standing(name);
      return text === undefined ? [] : [decodeDisclosure(text).disclosure];
    });
    return found.flat();
  }

  /** Gives how many were there and are gone. */
  async erase(stream: string, commitments: readonly string[]): Promise<number> {
    const erased = await eachOf([...new Set(commitments)], async (commitment) => {
      const name = this.#names.ofDisclosure(stream, commitment);
      if ((await this.#standing(name)) === undefined) return 0;
      await this.#deleting(name, () =>
        this.#connection.call(`erasing ${name}`, (client, options) => client.tombstoneStream(name, options)),
      );
      return 1;
    });
    return erased.reduce<number>((sum, each) => sum + each, 0);
  }

  /** The bytes of a text by its stream; undefined where it was erased, taken back, or never there. */
  async #standing(name: string): Promise<Uint8Array | undefined> {
    try {
      return (await this.#reader.lastOf(name))?.data;
    } catch (error) {
      if (troubleOf(error) === 'stream-deleted') return undefined;
      throw error;
    }
  }

  /** Deleting what an earlier try has deleted is what was wanted. */
  async #deleting(name: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await untilAnswered(`deleting ${name}`, work);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== 'stream-deleted' && trouble !== 'no-such-stream' && trouble !== 'wrong-revision') throw error;
    }
  }
}

/** A disclosure, and the port's stream that it belongs to, as they are stored. */
export function encodeDisclosure(stream: string, disclosure: Disclosure): Uint8Array {
  return Buffer.from(JSON.stringify({ stream, disclosure }));
}

/** @throws StoreUnavailable for bytes that are none */
export function decodeDisclosure(bytes: Uint8Array): { readonly stream: string; readonly disclosure: Disclosure } {
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as { stream: string; disclosure: Disclosure };
  } catch (cause) {
    throw new StoreUnavailable('a text beside a ledger cannot be read; run an audit', { cause });
  }
}

/** Works on each of many, so many at once. All are finished when it settles. */
export async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at]!);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
  const failed = lanes.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results;
}
