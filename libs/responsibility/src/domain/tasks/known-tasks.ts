import type { TaskId, TaskRef } from '../task.ts';
import { mayName, packTask, unpackTask, type PackedTask } from './packed-task.ts';
import { newTask, type TaskState } from './task-state.ts';

/**
 * All tasks of a ledger. A service keeps a thousand ledgers of a hundred tasks, and most tasks have one text and one assignment: those
 * are packed, and read whenever somebody asks. A task that much was said of stays as it is from then on. Plain data, for snapshots.
 */
export interface KnownTasks {
  /** In the order in which they were introduced. */
  readonly list: (PackedTask | TaskState)[];
  /** Where a task stands in the list. */
  readonly byId: Map<TaskId, number>;
  readonly byRef: Map<TaskRef, number>;
}

/** Characters from which on a task is not packed. One of which feeds speak again and again would be read and written by each line. */
const LONG = 450;

export const noTasks = (): KnownTasks => ({ list: [], byId: new Map(), byRef: new Map() });

/** Notes that there is a task, of which nothing was said yet. One that is known stays as it is. */
export function introduceTask({ list, byId, byRef }: KnownTasks, id: TaskId, ref: TaskRef): void {
  if (byId.has(id)) return;
  byId.set(id, list.length);
  byRef.set(ref, list.length);
  list.push(packTask(newTask(id, ref)));
}

/** A task by its id. What is changed in it counts when it is kept: see `keepTask`. */
export const taskKnown = ({ list, byId }: KnownTasks, id: TaskId): TaskState | undefined => taskAt(list, byId.get(id));

/** A task by the reference that people use. */
export const taskKnownAs = ({ list, byRef }: KnownTasks, ref: TaskRef): TaskState | undefined =>
  taskAt(list, byRef.get(ref));

/** Whether a reference belongs to a task. */
export const isKnownRef = ({ byRef }: KnownTasks, ref: TaskRef): boolean => byRef.has(ref);

/** Keeps a task as it is now. */
export function keepTask({ list, byId }: KnownTasks, task: TaskState): void {
  const place = byId.get(task.id)!;
  if (typeof list[place] === 'object') return;
  const packed = packTask(task);
  list[place] = packed.length < LONG ? packed : task;
}

/** Every task, in the order in which they were introduced. */
export function* eachTask({ list }: KnownTasks): Generator<TaskState> {
  for (const kept of list) yield typeof kept === 'string' ? unpackTask(kept) : kept;
}

/** The tasks whose assignments, those that hold now or later, name a member. */
export function* tasksNaming({ list }: KnownTasks, member: string): Generator<TaskState> {
  for (const kept of list) {
    if (typeof kept === 'string' && !mayName(kept, member)) continue;
    const task = typeof kept === 'string' ? unpackTask(kept) : kept;
    if (task.named.some(({ members }) => members.includes(member))) yield task;
  }
}

function taskAt(list: KnownTasks['list'], place: number | undefined): TaskState | undefined {
  if (place === undefined) return undefined;
  const kept = list[place]!;
  return typeof kept === 'string' ? unpackTask(kept) : kept;
}
