import { instantOf, type Micros } from '#kernel/instant';
import type { PointInTime } from '#answers/point-in-time';
import type { Page } from '../../read-models.ts';
import type { SnapshotMatter } from '#answers/snapshot/document';
import type { StatedLine } from '#answers/snapshot/snapshot-line';
import type { MatrixLine, MatrixView } from '#answers/views';
import { FACET_CODES } from '../storage/schema.ts';
import { engagementView } from '../queries/ledgers.ts';
import type { Prefix, Reader } from '../queries/reader.ts';
import type { MatrixRow } from '../queries/matrix.ts';
import type { TaskRow } from '../queries/tasks.ts';
import { borneDuring, statementsOf } from './points/interval.ts';
import { askedAbout, echoed } from '#answers/point-in-time';
import { pageOf, type Slice } from './pages/paging.ts';

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
      const { items, last } = matrixSlice(reader, prefix, from, after, limit);
      return { items: items.map(({ line }) => line), last };
    },
  );
  const { ledger, treeSize } = prefix;
  const asOf = reader.ledgers.asOf(ledger, echoed(effective), treeSize);
  return { engagement: engagementView(ledger, treeSize), asOf, lines: items, next };
}

/** Lines read at once where all are wanted. */
const LOT = 500;

/** What the document of a snapshot is made of, but for the root of the tree. */
export function snapshotMatter(reader: Reader, prefix: Prefix, effective: PointInTime['effective']): SnapshotMatter {
  const { ledger, treeSize } = prefix;
  const { from } = askedAbout(effective, ledger.zone);
  const lines: StatedLine[] = [];
  for (let after: string | null = ''; after !== null;) {
    const slice = matrixSlice(reader, prefix, from, after, LOT);
    lines.push(...slice.items);
    after = slice.last;
  }
  const { zone, knownAt } = reader.ledgers.asOf(ledger, echoed(effective), treeSize);
  return { ledger: ledger.name, zone, effective: instantOf(from), treeSize, knownAt, lines };
}

/** Lines of the matrix at an instant, by reference, after one. Tasks that are no part of it then are passed over. */
function matrixSlice(
  reader: Reader,
  prefix: Prefix,
  at: Micros,
  after: string,
  limit: number,
): Slice<StatedLine, string> {
  const lines: StatedLine[] = [];
  for (let last = after; ;) {
    // One more than asked for tells whether more follows.
    const rows = rowsAfter(reader, prefix, at, last, limit + 1);
    for (const row of rows) {
      const line = lineOf(reader, prefix, row, at);
      if (line === undefined) continue;
      if (lines.length === limit) return { items: lines, last: lines.at(-1)!.line.ref };
      lines.push(line);
    }
    if (rows.length <= limit) return { items: lines, last: null };
    last = rows.at(-1)!.task.ref;
  }
}

/** What is known now is read in one question; what was known once, task by task. */
function rowsAfter(reader: Reader, prefix: Prefix, at: Micros, after: string, limit: number): readonly MatrixRow[] {
  const { ledger, treeSize, size } = prefix;
  if (treeSize === size) return reader.matrix.page(ledger, at, after, limit);
  return reader.tasks.after(ledger, after, treeSize, limit).map((task) => rowAt(reader, prefix, task, at));
}

const rowAt = (reader: Reader, prefix: Prefix, task: TaskRow, at: Micros): MatrixRow => ({
  task,
  assignment: reader.courses.segmentAt(task.key, FACET_CODES.assignment, at, prefix),
  acknowledged: undefined,
});

/** A task's line at an instant; undefined where it is no part of the matrix. */
export const matrixLine = (reader: Reader, prefix: Prefix, task: TaskRow, at: Micros): MatrixLine | undefined =>
  lineOf(reader, prefix, rowAt(reader, prefix, task, at), at)?.line;

function lineOf(reader: Reader, prefix: Prefix, row: MatrixRow, at: Micros): StatedLine | undefined {
  const { task, assignment } = row;
  const definition = reader.courses.segmentAt(task.key, FACET_CODES.definition, at, prefix);
  const closed = reader.courses.segmentAt(task.key, FACET_CODES.closed, at, prefix);
  const said = { definition: definition.said, assignment: assignment.said, closed: closed.said };
  const statements = statementsOf(reader, prefix, said);
  const stated = statements.definition?.entry;
  if (stated?.type !== 'TaskDefined' && stated?.type !== 'TaskRevised') return undefined;
  const acknowledgements =
    assignment.said === null || row.acknowledged === 0
      ? []
      : reader.evidence.acknowledgements(prefix.ledger, assignment.said, prefix.treeSize);
  const from = Math.max(definition.from, assignment.from, closed.from);
  const to = Math.min(definition.to, assignment.to, closed.to);
  return {
    line: {
      task: task.id,
      ref: task.ref,
      ...borneDuring(reader, { from, to, definition, assignment, closed }, statements, acknowledgements),
      acknowledged: acknowledgements.length,
    },
    definition: { entry: stated.index, digest: stated.data.digest },
    assignment: statements.assignment?.entry.data.assignment,
  };
}
