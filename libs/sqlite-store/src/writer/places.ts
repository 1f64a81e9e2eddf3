import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { PlacingRound, UNLESS_PLACED, Unplaced } from './placing-round.ts';

const WRITE = `
  INSERT INTO entry_places (stream, revision, position)
    SELECT stream, revision, position FROM entries WHERE position > (SELECT position FROM placed) ORDER BY stream, revision
    ${UNLESS_PLACED};
  INSERT INTO disclosure_places (stream, commitment, id)
    SELECT stream, commitment, id FROM disclosures WHERE id > (SELECT disclosure FROM placed) ORDER BY stream, commitment
    ON CONFLICT DO NOTHING;
  UPDATE placed SET position = (SELECT coalesce(max(position), 0) FROM entries),
    disclosure = (SELECT coalesce(max(id), 0) FROM disclosures);
`;

/**
 * Places that are written down for each entry that is appended meanwhile. An entry has a place, and mostly a disclosure with one: more
 * than two, or a round would never end.
 */
const FOR_EACH = 3;
/** When places are written down. */
export interface Placing {
  /** Rounds begin when the places of so many entries are missing. */
  readonly from: number;
  /** So many at once, at least: fewer would touch a page of the index for each of them. */
  readonly atOnce: number;
}

/**
 * Where the entries of a stream, and the disclosures behind its commitments, are found. An index that is kept up with every
 * append dirties a page of its own for each of a thousand ledgers, several times as much as the entries themselves; written
 * down for thousands of entries in the order of the index it costs a tenth. That takes a while, in which nobody would be answered: so
 * every append takes some of it along. Until then the newest revision of each stream is known here.
 */
export class Places {
  readonly #database: DatabaseSync;
  readonly #placing: Placing;
  readonly #placed: StatementSync;
  readonly #entriesAfter: StatementSync;
  readonly #disclosuresAfter: StatementSync;
  /** What no round has taken up, by stream; undefined after a rollback, until it is asked for. */
  #unplaced: Map<number, Unplaced> | undefined;
  #round: PlacingRound | undefined;
  #missing = 0;
  /** Places that appends have to take along and did not yet. */
  #owed = 0;
  #resting = false;
  /** Missing places below which nothing is taken along. */
  #least: number;
  #lastPosition = 0;
  #lastDisclosure = 0;

  constructor(database: DatabaseSync, placing: Placing) {
    const rows = (sql: string): StatementSync => {
      const statement = database.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#database = database;
    this.#placing = placing;
    this.#least = placing.from;
    this.#placed = rows('SELECT position, disclosure FROM placed');
    this.#entriesAfter = rows(
      'SELECT stream, revision, position FROM entries WHERE position > (SELECT position FROM placed) ORDER BY position',
    );
    this.#disclosuresAfter = rows(
      'SELECT stream, commitment, id FROM disclosures WHERE id > (SELECT disclosure FROM placed) ORDER BY id',
    );
  }

  /** Entries that are not placed yet. */
  get missing(): number {
    this.#known();
    return this.#missing;
  }

  /** Whether the next append has to take places along. */
  get due(): boolean {
    if (this.#resting) {
      this.#resting = false;
      this.#least = this.missing + this.#placing.from;
    }
    return this.#round !== undefined || this.missing >= this.#least;
  }

  /** Newest revision of a stream, of which `placed` is the newest that was written down. */
  newest(stream: number, placed: number): number {
    return this.#known().get(stream)?.lastRevision ?? this.#round?.lastRevisionOf(stream) ?? placed;
  }

  /** An entry was appended, in the transaction at hand. */
  addEntry(stream: number, revision: number, position: number): void {
    this.#of(stream).add(revision, position);
    this.#lastPosition = position;
    this.#missing++;
  }

  /** A disclosure was appended, in the transaction at hand. */
  addDisclosure(stream: number, commitment: string, id: number): void {
    this.#of(stream).disclosures.push([commitment, id]);
    this.#lastDisclosure = id;
  }

  /** Writes down where some of it stands, in the transaction at hand, which has appended so many entries. */
  takeAlong(appended: number): void {
    this.#round ??= this.#begin();
    this.#owed += FOR_EACH * appended;
    if (this.#owed < this.#placing.atOnce) return;
    const isOver = this.#round.write(this.#owed);
    this.#owed = 0;
    if (!isOver) return;
    this.#missing -= this.#round.entries;
    this.#round = undefined;
    this.#least = this.#placing.from;
  }

  /** Nothing is taken along for a while: there is no room for it, and for entries there may be. */
  rest(): void {
    this.#resting = true;
  }

  /** Writes down where everything stands, in the transaction at hand. */
  write(): void {
    if (this.missing === 0) return;
    this.#database.exec(WRITE);
    this.#unplaced = new Map();
    this.#round = undefined;
    this.#missing = 0;
    this.#least = this.#placing.from;
  }

  /** What the transaction changed was rolled back. */
  forget(): void {
    this.#unplaced = undefined;
    this.#round = undefined;
    this.#owed = 0;
  }

  #begin(): PlacingRound {
    const unplaced = this.#known();
    this.#unplaced = new Map();
    const until = { position: this.#lastPosition, disclosure: this.#lastDisclosure };
    return new PlacingRound(this.#database, unplaced, until);
  }

  #of(stream: number): Unplaced {
    const unplaced = this.#known();
    const known = unplaced.get(stream);
    if (known !== undefined) return known;
    const added = new Unplaced();
    unplaced.set(stream, added);
    return added;
  }

  #known(): Map<number, Unplaced> {
    if (this.#unplaced !== undefined) return this.#unplaced;
    this.#unplaced = new Map();
    this.#missing = 0;
    [this.#lastPosition, this.#lastDisclosure] = this.#placed.get() as unknown as [number, number];
    for (const [stream, revision, position] of this.#entriesAfter.iterate() as unknown as Iterable<
      [number, number, number]
    >) {
      this.addEntry(stream, revision, position);
    }
    for (const [stream, commitment, id] of this.#disclosuresAfter.iterate() as unknown as Iterable<
      [number, string, number]
    >) {
      this.addDisclosure(stream, commitment, id);
    }
    return this.#unplaced;
  }
}
