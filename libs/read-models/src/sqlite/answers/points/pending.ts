import { pendingChange } from '#answers/changes/pending-change';
import type { Asked } from '#answers/point-in-time';
import type { PendingChange } from '#answers/views';
import type { Prefix, Reader } from '../../queries/reader.ts';

/** Changes with a line about the task that were not in force at the asked time, or not agreed, as far as the tree size knows. */
export function pendingChanges(reader: Reader, prefix: Prefix, ref: string, asked: Asked): readonly PendingChange[] {
  const { ledger, treeSize } = prefix;
  const { changes, grounds } = reader;
  return changes.about(ledger, ref, treeSize).flatMap((number) => {
    const course = grounds.courseOf(ledger, number, treeSize);
    const about = changes.lines(ledger, number, treeSize, ref);
    return pendingChange(course, about, asked, grounds.telling(ledger)) ?? [];
  });
}
