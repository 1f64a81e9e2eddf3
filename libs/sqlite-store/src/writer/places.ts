import type { DatabaseSync, StatementSync } from 'node:sqlite';

const WRITE = `
  INSERT INTO entry_places (stream, revision, position)
    SELECT stream, revision, position FROM entries WHERE position > (SELECT position FROM placed) ORDER BY stream, revision;
  INSERT INTO disclosure_places (stream, commitment, id)
    SELECT stream, commitment, id FROM disclosures WHERE id > (SELECT disclosure FROM placed) ORDER BY stream, commitment;
  UPDATE placed SET position = (SELECT coalesce(max(position), 0) FROM entries),
    disclosure = (SELECT coalesce(max(id), 0) FROM disclosures);
`;

/**
 * Where the entries of a stream, and the disclosures behind its commitments, are found. An index that is kept up with every
 * append dirties a page of its own for each of a thousand ledgers, several times as much as the entries themselves; written
 * down for thousands at once, in order, it costs a tenth. Until then the newest revision of each stream is known here.
 */
export class Places {
  readonly #database: DatabaseSync;
  readonly #after: StatementSync;
  /** Newest revision of every stream with entries that are not placed; undefined after a rollback, until it is asked for. */
  #newest: Map<number, number> | undefined;
  #missing = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#after = database.prepare(
      'SELECT stream, revision FROM entries WHERE position > (SELECT position FROM placed) ORDER BY position',
    );
    this.#after.setReturnArrays(true);
  }

  /** Entries that are not placed yet. */
  get missing(): number {
    this.#known();
    return this.#missing;
  }

  /** Newest revision of a stream, of which `placed` is the newest that was written down. */
  newest(stream: number, placed: number): number {
    return this.#known().get(stream) ?? placed;
  }

  /** Entries were appended to a stream, in the transaction at hand. */
  added(stream: number, newest: number, count: number): void {
    this.#known().set(stream, newest);
    this.#missing += count;
  }

  /** Writes down where everything stands, in the transaction at hand. */
  write(): void {
    if (this.missing === 0) return;
    this.#database.exec(WRITE);
    this.#newest = new Map();
    this.#missing = 0;
  }

  /** What the transaction changed was rolled back. */
  forget(): void {
    this.#newest = undefined;
  }

  #known(): Map<number, number> {
    if (this.#newest !== undefined) return this.#newest;
    this.#newest = new Map();
    this.#missing = 0;
    for (const [stream, revision] of this.#after.iterate() as unknown as Iterable<[number, number]>) {
      this.#newest.set(stream, revision);
      this.#missing++;
    }
    return this.#newest;
  }
}
