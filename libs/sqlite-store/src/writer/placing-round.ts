import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * A place may stand already, from a round that was cut short; then it is the same. Where it is another, a stream has a revision twice:
 * no place is null, so that the engine refuses it.
 */
export const UNLESS_PLACED = `ON CONFLICT (stream, revision) DO UPDATE SET position = NULL WHERE position <> excluded.position`;

/** What was appended to one stream and whose place is not written down. */
export class Unplaced {
  /** Revision and position of each entry in turn, ascending. */
  readonly entries: number[] = [];
  readonly disclosures: [commitment: string, id: number][] = [];

  add(revision: number, position: number): void {
    this.entries.push(revision, position);
  }

  get lastRevision(): number | undefined {
    return this.entries.at(-2);
  }
}

/** The last entry and the last disclosure whose places a round writes down. */
export interface RoundEnd {
  readonly position: number;
  readonly disclosure: number;
}

/**
 * Writes down the places of what was appended up to a point, piece by piece in the order of the index, so that each page of it is
 * touched once. What is half done harms nobody: a reader that finds a place and looks through the entry as well takes it once. Only
 * the last piece says up to where everything is placed.
 */
export class PlacingRound {
  /** How many entries it places. */
  readonly entries: number;
  readonly #streams: readonly (readonly [stream: number, unplaced: Unplaced])[];
  readonly #byStream: ReadonlyMap<number, Unplaced>;
  readonly #until: RoundEnd;
  readonly #placeEntry: StatementSync;
  readonly #placeDisclosure: StatementSync;
  readonly #end: StatementSync;
  /** How far it is: which stream, and what of it. */
  #stream = 0;
  #entry = 0;
  #disclosure = 0;

  constructor(database: DatabaseSync, unplaced: ReadonlyMap<number, Unplaced>, until: RoundEnd) {
    this.#byStream = unplaced;
    this.#streams = [...unplaced].sort(([one], [other]) => one - other);
    this.entries = this.#streams.reduce((sum, [, { entries }]) => sum + entries.length / 2, 0);
    this.#until = until;
    this.#placeEntry = database.prepare(
      `INSERT INTO entry_places (stream, revision, position) VALUES (?, ?, ?) ${UNLESS_PLACED}`,
    );
    this.#placeDisclosure = database.prepare(
      'INSERT INTO disclosure_places (stream, commitment, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#end = database.prepare('UPDATE placed SET position = ?, disclosure = ?');
  }

  /** The newest revision of a stream among what it places; undefined where that has none. */
  lastRevisionOf(stream: number): number | undefined {
    return this.#byStream.get(stream)?.lastRevision;
  }

  /** Writes down up to so many places, in the transaction at hand. True when all of them are. */
  write(most: number): boolean {
    let left = most;
    while (left > 0 && this.#stream < this.#streams.length) {
      const [stream, unplaced] = this.#streams[this.#stream]!;
      left = this.#writeEntries(stream, unplaced.entries, left);
      left = this.#writeDisclosures(stream, unplaced.disclosures, left);
      if (this.#entry < unplaced.entries.length || this.#disclosure < unplaced.disclosures.length) break;
      this.#stream++;
      this.#entry = 0;
      this.#disclosure = 0;
    }
    if (this.#stream < this.#streams.length) return false;
    this.#end.run(this.#until.position, this.#until.disclosure);
    return true;
  }

  #writeEntries(stream: number, entries: readonly number[], most: number): number {
    let left = most;
    for (; left > 0 && this.#entry < entries.length; this.#entry += 2, left--) {
      this.#placeEntry.run(stream, entries[this.#entry]!, entries[this.#entry + 1]!);
    }
    return left;
  }

  #writeDisclosures(stream: number, disclosures: Unplaced['disclosures'], most: number): number {
    let left = most;
    if (left > 0 && this.#disclosure === 0) disclosures.sort(([one], [other]) => (one < other ? -1 : 1));
    for (; left > 0 && this.#disclosure < disclosures.length; this.#disclosure++, left--) {
      this.#placeDisclosure.run(stream, ...disclosures[this.#disclosure]!);
    }
    return left;
  }
}
