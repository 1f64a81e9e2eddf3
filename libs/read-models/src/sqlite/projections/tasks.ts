import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BoundedCache } from '../storage/bounded-cache.ts';
import { Rows } from '../storage/sql.ts';
import type { LedgerState } from './fact.ts';

/** A task by its row. `known` is false while only unfinished imports have spoken of it. */
export interface TaskState {
  readonly row: number;
  known: boolean;
}

/** The tasks of all ledgers, each with an integer of its own. */
export class TaskTable {
  readonly #find: Rows<[row: number, known: number]>;
  readonly #insert: StatementSync;
  readonly #makeKnown: StatementSync;
  readonly #cache = new BoundedCache<string, TaskState>(50_000);

  constructor(database: DatabaseSync) {
    this.#find = new Rows(database, 'SELECT id, known_from IS NOT NULL FROM tasks WHERE ledger = ? AND task = ?');
    this.#insert = database.prepare('INSERT INTO tasks (ledger, ref, task, known_from) VALUES (?, ?, ?, ?)');
    this.#makeKnown = database.prepare('UPDATE tasks SET known_from = ? WHERE id = ? AND known_from IS NULL');
  }

  /** A task that was spoken of before. */
  find(ledger: LedgerState, task: string): TaskState | undefined {
    const key = keyOf(ledger, task);
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const row = this.#find.get(ledger.id, task);
    return row === undefined ? undefined : this.#cache.set(key, { row: row[0], known: row[1] === 1 });
  }

  /** Makes the row of a task. `knownFrom` is null where an import that is not complete speaks of it. */
  introduce(ledger: LedgerState, task: string, ref: string, knownFrom: number | null): TaskState {
    const { lastInsertRowid } = this.#insert.run(ledger.id, ref, task, knownFrom);
    return this.#cache.set(keyOf(ledger, task), { row: Number(lastInsertRowid), known: knownFrom !== null });
  }

  /** From this tree size on the task is part of what the ledger says. */
  makeKnown(task: TaskState, knownFrom: number): void {
    if (task.known) return;
    this.#makeKnown.run(knownFrom, task.row);
    task.known = true;
  }

  /** What was not committed is forgotten. */
  forget(): void {
    this.#cache.clear();
  }
}

const keyOf = (ledger: LedgerState, task: string): string => `${ledger.id} ${task}`;
