import type { ApprovalEvent } from '#approval/domain/approval.events';
import type { ChangeStatus } from '#answers/views';
import { changeNumber } from '../../projections/changes.ts';
import type { ReadConnection } from '../../storage/read-connection.ts';
import type { Rows } from '../../storage/sql.ts';
import type { LedgerRow } from '../ledgers.ts';

/** A change as registered: indices of the entries about it. */
export interface ChangeRow {
  readonly number: number;
  readonly proposed: number;
  readonly decided: number | null;
  readonly status: ChangeStatus;
}

type DecisionType = ApprovalEvent['type'];
type Columns = [number: number, proposed: number, decided: number | null, status: ChangeStatus];

const COLUMNS = 'number, proposed, decided, status';

/** Reads the register of changes, as a tree size knows it. */
export class ChangeQueries {
  readonly #change: Rows<Columns>;
  readonly #page: Rows<Columns>;
  readonly #about: Rows<Columns>;
  readonly #decisions: Rows<[entry: number, type: DecisionType]>;
  readonly #lines: Rows<[entry: number, ref: string]>;

  constructor(connection: ReadConnection) {
    this.#change = connection.rows(`SELECT ${COLUMNS} FROM changes WHERE ledger = ? AND number = ?`);
    this.#page = connection.rows(
      `SELECT ${COLUMNS} FROM changes WHERE ledger = ?1 AND number > ?2 AND proposed < ?3
       AND (?4 IS NULL OR CASE WHEN decided < ?3 THEN status ELSE 'proposed' END = ?4) ORDER BY number LIMIT ?5`,
    );
    this.#about = connection.rows(
      `SELECT ${COLUMNS} FROM changes WHERE ledger = ?1 AND proposed < ?3
       AND number IN (SELECT number FROM change_lines WHERE ledger = ?1 AND ref = ?2 AND entry < ?3) ORDER BY number`,
    );
    this.#decisions = connection.rows(
      'SELECT entry, type FROM decisions WHERE ledger = ? AND number = ? ORDER BY entry',
    );
    this.#lines = connection.rows(
      'SELECT entry, ref FROM change_lines WHERE ledger = ? AND number = ? AND entry < ? ORDER BY entry',
    );
  }

  /** A change; undefined where the tree size does not know it. */
  change(ledger: LedgerRow, id: string, treeSize: number): ChangeRow | undefined {
    const number = changeNumber(id);
    const row = number === undefined ? undefined : this.#change.get(ledger.id, number);
    return row === undefined || row[1] >= treeSize ? undefined : changeAt(row, treeSize);
  }

  /** Changes by number, after one. */
  page(
    ledger: LedgerRow,
    treeSize: number,
    status: ChangeStatus | undefined,
    after: number,
    limit: number,
  ): readonly ChangeRow[] {
    return this.#page.all(ledger.id, after, treeSize, status ?? null, limit).map((row) => changeAt(row, treeSize));
  }

  /** Changes with a line about a task, in the order in which they were proposed. */
  about(ledger: LedgerRow, ref: string, treeSize: number): readonly ChangeRow[] {
    return this.#about.all(ledger.id, ref, treeSize).map((row) => changeAt(row, treeSize));
  }

  /** The entries with a change's lines; those about one task, or all. */
  lines(ledger: LedgerRow, number: number, treeSize: number, ref?: string): readonly number[] {
    return this.#lines
      .all(ledger.id, number, treeSize)
      .filter(([, of]) => ref === undefined || of === ref)
      .map(([entry]) => entry);
  }

  approvals(ledger: LedgerRow, number: number, treeSize: number): readonly number[] {
    return this.#decisions
      .all(ledger.id, number)
      .filter(([entry, type]) => entry < treeSize && type === 'ApprovalGranted')
      .map(([entry]) => entry);
  }

  /** The entries of a change's approvals and of its agreement. */
  agreement(ledger: LedgerRow, number: number, treeSize: number): readonly number[] {
    return this.#decisions
      .all(ledger.id, number)
      .filter(([entry, type]) => entry < treeSize && (type === 'ApprovalGranted' || type === 'ChangeAgreed'))
      .map(([entry]) => entry);
  }
}

/** What was decided at or after the tree size is not known to it. */
function changeAt([number, proposed, decided, status]: Columns, treeSize: number): ChangeRow {
  return decided !== null && decided < treeSize
    ? { number, proposed, decided, status }
    : { number, proposed, decided: null, status: 'proposed' };
}
