import { taskIdOf, taskKey } from '../storage/schema.ts';
import { BoundedCache } from '../storage/bounded-cache.ts';
import type { ReadConnection } from '../storage/read-connection.ts';
import type { Rows } from '../storage/sql.ts';
import type { LedgerRow } from './ledgers.ts';

/** A task by its key, its id and its reference. */
export interface TaskRow {
  readonly key: number;
  readonly id: string;
  readonly ref: string;
}

interface KnownTask extends TaskRow {
  readonly knownFrom: number;
}

/** Finds tasks, as far as a tree size knows them. */
export class TaskQueries {
  readonly #byRef: Rows<[key: number, knownFrom: number | null]>;
  readonly #after: Rows<[key: number, ref: string]>;
  readonly #ref: Rows<[ref: string]>;
  readonly #known = new BoundedCache<string, KnownTask>(10_000);

  constructor(connection: ReadConnection) {
    this.#byRef = connection.rows('SELECT task, known_from FROM tasks WHERE ledger = ? AND ref = ?');
    this.#after = connection.rows(
      'SELECT task, ref FROM tasks WHERE ledger = ? AND ref > ? AND known_from <= ? ORDER BY ref LIMIT ?',
    );
    this.#ref = connection.rows('SELECT ref FROM tasks WHERE task = ?');
  }

  /** A task by its reference; undefined where the tree size knows none. */
  byRef(ledger: LedgerRow, ref: string, treeSize: number): TaskRow | undefined {
    const name = `${ledger.id} ${ref}`;
    const found = this.#known.get(name) ?? this.#find(ledger, ref, name);
    return found === undefined || found.knownFrom > treeSize ? undefined : found;
  }

  /** A task that is known stays what it is; one that is not may be known soon. */
  #find(ledger: LedgerRow, ref: string, name: string): KnownTask | undefined {
    const row = this.#byRef.get(ledger.id, ref);
    if (row === undefined || row[1] === null) return undefined;
    const [key, knownFrom] = row;
    return this.#known.set(name, { key, id: taskIdOf(key), ref, knownFrom });
  }

  /** Tasks by reference, after one; all of them without a limit. References are ordered by code point. */
  after(ledger: LedgerRow, ref: string, treeSize: number, limit = -1): readonly TaskRow[] {
    return this.#after.all(ledger.id, ref, treeSize, limit).map(([key, of]) => ({ key, id: taskIdOf(key), ref: of }));
  }

  /** A task that a derived entry speaks of, by its key. */
  byKey(key: number): TaskRow {
    const ref = this.#ref.get(key)?.[0];
    if (ref === undefined) throw new Error(`the read models lack task ${taskIdOf(key)}; rebuild them`);
    return { key, id: taskIdOf(key), ref };
  }

  /** A task that a derived entry speaks of, by its id. */
  byId(ledger: LedgerRow, id: string): TaskRow {
    return this.byKey(taskKey(ledger.id, id)!);
  }
}
