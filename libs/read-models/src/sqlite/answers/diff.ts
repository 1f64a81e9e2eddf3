import { canonicalize } from '#kernel/json';
import type { Micros } from '#kernel/instant';
import { accountableOf } from '#responsibility/domain/assignment.rules';
import type { Assignment } from '#responsibility/domain/assignment';
import type { TaskDefinition } from '#responsibility/domain/task';
import type { PointInTime } from '#answers/point-in-time';
import type { DiffLine, DiffView } from '#answers/views.diff';
import { engagementView } from '../queries/ledgers.ts';
import type { Prefix, Reader } from '../queries/reader.ts';
import type { TaskRow } from '../queries/tasks.ts';
import { definitionIn } from '../queries/grounds/statements.ts';
import { closedOf, statementsOf, type Statements } from './points/interval.ts';
import { askedAbout, echoed } from '#answers/point-in-time';
import { besideLines, type Beside } from './beside-lines.ts';
import { matrixLine } from './matrix.ts';
import { prefixOf } from './prefix.ts';

/** One of the two points that are compared. */
interface Point {
  readonly prefix: Prefix;
  readonly at: Micros;
  readonly beside: Beside;
}

type Counts = { -readonly [K in keyof DiffView['counts']]: number };

/** What differs between two points on the two clocks. */
export function diffView(reader: Reader, engagement: string, before: PointInTime, after: PointInTime): DiffView {
  const point = ({ effective, known }: PointInTime): Point => {
    const prefix = prefixOf(reader, engagement, known);
    const at = askedAbout(effective, prefix.ledger.zone).from;
    return { prefix, at, beside: besideLines(reader, prefix, at) };
  };
  const [then, now] = [point(before), point(after)];
  const { ledger, treeSize } = then.prefix.treeSize > now.prefix.treeSize ? then.prefix : now.prefix;
  return {
    engagement: engagementView(ledger, treeSize),
    before: reader.ledgers.asOf(ledger, echoed(before.effective), then.prefix.treeSize),
    after: reader.ledgers.asOf(ledger, echoed(after.effective), now.prefix.treeSize),
    ...diffLines(reader, then, now),
  };
}

/** The tasks that differ, by reference, and how many there are of each sort. */
function diffLines(reader: Reader, before: Point, after: Point): Pick<DiffView, 'counts' | 'lines'> {
  const counts: Counts = { added: 0, removed: 0, changed: 0, same: 0 };
  const lines: DiffLine[] = [];
  const { ledger } = before.prefix;
  const treeSize = Math.max(before.prefix.treeSize, after.prefix.treeSize);
  for (const task of reader.tasks.after(ledger, '', treeSize)) {
    const line = compared(reader, task, before, after, counts);
    if (line !== undefined) lines.push(line);
  }
  return { counts, lines };
}

function compared(reader: Reader, task: TaskRow, before: Point, after: Point, counts: Counts): DiffLine | undefined {
  const then = statementsAt(reader, task, before);
  const now = statementsAt(reader, task, after);
  if (!then.exists && !now.exists) return undefined;
  const kind = !then.exists ? 'added' : !now.exists ? 'removed' : 'changed';
  const fields = kind === 'changed' ? differences(then, now) : [];
  if (kind === 'changed' && fields.length === 0) {
    counts.same++;
    return undefined;
  }
  counts[kind]++;
  const line = ({ prefix, at, beside }: Point) => matrixLine(reader, prefix, task, at, beside) ?? null;
  return { ref: task.ref, kind, fields, before: line(before), after: line(after) };
}

function statementsAt(reader: Reader, { key }: TaskRow, { prefix, at }: Point): Statements {
  return statementsOf(reader, prefix, reader.courses.said(key, at, prefix));
}

/** RFC 6901 pointers of what differs. Compared by who is meant, not by what they are called: names can be erased. */
function differences(before: Statements, after: Statements): readonly string[] {
  const fields: string[] = [];
  if (before.assignment?.entry.index !== after.assignment?.entry.index) {
    fields.push(...pointers('', bearers(before), bearers(after)));
  }
  if (before.definition?.entry.index !== after.definition?.entry.index) {
    const { attributes: old = {}, ...oldText } = definitionIn(before.definition) ?? ({} as Partial<TaskDefinition>);
    const { attributes = {}, ...text } = definitionIn(after.definition) ?? ({} as Partial<TaskDefinition>);
    fields.push(...pointers('/definition', oldText, text), ...pointers('/attributes', old, attributes));
  }
  if (closedOf(before) !== closedOf(after)) fields.push('/closed');
  return fields;
}

const NOBODY: Assignment = { marks: [], raci: [] };

/** An assignment as it is compared: in the order in which a reader looks. */
function bearers({ assignment }: Statements): Readonly<Record<string, unknown>> {
  const { marks, raci, group, parts, ...rest } = assignment?.entry.data.assignment ?? NOBODY;
  return {
    mark: marks,
    owner: accountableOf(assignment?.entry.data.assignment ?? NOBODY),
    group,
    raci,
    parts,
    ...rest,
  };
}

function pointers(parent: string, before: object, after: object): readonly string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => canonicalize([old.get(name) ?? null]) !== canonicalize([now.get(name) ?? null]))
    .map((name) => `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}
