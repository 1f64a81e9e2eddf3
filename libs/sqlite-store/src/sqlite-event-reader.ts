import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Disclosure } from '#kernel/sealed';
import { NO_STREAM, type StoredEntry, StoreUnavailable, checkLimit } from '#ledger-store/event-store';
import { BoundedCache } from './bounded-cache.ts';
import { openForReading } from './database.ts';
import { disclosureFrom, isErased } from './disclosure-body.ts';
import { messageOf } from './engine-error.ts';
import { UnplacedDisclosures, UnplacedEntries } from './unplaced.ts';

type EntryRow = [position: number, revision: number, bytes: Uint8Array];

/** A disclosure, and the stream that it belongs to. */
export interface StoredDisclosure {
  readonly stream: string;
  readonly commitment: string;
  /** Undefined where it is damaged. */
  readonly disclosure: Disclosure | undefined;
}

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
  readonly #body: StatementSync;
  readonly #allDisclosures: StatementSync;
  readonly #atPosition: StatementSync;
  readonly #pageCount: StatementSync;
  readonly #unplacedEntries: UnplacedEntries;
  readonly #unplacedDisclosures: UnplacedDisclosures;

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
      `SELECT e.position, e.revision, e.bytes FROM entry_places p JOIN entries e ON e.position = p.position
       WHERE p.stream = ? AND p.revision >= ? ORDER BY p.revision LIMIT ?`,
    );
    this.#atPosition = rows('SELECT position, revision, bytes FROM entries WHERE position = ?');
    this.#ofAll = rows(
      'SELECT position, stream, revision, bytes FROM entries WHERE position > ? ORDER BY position LIMIT ?',
    );
    this.#lastOfStream = rows('SELECT max(revision) FROM entry_places WHERE stream = ?');
    this.#lastOfAll = rows('SELECT max(position) FROM entries');
    this.#pageCount = rows('PRAGMA page_count');
    this.#disclosure = rows('SELECT id FROM disclosure_places WHERE stream = ? AND commitment = ?');
    this.#body = rows('SELECT body FROM disclosures WHERE id = ?');
    this.#allDisclosures = rows(
      'SELECT id, stream, commitment, body FROM disclosures WHERE id > ? ORDER BY id LIMIT ?',
    );
    this.#unplacedEntries = new UnplacedEntries(database);
    this.#unplacedDisclosures = new UnplacedDisclosures(database);
  }

  /** As `EventStore.readStream`. */
  readStream(stream: string, fromRevision: number, limit: number): StoredEntry[] {
    checkLimit(limit);
    return this.#reading(() => {
      const id = this.#idOf(stream);
      if (id === undefined) return [];
      // Looked through first: what is placed in between is then found twice rather than not at all.
      const unplaced = this.#unplacedEntries.of(id);
      const rows = this.#ofStream.all(id, fromRevision, limit) as unknown as EntryRow[];
      const next = (rows.at(-1)?.[1] ?? fromRevision - 1) + 1;
      for (const position of unplaced?.from(next, limit - rows.length) ?? []) {
        rows.push(this.#atPosition.get(position) as unknown as EntryRow);
      }
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

  /** As `EventStore.readAt`. */
  readAt(position: number): StoredEntry | undefined {
    const [found] = this.readAll(position - 1, 1);
    return found?.position === position ? found : undefined;
  }

  /** As `EventStore.lastRevision`. */
  lastRevision(stream: string): number {
    return this.#reading(() => {
      const id = this.#idOf(stream);
      if (id === undefined) return NO_STREAM;
      const unplaced = this.#unplacedEntries.of(id);
      const [placed] = this.#lastOfStream.get(id) as unknown as [number | null];
      return Math.max(unplaced?.lastRevision ?? NO_STREAM, placed ?? NO_STREAM);
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
        const disclosure = this.#disclosureId(id, commitment);
        if (disclosure === undefined) return [];
        const [body] = this.#body.get(disclosure) as unknown as [Uint8Array];
        return disclosureFrom(commitment, body) ?? [];
      });
    });
  }

  /**
   * Up to `limit` disclosures of all streams that were not erased, after a number, in the order in which they came; one that cannot be
   * read is told as such. `next` is the number to go on after; undefined at the end.
   */
  allDisclosures(
    after: number,
    limit: number,
  ): { readonly next: number | undefined; readonly texts: StoredDisclosure[] } {
    return this.#reading(() => {
      const rows = this.#allDisclosures.all(after, limit) as unknown as [number, number, string, Uint8Array][];
      const texts = rows.flatMap(([, id, commitment, body]) => {
        if (isErased(body)) return [];
        return [{ stream: this.#nameOf(id), commitment, disclosure: readOrNothing(commitment, body) }];
      });
      return { next: rows.length < limit ? undefined : rows.at(-1)![0], texts };
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

  #disclosureId(stream: number, commitment: string): number | undefined {
    const placed = this.#disclosure.get(stream, commitment) as unknown as [number] | undefined;
    if (placed !== undefined) return placed[0];
    const unplaced = this.#unplacedDisclosures.find(stream, commitment);
    if (unplaced !== undefined) return unplaced;
    // It may have been placed between the two looks.
    return (this.#disclosure.get(stream, commitment) as unknown as [number] | undefined)?.[0];
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

function readOrNothing(commitment: string, body: Uint8Array): Disclosure | undefined {
  try {
    return disclosureFrom(commitment, body);
  } catch {
    // Whoever reads all of them wants to know which, and to go on.
    return undefined;
  }
}
