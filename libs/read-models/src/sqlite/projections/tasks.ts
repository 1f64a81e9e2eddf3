import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BoundedCache } from '../storage/bounded-cache.ts';
import { Rows } from '../storage/sql.ts';
import type { LedgerState } from './fact.ts';

/** The tasks of all ledgers, each with an integer of its own. */
export class TaskTable {
  readonly #find: Rows<[id: number]>;
  readonly #insert: StatementSync;
  readonly #makeKnown: StatementSync;
  readonly #cache = new BoundedCache<string, number>(50_000);

  constructor(database: DatabaseSync) {
    this.#find = new Rows(database, 'SELECT id FROM tasks WHERE ledger = ? AND task = ?');
    this.#insert = database.prepare('INSERT INTO tasks (ledger, ref, task, known_from) VALUES (?, ?, ?, NULL)');
    this.#makeKnown = database.prepare('UPDATE tasks SET known_from = ? WHERE id = ? AND known_from IS NULL');
  }

  /** The row of a task that was spoken of before. */
  find(ledger: LedgerState, task: string): number | undefined {
    const key = `${ledger.id} ${task}`;
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const row = this.#find.get(ledger.id, task);
    return row === undefined ? undefined : this.#cache.set(key, row[0]);
  }

  /** The row of a task, made where there is none. */
  introduce(ledger: LedgerState, task: string, ref: string): number {
    const known = this.find(ledger, task);
    if (known !== undefined) return known;
    const { lastInsertRowid } = this.#insert.run(ledger.id, ref, task);
    return this.#cache.set(`${ledger.id} ${task}`, Number(lastInsertRowid));
  }

  /** From this tree size on the task is part of what the ledger says. */
  makeKnown(task: number, knownFrom: number): void {
    this.#makeKnown.run(knownFrom, task);
  }

  /** What was not committed is forgotten. */
  forget(): void {
    this.#cache.clear();
  }
}
