import type { ObjectionMention, ObjectionStatus } from '#answers/views.objection';
import { objectionEntry } from '../../projections/objections.ts';
import type { ReadConnection } from '../../storage/read-connection.ts';
import type { Rows } from '../../storage/sql.ts';
import type { LedgerRow } from '../ledgers.ts';

/** An objection as registered: indices of its first and its last entry. */
export interface ObjectionRow {
  readonly entry: number;
  readonly ended: number | null;
  readonly status: ObjectionStatus;
}

type Columns = [entry: number, ended: number | null, how: ObjectionStatus | null];
type OpenColumns = [task: number, entry: number, side: ObjectionMention['side']];

const COLUMNS = 'entry, ended, how';

/** Reads objections, as a tree size knows them. */
export class ObjectionQueries {
  readonly #one: Rows<Columns>;
  readonly #page: Rows<Columns>;
  readonly #openTo: Rows<Columns>;
  readonly #open: Rows<OpenColumns>;
  readonly #answers: Rows<[entry: number]>;

  constructor(connection: ReadConnection) {
    this.#one = connection.rows(`SELECT ${COLUMNS} FROM objections WHERE ledger = ? AND entry = ? AND entry < ?`);
    this.#page = connection.rows(
      `SELECT ${COLUMNS} FROM objections WHERE ledger = ?1 AND entry > ?2 AND entry < ?3
       AND (?4 IS NULL OR task = ?4) AND (?5 IS NULL OR CASE WHEN ended < ?3 THEN how ELSE 'open' END = ?5)
       ORDER BY entry LIMIT ?6`,
    );
    const isOpen = 'entry < ?2 AND (ended IS NULL OR ended >= ?2)';
    this.#openTo = connection.rows(`SELECT ${COLUMNS} FROM objections WHERE task = ?1 AND ${isOpen} ORDER BY entry`);
    this.#open = connection.rows(
      `SELECT task, entry, side FROM objections WHERE ledger = ?1 AND ${isOpen} ORDER BY entry`,
    );
    this.#answers = connection.rows(
      'SELECT entry FROM objection_answers WHERE ledger = ? AND objection = ? AND entry < ? ORDER BY entry',
    );
  }

  /** An objection; undefined where the tree size does not know it. */
  objection(ledger: LedgerRow, id: string, treeSize: number): ObjectionRow | undefined {
    const entry = objectionEntry(id);
    const row = entry === undefined ? undefined : this.#one.get(ledger.id, entry, treeSize);
    return row === undefined ? undefined : rowAt(row, treeSize);
  }

  /** Objections after an entry, in the order in which they were raised; to one line, of one status, or all. */
  page(
    ledger: LedgerRow,
    filter: { readonly task: number | undefined; readonly status: ObjectionStatus | undefined },
    after: number,
    treeSize: number,
    limit: number,
  ): readonly ObjectionRow[] {
    return this.#page
      .all(ledger.id, after, treeSize, filter.task ?? null, filter.status ?? null, limit)
      .map((row) => rowAt(row, treeSize));
  }

  /** The open objections to the line of a task. */
  openTo(task: number, treeSize: number): readonly ObjectionRow[] {
    return this.#openTo.all(task, treeSize).map((row) => rowAt(row, treeSize));
  }

  /** All open objections of a ledger, by the key of their task: for whoever shows many lines. */
  open(ledger: LedgerRow, treeSize: number): ReadonlyMap<number, readonly ObjectionMention[]> {
    const open = new Map<number, readonly ObjectionMention[]>();
    for (const [task, entry, side] of this.#open.all(ledger.id, treeSize)) {
      open.set(task, [...(open.get(task) ?? []), { id: `o${entry}`, side, entry }]);
    }
    return open;
  }

  /** The entries that answer an objection. */
  answers(ledger: LedgerRow, objection: number, treeSize: number): readonly number[] {
    return this.#answers.all(ledger.id, objection, treeSize).map(([entry]) => entry);
  }
}

/** How it ended at or after the tree size is not known to it. */
const rowAt = ([entry, ended, how]: Columns, treeSize: number): ObjectionRow =>
  ended !== null && ended < treeSize ? { entry, ended, status: how ?? 'open' } : { entry, ended: null, status: 'open' };
