import type { Recorded } from '#kernel/decider';
import type { ImportStarted, ResponsibilityEvent, StatementEvent } from '#responsibility/domain/responsibility.events';
import type { TaskId, TaskRef } from '#responsibility/domain/task';
import { facetOf } from '#responsibility/domain/two-clocks/periods';

/** A task, and the tree size from which on the ledger says something of it; null while only an open import does. */
export interface Task {
  readonly id: TaskId;
  readonly ref: TaskRef;
  knownFrom: number | null;
}

/** An import: its first entry, and its last where it has come. */
export interface Import {
  readonly started: Recorded<ImportStarted>;
  completed: number | null;
  /** Tasks of whose text it speaks. */
  readonly speaksOf: Set<TaskId>;
}

/** What was said of tasks, and from which tree size on each of it counts. */
export class Statements {
  readonly #statements = new Map<number, Recorded<StatementEvent>>();
  readonly #ofTask = new Map<TaskId, Recorded<StatementEvent>[]>();
  readonly #imports = new Map<string, Import>();
  readonly #byRef = new Map<TaskRef, Task>();
  readonly #byId = new Map<TaskId, Task>();

  record(recorded: Recorded<ResponsibilityEvent>): void {
    const { event, index } = recorded;
    if (event.type === 'ImportStarted') {
      const started = recorded as Recorded<ImportStarted>;
      this.#imports.set(event.data.importId, { started, completed: null, speaksOf: new Set() });
    } else if (event.type === 'ImportCompleted') {
      const completed = this.import(event.data.importId);
      completed.completed = index;
      for (const task of completed.speaksOf) this.#makeKnown(task, index + 1);
    } else if (facetOf(event) !== null) this.#say(recorded as Recorded<StatementEvent>);
  }

  /** The statement in an entry. */
  statement(index: number): Recorded<StatementEvent> {
    const found = this.#statements.get(index);
    if (found === undefined) throw new Error(`entry ${index} says nothing of a task`);
    return found;
  }

  /** Everything that was said of a task, in order. */
  ofTask(task: TaskId): readonly Recorded<StatementEvent>[] {
    return this.#ofTask.get(task) ?? [];
  }

  /** An import that a statement names. */
  import(id: string): Import {
    const found = this.#imports.get(id);
    if (found === undefined) throw new Error(`import ${id} was never started`);
    return found;
  }

  /** From which tree size on a statement counts; undefined for one of an import whose last part is missing. */
  knownFrom({ index, event }: Recorded<StatementEvent>): number | undefined {
    if (event.data.import === undefined) return index + 1;
    const { completed } = this.import(event.data.import);
    return completed === null ? undefined : completed + 1;
  }

  /** A task by its reference; undefined where the tree size knows none. */
  task(ref: TaskRef, treeSize: number): Task | undefined {
    const task = this.#byRef.get(ref);
    return task !== undefined && isKnown(task, treeSize) ? task : undefined;
  }

  /** Every task that a tree size knows, by reference, in the order of code points. */
  tasks(treeSize: number): readonly Task[] {
    return [...this.#byRef.values()]
      .filter((task) => isKnown(task, treeSize))
      .sort((a, b) => byCodePoint(a.ref, b.ref));
  }

  #say(recorded: Recorded<StatementEvent>): void {
    const { event, index } = recorded;
    const { taskId, import: importId } = event.data;
    if (event.type === 'TaskDefined') this.#introduce(taskId, event.data.ref);
    this.#statements.set(index, recorded);
    const said = this.#ofTask.get(taskId);
    if (said === undefined) this.#ofTask.set(taskId, [recorded]);
    else said.push(recorded);
    if (facetOf(event) !== 'definition') return;
    if (importId === undefined) this.#makeKnown(taskId, index + 1);
    else this.import(importId).speaksOf.add(taskId);
  }

  #introduce(id: TaskId, ref: TaskRef): void {
    if (this.#byId.has(id)) return;
    const task: Task = { id, ref, knownFrom: null };
    this.#byId.set(id, task);
    this.#byRef.set(ref, task);
  }

  #makeKnown(id: TaskId, knownFrom: number): void {
    const task = this.#byId.get(id);
    if (task !== undefined) task.knownFrom ??= knownFrom;
  }
}

const isKnown = ({ knownFrom }: Task, treeSize: number): boolean => knownFrom !== null && knownFrom <= treeSize;

/** JavaScript compares UTF-16 code units, which puts what lies beyond the basic plane before some of what lies in it. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((character, i) => character !== right[i]);
  if (at < 0) return left.length - right.length;
  return right[at] === undefined ? 1 : left[at]!.codePointAt(0)! - right[at].codePointAt(0)!;
}
