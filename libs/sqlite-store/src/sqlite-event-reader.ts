import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Disclosure } from '#kernel/sealed';
import { NO_STREAM, type StoredEntry, StoreUnavailable, checkLimit } from '#ledger-store/event-store';
import { BoundedCache } from './bounded-cache.ts';
import { openForReading } from './database.ts';
import { disclosureFrom } from './disclosure-body.ts';
import { messageOf } from './engine-error.ts';

/** Streams whose id and name are remembered. */
const KNOWN_STREAMS = 50_000;

/**
 * Reads the event store's file with a connection of its own, synchronously. For threads that only have the file, such as
 * the one that builds read models; what it gives is in the terms of the port. It sees every commit that was answered before
 * a call, keeps no lock between calls, and works beside the writer. Not to be shared between threads. Batches of about 1,000
 * entries are the fastest, and keep memory low.
 */
export class SqliteEventReader {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #idByName = new BoundedCache<string, number>(KNOWN_STREAMS);
  readonly #nameById = new BoundedCache<number, string>(KNOWN_STREAMS);
  readonly #findId: StatementSync;
  readonly #findName: StatementSync;
  readonly #ofStream: StatementSync;
  readonly #ofAll: StatementSync;
  readonly #lastOfStream: StatementSync;
  readonly #lastOfAll: StatementSync;
  readonly #disclosure: StatementSync;
  readonly #pageCount: StatementSync;

  /** @throws StoreUnavailable when there is no such file, or it cannot be read. */
  constructor(file: string) {
    const database = openForReading(file);
    const rows = (sql: string): StatementSync => {
      const statement = database.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#file = file;
    this.#database = database;
    this.#findId = rows('SELECT id FROM streams WHERE name = ?');
    this.#findName = rows('SELECT name FROM streams WHERE id = ?');
    this.#ofStream = rows(
      'SELECT position, revision, bytes FROM entries WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?',
    );
    this.#ofAll = rows(
      'SELECT position, stream, revision, bytes FROM entries WHERE position > ? ORDER BY position LIMIT ?',
    );
    this.#lastOfStream = rows('SELECT max(revision) FROM entries WHERE stream = ?');
    this.#lastOfAll = rows('SELECT max(position) FROM entries');
    this.#pageCount = rows('PRAGMA page_count');
    this.#disclosure = rows('SELECT body FROM disclosures WHERE stream = ? AND commitment = ?');
  }

  /** As `EventStore.readStream`. */
  readStream(stream: string, fromRevision: number, limit: number): StoredEntry[] {
    checkLimit(limit);
    return this.#reading(() => {
      const id = this.#idOf(stream);
      if (id === undefined) return [];
      const rows = this.#ofStream.all(id, fromRevision, limit) as unknown as [number, number, Uint8Array][];
      return rows.map(([position, revision, bytes]) => ({ position, stream, revision, bytes }));
    });
  }

  /** As `EventStore.readAll`. */
  readAll(afterPosition: number, limit: number): StoredEntry[] {
    checkLimit(limit);
    return this.#reading(() => {
      const rows = this.#ofAll.all(afterPosition, limit) as unknown as [number, number, number, Uint8Array][];
      return rows.map(([position, id, revision, bytes]) => ({ position, stream: this.#nameOf(id), revision, bytes }));
    });
  }

  /** As `EventStore.lastRevision`. */
  lastRevision(stream: string): number {
    return this.#reading(() => {
      const id = this.#idOf(stream);
      if (id === undefined) return NO_STREAM;
      const [last] = this.#lastOfStream.get(id) as unknown as [number | null];
      return last ?? NO_STREAM;
    });
  }

  /** As `EventStore.lastPosition`. */
  lastPosition(): number {
    return this.#reading(() => (this.#lastOfAll.get() as unknown as [number | null])[0] ?? 0);
  }

  /** Pages of 4 KiB that the file has, those included that are only in its log so far. */
  pages(): number {
    return this.#reading(() => (this.#pageCount.get() as unknown as [number])[0]);
  }

  /** As `EventStore.readDisclosures`. */
  readDisclosures(stream: string, commitments: readonly string[]): Disclosure[] {
    return this.#reading(() => {
      const id = this.#idOf(stream);
      if (id === undefined) return [];
      return [...new Set(commitments)].flatMap((commitment) => {
        const row = this.#disclosure.get(id, commitment) as unknown as [Uint8Array] | undefined;
        return row === undefined ? [] : (disclosureFrom(commitment, row[0]) ?? []);
      });
    });
  }

  /** Releases the file. Afterwards everything throws `StoreUnavailable`. */
  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #reading<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new StoreUnavailable(
        `cannot read ${this.#file}: ${messageOf(error)}; check the disk, or restore a backup`,
        {
          cause: error,
        },
      );
    }
  }

  #idOf(stream: string): number | undefined {
    const known = this.#idByName.get(stream);
    if (known !== undefined) return known;
    const row = this.#findId.get(stream) as unknown as [number] | undefined;
    if (row !== undefined) this.#idByName.set(stream, row[0]);
    return row?.[0];
  }

  #nameOf(id: number): string {
    const known = this.#nameById.get(id);
    if (known !== undefined) return known;
    const [name] = this.#findName.get(id) as unknown as [string];
    this.#nameById.set(id, name);
    return name;
  }
}
