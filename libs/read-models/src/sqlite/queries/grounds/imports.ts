import type { Statement } from '#responsibility/domain/responsibility.events';
import { BoundedCache } from '../../storage/bounded-cache.ts';
import type { ReadConnection } from '../../storage/read-connection.ts';
import type { Rows } from '../../storage/sql.ts';
import type { LedgerRow } from '../ledgers.ts';

/** An import: from which entry to which it was recorded. */
export interface ImportRow {
  readonly started: number;
  readonly completed: number | null;
}

/** Reads imports, and from when on what they say counts. */
export class ImportQueries {
  readonly #import: Rows<[started: number, completed: number | null]>;
  readonly #oldestOpen: Rows<[started: number | null]>;
  readonly #completed = new BoundedCache<string, ImportRow>(5_000);

  constructor(connection: ReadConnection) {
    this.#import = connection.rows('SELECT started, completed FROM imports WHERE ledger = ? AND import = ?');
    this.#oldestOpen = connection.rows(
      'SELECT min(started) FROM imports WHERE ledger = ?1 AND started < ?2 AND (completed IS NULL OR completed >= ?2)',
    );
  }

  /** An import that a derived entry names. */
  import(ledger: LedgerRow, id: string): ImportRow {
    const key = `${ledger.id} ${id}`;
    const cached = this.#completed.get(key);
    if (cached !== undefined) return cached;
    const row = this.#import.get(ledger.id, id);
    if (row === undefined) throw new Error(`the read models lack import ${id} of ${ledger.stream}; rebuild them`);
    const found: ImportRow = { started: row[0], completed: row[1] };
    return found.completed === null ? found : this.#completed.set(key, found);
  }

  /** From which tree size on a statement counts; undefined for one of an import whose last part is missing. */
  knownFrom(ledger: LedgerRow, index: number, { import: id }: Statement): number | undefined {
    if (id === undefined) return index + 1;
    const { completed } = this.import(ledger, id);
    return completed === null ? undefined : completed + 1;
  }

  /** Where the oldest import began that is not complete at a tree size. */
  oldestOpen(ledger: LedgerRow, treeSize: number): number | undefined {
    return this.#oldestOpen.get(ledger.id, treeSize)?.[0] ?? undefined;
  }
}
