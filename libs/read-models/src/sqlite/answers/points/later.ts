import { FOREVER, instantOf, microsOf } from '#kernel/instant';
import type { StatementEvent } from '#responsibility/domain/responsibility.events';
import { facetOf } from '#responsibility/domain/two-clocks/periods';
import type { LaterStatement } from '#answers/views';
import type { EntryRow } from '../../queries/entries.ts';
import type { StatementType } from '../../queries/grounds/statements.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import type { Asked } from '#answers/point-in-time';

/**
 * What came to be known of a task after the tree size that was asked for, and speaks about the time that was asked about.
 * A line of an import came to be known with the import's last part, so some of it may stand before the tree size.
 */
export function laterStatements(
  reader: Reader,
  { ledger, treeSize, size }: Prefix,
  ref: string,
  asked: Asked,
): readonly LaterStatement[] {
  if (treeSize === size) return [];
  const task = reader.tasks.byRef(ledger, ref, size);
  if (task === undefined) return [];
  const first = reader.imports.oldestOpen(ledger, treeSize) ?? treeSize;
  return reader.entries
    .ofTask(ledger, task.key, first, size)
    .filter((entry): entry is EntryRow<StatementType> => facetOf(entry) !== null)
    .filter(({ data }) => speaksOf(data, asked))
    .filter(({ index, data }) => (reader.imports.knownFrom(ledger, index, data) ?? 0) > treeSize)
    .map(({ index, recorded, type, data }) => ({
      entry: index,
      recordedAt: instantOf(recorded),
      type,
      effectiveFrom: data.effectiveFrom,
      effectiveTo: data.effectiveTo ?? null,
    }));
}

function speaksOf({ effectiveFrom, effectiveTo }: StatementEvent['data'], asked: Asked): boolean {
  return (
    microsOf(effectiveFrom) < asked.to && asked.from < (effectiveTo === undefined ? FOREVER : microsOf(effectiveTo))
  );
}
