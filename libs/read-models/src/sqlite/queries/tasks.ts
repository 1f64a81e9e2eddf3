import type { Rows } from '../storage/sql.ts';
import type { LedgerRow } from './ledgers.ts';
import type { ReadConnection } from '../storage/read-connection.ts';

/** A task by its row, its id and its reference. */
export interface TaskRow {
  readonly row: number;
  readonly id: string;
  readonly ref: string;
}

/** Finds tasks, as far as a tree size knows them. */
export class TaskQueries {
  readonly #byRef: Rows<[row: number, task: string, knownFrom: number | null]>;
  readonly #byRow: Rows<[task: string, ref: string]>;
  readonly #refOf: Rows<[ref: string]>;
  readonly #after: Rows<[row: number, task: string, ref: string]>;

  constructor(connection: ReadConnection) {
    this.#byRef = connection.rows('SELECT id, task, known_from FROM tasks WHERE ledger = ? AND ref = ?');
    this.#byRow = connection.rows('SELECT task, ref FROM tasks WHERE id = ?');
    this.#refOf = connection.rows('SELECT ref FROM tasks WHERE ledger = ? AND task = ?');
    this.#after = connection.rows(
      'SELECT id, task, ref FROM tasks WHERE ledger = ? AND ref > ? AND known_from <= ? ORDER BY ref LIMIT ?',
    );
  }

  /** Tasks that a tree size knows, by reference, after one. References are ordered by code point. */
  after(ledger: LedgerRow, ref: string, treeSize: number, limit: number): readonly TaskRow[] {
    return this.#after.all(ledger.id, ref, treeSize, limit).map(([row, id, of]) => ({ row, id, ref: of }));
  }

  byRef(ledger: LedgerRow, ref: string, treeSize: number): TaskRow | undefined {
    const found = this.#byRef.get(ledger.id, ref);
    if (found === undefined) return undefined;
    const [row, id, knownFrom] = found;
    return knownFrom === null || knownFrom > treeSize ? undefined : { row, id, ref };
  }

  /** The reference of a task that a derived entry names. */
  refOf(ledger: LedgerRow, task: string): string {
    return this.#refOf.get(ledger.id, task)![0];
  }

  byRow(row: number): TaskRow {
    const [id, ref] = this.#byRow.get(row)!;
    return { row, id, ref };
  }
}
