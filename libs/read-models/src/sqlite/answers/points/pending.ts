import { instantOf, microsOf } from '#kernel/instant';
import type { PendingChange } from '#answers/views';
import type { ChangeRow } from '../../queries/grounds/changes.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import type { Asked } from '#answers/point-in-time';

/**
 * Changes with a line about the task that did not hold at the asked time, as far as the tree size knows: proposed by then and
 * still open, or in force only later; and open corrections that came later and speak of that time. What was rejected or
 * withdrawn waits for nothing.
 */
export function pendingChanges(reader: Reader, prefix: Prefix, ref: string, asked: Asked): readonly PendingChange[] {
  const { ledger, treeSize } = prefix;
  return reader.changes.about(ledger, ref, treeSize).flatMap((change) => {
    const proposal = reader.entries.entry<'ChangeProposed'>(ledger, change.proposed);
    const wasProposed = proposal.recorded < asked.to;
    const comesLater = microsOf(proposal.data.effectiveFrom) >= asked.to;
    const waits =
      change.status === 'proposed'
        ? wasProposed || !comesLater
        : change.status === 'agreed' && wasProposed && comesLater;
    return waits ? [pendingChange(reader, prefix, change, ref)] : [];
  });
}

function pendingChange(reader: Reader, { ledger, treeSize }: Prefix, change: ChangeRow, ref: string): PendingChange {
  const { changes, entries, texts } = reader;
  const { data, recorded } = entries.entry<'ChangeProposed'>(ledger, change.proposed);
  const about = changes.lines(ledger, change.number, treeSize, ref);
  const agreement = changes.agreement(ledger, change.number, treeSize);
  return {
    change: data.changeId,
    title: texts.open(ledger.stream, data.title),
    proposedAt: instantOf(recorded),
    status: change.status,
    effectiveFrom: data.effectiveFrom,
    effectiveTo: data.effectiveTo ?? null,
    agreedAt: change.decided === null ? null : instantOf(entries.entry(ledger, change.decided).recorded),
    entries: [...new Set([change.proposed, ...about, ...agreement])].sort((a, b) => a - b),
  };
}
