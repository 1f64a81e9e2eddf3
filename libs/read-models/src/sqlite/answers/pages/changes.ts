import { changeView } from '#answers/changes/change-view';
import type { ChangeStatus, ChangeView } from '#answers/views';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { sliceOf, type Slice } from './paging.ts';

/** The register of changes, by number, as a tree size knows it. */
export function changeSlice(
  reader: Reader,
  prefix: Prefix,
  status: ChangeStatus | undefined,
  after: number,
  limit: number,
): Slice<ChangeView, number> {
  const numbers = reader.changes.page(prefix.ledger, prefix.treeSize, status, after, limit + 1);
  return sliceOf(
    numbers,
    limit,
    (number) => number,
    (number) => viewOf(reader, prefix, number),
  );
}

/** A change with its lines and everybody who decided about it. */
export function viewOf({ grounds }: Reader, { ledger, treeSize }: Prefix, number: number): ChangeView {
  return changeView(grounds.courseOf(ledger, number, treeSize), grounds.telling(ledger, treeSize));
}
