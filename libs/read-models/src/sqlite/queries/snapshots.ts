import type { ReadConnection } from '../storage/read-connection.ts';
import type { Rows } from '../storage/sql.ts';
import type { LedgerRow } from './ledgers.ts';

const SNAPSHOT_ID = /^s(?:0|[1-9]\d{0,9})$/;

/** Finds the entries that took snapshots. */
export class SnapshotQueries {
  readonly #taken: Rows<[entry: number]>;
  readonly #one: Rows<[entry: number]>;

  constructor(connection: ReadConnection) {
    this.#taken = connection.rows(
      'SELECT entry FROM snapshots WHERE ledger = ? AND entry > ? AND entry < ? ORDER BY entry LIMIT ?',
    );
    this.#one = connection.rows('SELECT entry FROM snapshots WHERE ledger = ? AND entry = ? AND entry < ?');
  }

  /** Snapshots taken after an entry, in the order in which they were taken. */
  taken(ledger: LedgerRow, after: number, treeSize: number, limit: number): readonly number[] {
    return this.#taken.all(ledger.id, after, treeSize, limit).map(([entry]) => entry);
  }

  /** The entry that took a snapshot; undefined where the tree size knows none of that id. */
  entryOf(ledger: LedgerRow, id: string, treeSize: number): number | undefined {
    return SNAPSHOT_ID.test(id) ? this.#one.get(ledger.id, Number(id.slice(1)), treeSize)?.[0] : undefined;
  }
}
