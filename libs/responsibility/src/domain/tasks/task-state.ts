import type { Micros } from '#kernel/instant';
import { emptyTimeline, valueAt, type Timeline } from '#kernel/timeline';
import type { NamedIn } from '../accepting/named.ts';
import type { TaskId, TaskRef } from '../task.ts';

/** A text of a task, for as long as it holds now or later: what an answer may name. */
export interface HoldingText {
  readonly entry: number;
  readonly digest: string;
}

/** What the rules know of a task. */
export interface TaskState {
  readonly id: TaskId;
  readonly ref: TaskRef;
  /** Index of the entry whose text holds; absent where the task is no part of the matrix. */
  definition: Timeline<number>;
  /** Index of the entry that assigned. */
  assignment: Timeline<number>;
  closed: Timeline<boolean>;
  named: readonly NamedIn[];
  texts: readonly HoldingText[];
  /** Index of the newest entry that said something of the task and is in force. */
  lastEntry: number;
}

/** A task of which nothing was said yet. */
export const newTask = (id: TaskId, ref: TaskRef): TaskState => ({
  id,
  ref,
  definition: emptyTimeline(),
  assignment: emptyTimeline(),
  closed: emptyTimeline(),
  named: [],
  texts: [],
  lastEntry: -1,
});

/** Whether the task is part of the matrix at an instant. */
export const existsAt = (task: TaskState, at: Micros): boolean => valueAt(task.definition, at) !== undefined;
