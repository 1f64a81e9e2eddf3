import { FOREVER, microsOf } from '#kernel/instant';
import type { StatementEvent } from '#responsibility/domain/responsibility.events';
import type { Sealed } from '#kernel/sealed';
import { pendingChange } from '../changes/pending-change.ts';
import { courseIn, linesAbout } from '../facts/changes.ts';
import type { Prefix } from '../facts/facts.ts';
import type { Asked } from '../point-in-time.ts';
import type { LaterStatement, PendingChange } from '../views.ts';

/** Changes with a line about the task that were not in force at the asked time, or not agreed, as far as the tree size knows. */
export function pendingChanges({ facts, treeSize }: Prefix, ref: string, asked: Asked): readonly PendingChange[] {
  const open = ({ sealed }: Sealed): string | null => facts.open(sealed);
  return facts.changes.about(ref, treeSize).flatMap((change) => {
    const about = linesAbout(change, ref, treeSize);
    return pendingChange(courseIn(change, treeSize), about, asked, { open }) ?? [];
  });
}

/**
 * What came to be known of a task after the tree size that was asked for, and speaks about the time that was asked about.
 * A line of an import came to be known with the import's last part, so some of it may stand before the tree size.
 */
export function laterStatements({ facts, treeSize }: Prefix, ref: string, asked: Asked): readonly LaterStatement[] {
  const { statements, size } = facts;
  const task = statements.task(ref, size);
  if (task === undefined) return [];
  return statements
    .ofTask(task.id)
    .filter(({ event }) => speaksOf(event.data, asked))
    .filter((statement) => (statements.knownFrom(statement) ?? 0) > treeSize)
    .map(({ index, recordedAt, event }) => ({
      entry: index,
      recordedAt,
      type: event.type,
      effectiveFrom: event.data.effectiveFrom,
      effectiveTo: event.data.effectiveTo ?? null,
    }));
}

function speaksOf({ effectiveFrom, effectiveTo }: StatementEvent['data'], asked: Asked): boolean {
  return (
    microsOf(effectiveFrom) < asked.to && asked.from < (effectiveTo === undefined ? FOREVER : microsOf(effectiveTo))
  );
}
