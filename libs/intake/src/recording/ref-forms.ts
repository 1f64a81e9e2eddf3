import type { TaskRef } from '#responsibility/domain/task';
import { isKnownRef, type KnownTasks } from '#responsibility/domain/tasks/known-tasks';
import { knownInOtherForm } from '#responsibility/domain/tasks/other-forms';

/** References of a file as the ledger has them: one that a task has in another form of Unicode means that task, and makes no second one. */
export class RefForms {
  readonly #tasks: KnownTasks;
  readonly #added = new Map<string, TaskRef>();

  constructor(tasks: KnownTasks) {
    this.#tasks = tasks;
  }

  /** A new reference stays as it stood in the file first. */
  of(ref: TaskRef): TaskRef {
    const known = isKnownRef(this.#tasks, ref) ? ref : knownInOtherForm(this.#tasks, ref);
    if (known !== undefined) return known;
    const form = ref.normalize('NFC');
    const first = this.#added.get(form) ?? ref;
    this.#added.set(form, first);
    return first;
  }
}
