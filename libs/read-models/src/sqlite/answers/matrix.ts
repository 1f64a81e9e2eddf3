import { NOBODY } from '#answers/points/bearers';
import { instantOf, type Micros } from '#kernel/instant';
import type { MatrixQuestion, PointInTime } from '#answers/point-in-time';
import type { Page } from '../../read-models.ts';
import type { SnapshotMatter } from '#answers/snapshot/document';
import type { StatedLine } from '#answers/snapshot/snapshot-line';
import type { MatrixLine, MatrixView } from '#answers/views';
import type { TaskDefinition } from '#responsibility/domain/task';
import { FACET_CODES } from '../storage/schema.ts';
import { engagementView } from '../queries/ledgers.ts';
import type { Prefix, Reader } from '../queries/reader.ts';
import type { MatrixRow } from '../queries/matrix.ts';
import type { TaskRow } from '../queries/tasks.ts';
import { closedOf, entriesOf, statementsOf, textOf, type Statements, type Stretch } from './points/interval.ts';
import { isAsked, lastAnswers, stancesOf, type GivenAnswer } from '#answers/points/acceptance';
import { bearerNamed, mentionIn, textIn } from './points/acceptance.ts';
import { joined } from './points/ascending.ts';
import { definitionIn, type Borne } from '../queries/grounds/statements.ts';
import { endText, instantText } from '../queries/instants.ts';
import { askedAbout, echoed } from '#answers/point-in-time';
import { besideLines, type Beside } from './beside-lines.ts';
import { pageOf, type Slice } from './pages/paging.ts';

/** One page of the matrix. */
export function matrixView(
  reader: Reader,
  engagement: string,
  { effective, known, evidence }: MatrixQuestion,
  page: Page,
): MatrixView {
  const { prefix, items, next } = pageOf<MatrixLine, string>(
    reader,
    { engagement, known, question: ['matrix', effective], start: '' },
    page,
    (prefix, after, limit) => {
      const { from } = askedAbout(effective, prefix.ledger.zone);
      const beside = besideLines(reader, prefix, from, evidence);
      const { items, last } = matrixSlice(reader, prefix, { at: from, beside }, after, limit);
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
  const beside = besideLines(reader, prefix, from);
  const lines: StatedLine[] = [];
  for (let after: string | null = ''; after !== null;) {
    const slice = matrixSlice(reader, prefix, { at: from, beside }, after, LOT);
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
  { at, beside }: { readonly at: Micros; readonly beside: Beside },
  after: string,
  limit: number,
): Slice<StatedLine, string> {
  const lines: StatedLine[] = [];
  for (let last = after; ;) {
    // One more than asked for tells whether more follows.
    const rows = rowsAfter(reader, prefix, at, last, limit + 1);
    for (const row of rows) {
      const line = lineOf(reader, prefix, row, at, beside);
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
  borne: undefined,
  answered: undefined,
});

/** A task's line at an instant; undefined where it is no part of the matrix. */
export const matrixLine = (
  reader: Reader,
  prefix: Prefix,
  task: TaskRow,
  at: Micros,
  beside: Beside,
): MatrixLine | undefined => lineOf(reader, prefix, rowAt(reader, prefix, task, at), at, beside)?.line;

function lineOf(reader: Reader, prefix: Prefix, row: MatrixRow, at: Micros, beside: Beside): StatedLine | undefined {
  const { task, assignment } = row;
  const { ledger } = prefix;
  const definition = reader.courses.segmentAt(task.key, FACET_CODES.definition, at, prefix);
  const closed = reader.courses.segmentAt(task.key, FACET_CODES.closed, at, prefix);
  const text = statementsOf(reader, prefix, { definition: definition.said, assignment: null, closed: closed.said });
  const stated = text.definition?.entry;
  if (stated?.type !== 'TaskDefined' && stated?.type !== 'TaskRevised') return undefined;
  const borne = assignment.said === null ? undefined : reader.statements.borneBy(ledger, assignment.said, row.borne);
  const none = assignment.said === null || row.answered === 0;
  const answers = none ? [] : reader.evidence.answers(ledger, assignment.said, prefix.treeSize);
  const answered = answeredIn(reader, prefix, text, borne, answers);
  const line = shown(reader, task, { definition, assignment, closed }, text, borne, answered, beside);
  const extras = extrasOf(reader, prefix, task, at, stated.data.definition, beside);
  return {
    line: extras === undefined ? line : { ...line, ...extras },
    definition: { entry: stated.index, digest: stated.data.digest },
    assignment: borne?.assignment,
  };
}

/** What only some lines have, or nobody wants of all; undefined where there is none of it. */
function extrasOf(
  reader: Reader,
  { treeSize }: Prefix,
  { key, ref }: TaskRow,
  at: Micros,
  { controls = NOTHING }: TaskDefinition,
  beside: Beside,
): Pick<MatrixLine, 'evidence' | 'exceptions'> | undefined {
  const exceptions = beside.exceptions?.({ ref, controls }) ?? NOTHING;
  if (exceptions.length === 0 && !beside.evidence) return undefined;
  return {
    ...(beside.evidence && { evidence: reader.evidence.countsAt(key, at, treeSize) }),
    ...(exceptions.length > 0 && { exceptions }),
  };
}

/** The line, every field by its name: a matrix has hundreds, and to spread objects into one another takes most of the time. */
function shown(
  reader: Reader,
  { key, id, ref }: TaskRow,
  { definition, assignment, closed }: Pick<Stretch, 'definition' | 'assignment' | 'closed'>,
  text: Statements,
  borne: Borne | undefined,
  { answers, ...answered }: Answered,
  beside: Beside,
): MatrixLine {
  const { mark, owner, owners, group, marks, deputy, raci, parts, findings } = borne?.duties ?? NOBODY;
  const entries = entriesOf(reader, text, []);
  return {
    task: id,
    ref,
    from: endText(Math.max(definition.from, assignment.from, closed.from)),
    to: endText(Math.min(definition.to, assignment.to, closed.to)),
    inForce: borne === undefined ? null : { from: instantText(assignment.from), to: endText(assignment.to) },
    exists: true,
    closed: closedOf(text),
    mark,
    owner,
    owners,
    group,
    marks,
    deputy,
    raci,
    parts,
    findings,
    assignment: borne?.entry ?? null,
    basis: borne?.basis ?? reader.statements.basisOf(text.definition!),
    definition: definitionIn(text.definition),
    text: textOf(text.definition),
    entries: joined(borne === undefined ? entries : joined(entries, borne.entries), answers),
    acknowledged: answered.acknowledged,
    declined: answered.declined,
    unanswered: answered.unanswered,
    objections: beside.objections.get(key) ?? NOTHING,
  };
}

const NOTHING: readonly never[] = [];

/** What was made of the assignment of a line, and the entries that say so. */
interface Answered extends Pick<MatrixLine, 'acknowledged' | 'declined' | 'unanswered'> {
  readonly answers: readonly number[];
}

function answeredIn(
  reader: Reader,
  prefix: Prefix,
  { definition }: Statements,
  borne: Borne | undefined,
  answers: readonly GivenAnswer[],
): Answered {
  if (borne === undefined || definition === undefined) {
    return { answers: NOTHING, acknowledged: 0, declined: NOTHING, unanswered: NOTHING };
  }
  const last = lastAnswers(answers);
  const declined = last.filter(({ accepted }) => !accepted);
  const stances = stancesOf(borne.assignment, answers, textIn(reader, prefix.ledger, definition));
  return {
    answers: answers.map(({ entry }) => entry),
    acknowledged: last.length - declined.length,
    declined: declined.map(({ entry }) => mentionIn(reader, prefix, entry)),
    unanswered: stances.filter(isAsked).map(({ bearer }) => bearerNamed(reader, prefix, bearer)),
  };
}
