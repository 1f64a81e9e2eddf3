import type { ReadConnection } from '../storage/read-connection.ts';
import type { Rows } from '../storage/sql.ts';
import type { LedgerRow } from './ledgers.ts';

/** Finds the entries that acknowledge an assignment, and those that submit evidence. */
export class EvidenceQueries {
  readonly #acknowledgements: Rows<[entry: number]>;
  readonly #ofLedger: Rows<[entry: number]>;
  readonly #ofTask: Rows<[entry: number]>;

  constructor(connection: ReadConnection) {
    this.#acknowledgements = connection.rows(
      'SELECT entry FROM acknowledgements WHERE ledger = ? AND assignment = ? AND entry < ? ORDER BY entry',
    );
    const evidence = 'SELECT entry FROM evidence WHERE ledger = ?1 AND entry > ?2 AND entry < ?3';
    this.#ofLedger = connection.rows(`${evidence} ORDER BY entry LIMIT ?4`);
    this.#ofTask = connection.rows(`${evidence} AND task = ?5 ORDER BY entry LIMIT ?4`);
  }

  acknowledgements(ledger: LedgerRow, assignment: number, treeSize: number): readonly number[] {
    return this.#acknowledgements.all(ledger.id, assignment, treeSize).map(([entry]) => entry);
  }

  /** Evidence after an entry; of a task by its row, or of all. */
  submitted(
    ledger: LedgerRow,
    task: number | undefined,
    after: number,
    treeSize: number,
    limit: number,
  ): readonly number[] {
    const rows =
      task === undefined
        ? this.#ofLedger.all(ledger.id, after, treeSize, limit)
        : this.#ofTask.all(ledger.id, after, treeSize, limit, task);
    return rows.map(([entry]) => entry);
  }
}
