import type { Micros } from '#kernel/instant';
import type { Page, PointInTime } from '../../read-models.ts';
import type { MatrixLine, MatrixView } from '../../views.ts';
import { engagementView } from '../queries/ledgers.ts';
import type { Prefix, Reader } from '../queries/reader.ts';
import type { TaskRow } from '../queries/tasks.ts';
import { intervalOf } from './interval.ts';
import { askedAbout, echoed } from './effective.ts';
import { pageOf, type Slice } from './paging.ts';
import { stretchesOf } from './stretches.ts';

/** One page of the matrix. */
export function matrixView(
  reader: Reader,
  engagement: string,
  { effective, known }: PointInTime,
  page: Page,
): MatrixView {
  const { prefix, items, next } = pageOf<MatrixLine, string>(
    reader,
    { engagement, known, question: ['matrix', effective], start: '' },
    page,
    (prefix, after, limit) => {
      const { from } = askedAbout(effective, prefix.ledger.zone);
      return matrixSlice(reader, prefix, from, after, limit);
    },
  );
  const { ledger, treeSize } = prefix;
  const asOf = reader.ledgers.asOf(ledger, echoed(effective), treeSize);
  return { engagement: engagementView(ledger, treeSize), asOf, lines: items, next };
}

/** Lines of the matrix at an instant, by reference, after one. Tasks that are no part of it then are passed over. */
function matrixSlice(
  reader: Reader,
  prefix: Prefix,
  at: Micros,
  after: string,
  limit: number,
): Slice<MatrixLine, string> {
  const lines: MatrixLine[] = [];
  for (let last = after; ;) {
    const tasks = reader.tasks.after(prefix.ledger, last, prefix.treeSize, limit);
    for (const task of tasks) {
      const line = matrixLine(reader, prefix, task, at);
      if (line === undefined) continue;
      if (lines.length === limit) return { items: lines, last: lines.at(-1)!.ref };
      lines.push(line);
    }
    if (tasks.length < limit) return { items: lines, last: null };
    last = tasks.at(-1)!.ref;
  }
}

/** A task's line at an instant; undefined where it is no part of the matrix. */
export function matrixLine(reader: Reader, prefix: Prefix, task: TaskRow, at: Micros): MatrixLine | undefined {
  const stretch = stretchesOf(reader, prefix, task.key, at, at + 1)[0]!;
  const { acknowledgements, attributes: _, ...line } = intervalOf(reader, prefix, stretch);
  return line.exists ? { task: task.id, ref: task.ref, ...line, acknowledged: acknowledgements.length } : undefined;
}
