import type { Instant } from '#kernel/instant';
import { microsOf } from '#kernel/instant';
import { calledName } from '../../queries/people/people.ts';
import type { OwnerQuestion } from '#answers/point-in-time';
import type { OwnerAnswer, OwnerInterval, ShortAnswer } from '#answers/views';
import { engagementView } from '../../queries/ledgers.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { askedAbout, echoed, type Asked } from '#answers/point-in-time';
import type { Bearers } from '../../queries/grounds/statements.ts';
import { attributesOf, closedOf, entriesOf, intervalOf, statementsOf, type Stretch } from './interval.ts';
import { laterStatements } from './later.ts';
import { pendingChanges } from './pending.ts';
import { stretchesOf, UNKNOWN } from './stretches.ts';

/** Who bore a task, with everything that the answer rests on. */
export function ownerAnswer(
  reader: Reader,
  prefix: Prefix,
  ref: string,
  effective: OwnerQuestion['effective'],
): OwnerAnswer {
  const { ledger, treeSize } = prefix;
  const asked = askedAbout(effective, ledger.zone);
  const task = reader.tasks.byRef(ledger, ref, treeSize);
  const stretches = task === undefined ? [UNKNOWN] : stretchesOf(reader, prefix, task.key, asked.from, asked.to);
  const intervals = stretches
    .map((stretch) => (asked.clips ? clipped(stretch, asked) : stretch))
    .filter(({ from, to }) => from < to)
    .map((stretch) => intervalOf(reader, prefix, stretch));
  return {
    engagement: engagementView(ledger, treeSize),
    asOf: reader.ledgers.asOf(ledger, echoed(effective), treeSize),
    task: task === undefined ? null : { id: task.id, ref, title: titleIn(intervals) },
    exists: intervals.some(({ exists }) => exists),
    intervals,
    pending: pendingChanges(reader, prefix, ref, asked),
    later: laterStatements(reader, prefix, ref, asked),
  };
}

const clipped = (stretch: Stretch, asked: Asked): Stretch => ({
  ...stretch,
  from: Math.max(stretch.from, asked.from),
  to: Math.min(stretch.to, asked.to),
});

const titleIn = (intervals: readonly OwnerInterval[]): string | null =>
  intervals.find(({ definition }) => definition !== null)?.definition?.title ?? null;

/** The short answer at an instant. The path of questions by the thousand: nothing is read that it does not say. */
export function shortAnswer(reader: Reader, prefix: Prefix, ref: string, at: Instant): ShortAnswer {
  const { ledger, treeSize } = prefix;
  const task = reader.tasks.byRef(ledger, ref, treeSize);
  if (task === undefined) return { ...NOBODY, exists: false, closed: null, attributes: null, entries: [], treeSize };
  const said = reader.courses.said(task.key, microsOf(at), prefix);
  const statements = statementsOf(reader, prefix, said, 'once');
  const { exists, assignment } = statements;
  const acknowledgements =
    assignment === undefined ? [] : reader.evidence.acknowledgements(ledger, assignment.entry.index, treeSize);
  return {
    exists,
    ...(assignment === undefined ? NOBODY : shortly(reader.statements.bearersOf(assignment))),
    closed: closedOf(statements),
    attributes: attributesOf(statements),
    entries: entriesOf(reader, statements, acknowledgements),
    treeSize,
  };
}

const NOBODY = { owner: null, owners: [], group: null, mark: null } as const;

const shortly = ({ owner, owners, group, mark }: Bearers) => ({ owner, owners: owners.map(calledName), group, mark });
