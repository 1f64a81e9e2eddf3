import type { TaskRef } from '../task.ts';
import { isKnownRef, type KnownTasks } from './known-tasks.ts';

/**
 * The reference of a task that looks the same as this one and is written in another form of Unicode: é is one character (NFC), or an e
 * and an accent of its own (NFD), as some systems write it. Undefined where there is none, or where a task has just this reference.
 */
export function knownInOtherForm(tasks: KnownTasks, ref: TaskRef): TaskRef | undefined {
  if (isKnownRef(tasks, ref)) return undefined;
  return [ref.normalize('NFC'), ref.normalize('NFD')].find((form) => isKnownRef(tasks, form));
}
