import type { Disclosure } from '#kernel/sealed';
import { type EventStore, type StoredEntry, StoreUnavailable } from '#ledger-store/event-store';
import { Connection } from '../client/connection.ts';
import { troubleOf } from '../client/trouble.ts';
import { decodeDisclosure, eachOf } from '../disclosures.ts';
import { KurrentDbEventStore, type KurrentDbEventStoreOptions } from '../kurrentdb-event-store.ts';
import { type LogEvent, LogReader } from '../log-reader.ts';
import { DISCLOSURE, NAMESPACE, Names } from '../names.ts';
import { EVERYTHING, textChangeIn, type Keeps } from './text-change.ts';

/** A text as the log has it. */
export interface StoredText {
  readonly stream: string;
  readonly commitment: string;
  /** Undefined where it cannot be read. */
  readonly disclosure: Disclosure | undefined;
}

export interface AuditedLogOptions extends KurrentDbEventStoreOptions {
  /** Which streams are audited, with the texts beside them; all of them without it. */
  readonly keeps?: Keeps;
}

/** What an audit reads: entries and texts as the cluster has them, past everything that a replica keeps for itself. */
export class AuditedLog {
  readonly #store: EventStore;
  readonly #connection: Connection;
  readonly #reader: LogReader;
  readonly #names: Names;
  readonly #keeps: Keeps;

  /** @throws BadConnectionString */
  constructor({ keeps = EVERYTHING, ...options }: AuditedLogOptions) {
    this.#keeps = keeps;
    this.#store = new KurrentDbEventStore(options);
    this.#connection = new Connection(options);
    this.#reader = new LogReader(this.#connection);
    this.#names = new Names(options.namespace ?? NAMESPACE);
  }

  lastPosition(): Promise<number> {
    return this.#store.lastPosition();
  }

  /** Entries of the audited streams alone. */
  async readAll(afterPosition: number, limit: number): Promise<readonly StoredEntry[]> {
    const kept: StoredEntry[] = [];
    for (let from = afterPosition; ;) {
      const page = await this.#store.readAll(from, limit);
      kept.push(...page.filter(({ stream }) => this.#keeps(stream)));
      // What is too much is read again: whoever asks goes on after the last entry that he was given.
      if (page.length < limit || kept.length >= limit) return kept.slice(0, limit);
      from = page.at(-1)!.position;
    }
  }

  readStream(stream: string, fromRevision: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.#store.readStream(stream, fromRevision, limit);
  }

  /** The texts that were not erased, among about so many events of the log after a position; `next` is the one to go on after. */
  async allDisclosures(
    after: number,
    limit: number,
  ): Promise<{ readonly next: number | undefined; readonly texts: readonly StoredText[] }> {
    for await (const events of this.#reader.after(BigInt(after), limit)) {
      const written = events.filter(
        (event) => event.type === DISCLOSURE && textChangeIn(this.#names, event, this.#keeps)?.text !== undefined,
      );
      const texts = await eachOf(written, (event) => this.#standing(event));
      return { next: Number(events.at(-1)!.position), texts: texts.flatMap((text) => text ?? []) };
    }
    return { next: undefined, texts: [] };
  }

  async close(): Promise<void> {
    await this.#store.close();
    await this.#connection.close();
  }

  /** The log keeps what was erased until it is scavenged: whether it still counts its stream says. */
  async #standing({ stream: name, position, data }: LogEvent): Promise<StoredText | undefined> {
    try {
      const last = await this.#reader.lastOf(name);
      if (last?.position !== position) return undefined;
    } catch (error) {
      if (troubleOf(error) === 'stream-deleted') return undefined;
      throw error;
    }
    return readOrNothing(data);
  }
}

/** A text that cannot be read belongs to nobody that could be told. */
function readOrNothing(data: Uint8Array): StoredText {
  try {
    const { stream, disclosure } = decodeDisclosure(data);
    return { stream, commitment: disclosure.commitment, disclosure };
  } catch (error) {
    if (error instanceof StoreUnavailable) return { stream: '', commitment: '', disclosure: undefined };
    throw error;
  }
}
