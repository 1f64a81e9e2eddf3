import { FOREVER, microsOf } from '#kernel/instant';
import type { StatementEvent } from '#responsibility/domain/responsibility.events';
import { agreementIn, decidedBy, type Change } from '../facts/changes.ts';
import type { Prefix } from '../facts/facts.ts';
import type { Asked } from '../point-in-time.ts';
import type { LaterStatement, PendingChange } from '../views.ts';

/**
 * Changes with a line about the task that did not hold at the asked time, as far as the tree size knows: proposed by then and
 * still open, or in force only later; and open corrections that came later and speak of that time. What was rejected or
 * withdrawn waits for nothing.
 */
export function pendingChanges(prefix: Prefix, ref: string, asked: Asked): readonly PendingChange[] {
  const { facts, treeSize } = prefix;
  return facts.changes.about(ref, treeSize).flatMap((change) => {
    const { recordedAt, event } = change.proposed;
    const wasProposed = microsOf(recordedAt) < asked.to;
    const comesLater = microsOf(event.data.effectiveFrom) >= asked.to;
    const { status } = decidedBy(change, treeSize);
    const waits = status === 'proposed' ? wasProposed || !comesLater : status === 'agreed' && wasProposed && comesLater;
    return waits ? [pendingChange(prefix, change, ref)] : [];
  });
}

function pendingChange({ facts, treeSize }: Prefix, change: Change, ref: string): PendingChange {
  const { proposed, lines } = change;
  const { changeId, title, effectiveFrom, effectiveTo } = proposed.event.data;
  const { status, decision } = decidedBy(change, treeSize);
  const about = lines.filter((line) => line.ref === ref && line.entry < treeSize).map(({ entry }) => entry);
  return {
    change: changeId,
    title: facts.open(title.sealed),
    proposedAt: proposed.recordedAt,
    status,
    effectiveFrom,
    effectiveTo: effectiveTo ?? null,
    agreedAt: decision?.recordedAt ?? null,
    entries: [...new Set([proposed.index, ...about, ...agreementIn(change, treeSize)])].sort((a, b) => a - b),
  };
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
