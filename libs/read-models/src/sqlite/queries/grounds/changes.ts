import type { ChangeStatus } from '#answers/views';
import { changeNumber } from '../../projections/changes.ts';
import type { ReadConnection } from '../../storage/read-connection.ts';
import type { Rows } from '../../storage/sql.ts';
import type { LedgerRow } from '../ledgers.ts';

type Columns = [value: number];

/** How a change stands at a tree size (?3). What was decided at or after it is not known to it. */
const STATUS = "CASE WHEN decided < ?3 THEN status WHEN opened < ?3 THEN 'proposed' ELSE 'draft' END";

/** Reads the register of changes, as a tree size knows it. */
export class ChangeQueries {
  readonly #change: Rows<Columns>;
  readonly #page: Rows<Columns>;
  readonly #about: Rows<Columns>;
  readonly #course: Rows<Columns>;
  readonly #lines: Rows<Columns>;

  constructor(connection: ReadConnection) {
    this.#change = connection.rows('SELECT number FROM changes WHERE ledger = ? AND number = ? AND proposed < ?');
    this.#page = connection.rows(
      `SELECT number FROM changes WHERE ledger = ?1 AND number > ?2 AND proposed < ?3
       AND (?4 IS NULL OR ${STATUS} = ?4) ORDER BY number LIMIT ?5`,
    );
    this.#about = connection.rows(
      `SELECT DISTINCT number FROM change_lines WHERE ledger = ?1 AND ref = ?2 AND entry < ?3
       AND (until IS NULL OR until >= ?3) ORDER BY number`,
    );
    this.#course = connection.rows(
      'SELECT entry FROM change_entries WHERE ledger = ? AND number = ? AND entry < ? ORDER BY entry',
    );
    this.#lines = connection.rows(
      `SELECT entry FROM change_lines WHERE ledger = ?1 AND number = ?2 AND entry < ?3 AND ref = ?4
       AND (until IS NULL OR until >= ?3) ORDER BY entry`,
    );
  }

  /** The number of a change; undefined where the tree size does not know it. */
  change(ledger: LedgerRow, id: string, treeSize: number): number | undefined {
    const number = changeNumber(id);
    return number === undefined ? undefined : this.#change.get(ledger.id, number, treeSize)?.[0];
  }

  /** Changes by number, after one. */
  page(
    ledger: LedgerRow,
    treeSize: number,
    status: ChangeStatus | undefined,
    after: number,
    limit: number,
  ): readonly number[] {
    return this.#page.all(ledger.id, after, treeSize, status ?? null, limit).map(([number]) => number);
  }

  /** Changes of which the text that stands has a line about a task, in the order in which they were proposed. */
  about(ledger: LedgerRow, ref: string, treeSize: number): readonly number[] {
    return this.#about.all(ledger.id, ref, treeSize).map(([number]) => number);
  }

  /** The entries with lines about a task, of the text that stands. */
  lines(ledger: LedgerRow, number: number, treeSize: number, ref: string): readonly number[] {
    return this.#lines.all(ledger.id, number, treeSize, ref).map(([entry]) => entry);
  }

  /** Every entry about a change, in order. */
  course(ledger: LedgerRow, number: number, treeSize: number): readonly number[] {
    return this.#course.all(ledger.id, number, treeSize).map(([entry]) => entry);
  }
}
