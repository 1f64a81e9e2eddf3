import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { taskKey } from '../storage/schema.ts';
import { CannotProject, type Fact, type LedgerState } from './fact.ts';

/** The tasks of all ledgers. A task is named after the entry that introduced it, so its key is known without looking it up. */
export class TaskTable {
  readonly #insert: StatementSync;
  readonly #makeKnown: StatementSync;

  constructor(database: DatabaseSync) {
    // An import that is not complete may have introduced it before.
    this.#insert = database.prepare(
      'INSERT INTO tasks (task, ledger, ref, known_from) VALUES (?, ?, ?, ?) ON CONFLICT (task) DO NOTHING',
    );
    this.#makeKnown = database.prepare('UPDATE tasks SET known_from = ? WHERE task = ? AND known_from IS NULL');
  }

  /** The key of the task that an entry speaks of; null where it speaks of none. @throws CannotProject */
  keyIn(ledger: LedgerState, entry: Fact['entry']): number | null {
    const { taskId } = entry.data as { readonly taskId?: string };
    if (taskId === undefined) return null;
    const key = taskKey(ledger.id, taskId);
    if (key !== undefined) return key;
    throw new CannotProject(ledger.stream, entry.index, `"${taskId}" is no task's name`);
  }

  /** Makes the row of a task. `knownFrom` is null where an import that is not complete speaks of it. */
  introduce(ledger: LedgerState, task: number, ref: string, knownFrom: number | null): void {
    this.#insert.run(task, ledger.id, ref, knownFrom);
  }

  /** From this tree size on the task is part of what the ledger says, if it was not before. */
  makeKnown(task: number, knownFrom: number): void {
    this.#makeKnown.run(knownFrom, task);
  }
}
