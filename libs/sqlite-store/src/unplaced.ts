import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * What was appended since places were last written down, looked through once and remembered: some thousand rows at most, of
 * which only the first columns are read. When places are written down, the rest is looked through again.
 */
abstract class Unplaced<Row> {
  readonly #placed: StatementSync;
  readonly #after: StatementSync;
  #from = -1;
  #seen = -1;

  constructor(database: DatabaseSync, placed: string, after: string) {
    this.#placed = database.prepare(placed);
    this.#placed.setReturnArrays(true);
    this.#after = database.prepare(after);
    this.#after.setReturnArrays(true);
  }

  protected lookThrough(): void {
    const [placed] = this.#placed.get() as unknown as [number];
    if (placed !== this.#from) {
      this.forget();
      this.#from = placed;
      this.#seen = placed;
    }
    for (const row of this.#after.iterate(this.#seen) as unknown as Iterable<Row>) this.#seen = this.remember(row);
  }

  /** Gives the row's place in the order in which rows are appended. */
  protected abstract remember(row: Row): number;
  protected abstract forget(): void;
}

/** Where the newest entries of one stream stand: their revisions follow one another. */
export class NewestOfStream {
  readonly #first: number;
  readonly #positions: number[] = [];

  constructor(first: number) {
    this.#first = first;
  }

  add(position: number): void {
    this.#positions.push(position);
  }

  get lastRevision(): number {
    return this.#first + this.#positions.length - 1;
  }

  /** Positions of up to `limit` entries from a revision on. */
  from(revision: number, limit: number): readonly number[] {
    const start = Math.max(0, revision - this.#first);
    return this.#positions.slice(start, start + limit);
  }
}

/** Entries whose place in their stream is not written down yet. */
export class UnplacedEntries extends Unplaced<[position: number, stream: number, revision: number]> {
  readonly #streams = new Map<number, NewestOfStream>();

  constructor(database: DatabaseSync) {
    super(
      database,
      'SELECT position FROM placed',
      'SELECT position, stream, revision FROM entries WHERE position > ? ORDER BY position',
    );
  }

  of(stream: number): NewestOfStream | undefined {
    this.lookThrough();
    return this.#streams.get(stream);
  }

  protected override remember([position, stream, revision]: [number, number, number]): number {
    let newest = this.#streams.get(stream);
    if (newest === undefined) this.#streams.set(stream, (newest = new NewestOfStream(revision)));
    newest.add(position);
    return position;
  }

  protected override forget(): void {
    this.#streams.clear();
  }
}

/** Disclosures that cannot be found by their commitment yet. */
export class UnplacedDisclosures extends Unplaced<[id: number, stream: number, commitment: string]> {
  readonly #ids = new Map<string, number>();

  constructor(database: DatabaseSync) {
    super(
      database,
      'SELECT disclosure FROM placed',
      'SELECT id, stream, commitment FROM disclosures WHERE id > ? ORDER BY id',
    );
  }

  find(stream: number, commitment: string): number | undefined {
    this.lookThrough();
    return this.#ids.get(`${stream} ${commitment}`);
  }

  protected override remember([id, stream, commitment]: [number, number, string]): number {
    const key = `${stream} ${commitment}`;
    // As among those that are placed, the first one counts.
    if (!this.#ids.has(key)) this.#ids.set(key, id);
    return id;
  }

  protected override forget(): void {
    this.#ids.clear();
  }
}
