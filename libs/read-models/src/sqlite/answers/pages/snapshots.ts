import type { SnapshotView } from '#answers/views.snapshot';
import { NotFound } from '../../../read-models.ts';
import { mentionOf } from '../../queries/entries.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { sliceOf, type Slice } from './paging.ts';

/** Snapshots in the order in which they were taken. */
export function snapshotSlice(
  reader: Reader,
  prefix: Prefix,
  after: number,
  limit: number,
): Slice<SnapshotView, number> {
  const found = reader.snapshots.taken(prefix.ledger, after, prefix.treeSize, limit + 1);
  return sliceOf(
    found,
    limit,
    (entry) => entry,
    (entry) => snapshotView(reader, prefix, entry),
  );
}

/** One snapshot. @throws NotFound */
export function snapshotOf(reader: Reader, prefix: Prefix, id: string): SnapshotView {
  const entry = reader.snapshots.entryOf(prefix.ledger, id, prefix.treeSize);
  if (entry === undefined) throw new NotFound('snapshot', id);
  return snapshotView(reader, prefix, entry);
}

function snapshotView(reader: Reader, { ledger, treeSize }: Prefix, index: number): SnapshotView {
  const entry = reader.entries.entry<'SnapshotTaken'>(ledger, index);
  const { snapshotId, format, effective, treeSize: size, root, digest, lines } = entry.data;
  const taken = mentionOf(reader.people, ledger, treeSize, entry);
  return { id: snapshotId, format, effective, treeSize: size, root, digest, lines, taken };
}
