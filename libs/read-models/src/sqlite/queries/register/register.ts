import type { ReadConnection } from '../../storage/read-connection.ts';
import type { Rows } from '../../storage/sql.ts';
import type { LedgerRow } from '../ledgers.ts';

/** What the register holds, by the letter with which its ids begin. */
export type Kind = 'v' | 'r' | 'x';

const NUMBER = /^(?:0|[1-9]\d{0,9})$/;

/** Finds the entries about versions, reviews and exceptions. */
export class RegisterQueries {
  readonly #numbers: Rows<[number: number]>;
  readonly #entries: Rows<[entry: number]>;
  readonly #all: Rows<[number: number, entry: number]>;
  readonly #lines: Rows<[entry: number]>;

  constructor(connection: ReadConnection) {
    this.#numbers = connection.rows(
      `SELECT number FROM register WHERE ledger = ? AND kind = ? AND number > ? AND entry < ?
       GROUP BY number ORDER BY number LIMIT ?`,
    );
    this.#entries = connection.rows(
      'SELECT entry FROM register WHERE ledger = ? AND kind = ? AND number = ? AND entry < ? ORDER BY entry',
    );
    this.#all = connection.rows(
      'SELECT number, entry FROM register WHERE ledger = ? AND kind = ? AND entry < ? ORDER BY number, entry',
    );
    this.#lines = connection.rows(
      'SELECT entry FROM review_lines WHERE ledger = ? AND review = ? AND entry < ? ORDER BY entry',
    );
  }

  /** The numbers of one kind behind a number, ascending. */
  numbers(ledger: LedgerRow, kind: Kind, after: number, treeSize: number, limit: number): readonly number[] {
    return this.#numbers.all(ledger.id, kind, after, treeSize, limit).map(([number]) => number);
  }

  /** The entries about one of them, in order; none where the tree size does not know it. */
  entries(ledger: LedgerRow, kind: Kind, number: number, treeSize: number): readonly number[] {
    return this.#entries.all(ledger.id, kind, number, treeSize).map(([entry]) => entry);
  }

  /** The entries about each of one kind that a tree size knows, by number; both ascending. */
  all(ledger: LedgerRow, kind: Kind, treeSize: number): ReadonlyMap<number, readonly number[]> {
    const entries = new Map<number, number[]>();
    for (const [number, entry] of this.#all.all(ledger.id, kind, treeSize)) {
      const earlier = entries.get(number);
      if (earlier === undefined) entries.set(number, [entry]);
      else earlier.push(entry);
    }
    return entries;
  }

  /** The entries that list the lines of a review, and that speak of them, in order. */
  lines(ledger: LedgerRow, review: number, treeSize: number): readonly number[] {
    return this.#lines.all(ledger.id, review, treeSize).map(([entry]) => entry);
  }
}

/** The number in an id of one kind; undefined for what is none. */
export const numberIn = (kind: Kind, id: string): number | undefined =>
  id.startsWith(kind) && NUMBER.test(id.slice(1)) ? Number(id.slice(1)) : undefined;
