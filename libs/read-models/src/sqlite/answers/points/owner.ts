import type { Instant } from '#kernel/instant';
import { microsOf } from '#kernel/instant';
import { calledName } from '../../queries/people/people.ts';
import { controlsIn } from '#answers/matrix-version/line-exceptions';
import { introductionsBehind } from '#answers/people/introductions';
import type { OwnerQuestion } from '#answers/point-in-time';
import type { OwnerAnswer, OwnerInterval, ShortAnswer } from '#answers/views';
import { entriesIn } from '../../projections/ownership/grounds.ts';
import type { SaidShortly } from '../../queries/courses.ts';
import { engagementView, type LedgerRow } from '../../queries/ledgers.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { askedAbout, echoed, type Asked } from '#answers/point-in-time';
import type { Bearers } from '../../queries/grounds/statements.ts';
import { joined } from './ascending.ts';
import { attributesOf, closedOf, entriesOf, intervalOf, statementsOf, type Stretch } from './interval.ts';
import { shownEvidence } from '../pages/evidence.ts';
import { openObjections } from '../pages/objections.ts';
import { introducingIn } from '../people/introducing.ts';
import { exceptionsAbout } from '../register/line-exceptions.ts';
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
  const intervals = intervalsIn(reader, prefix, task?.key, asked);
  const exceptions = exceptionsAbout(reader, prefix, { ref, controls: controlsIn(intervals) }, asked);
  const bases = intervals.map(({ basis }) => basis);
  const introductions = introductionsBehind(bases, introducingIn(reader, prefix));
  return {
    engagement: engagementView(ledger, treeSize),
    asOf: reader.ledgers.asOf(ledger, echoed(effective), treeSize),
    task: task === undefined ? null : { id: task.id, ref, title: titleIn(intervals) },
    exists: intervals.some(({ exists }) => exists),
    intervals,
    pending: pendingChanges(reader, prefix, ref, asked),
    evidence: shownEvidence(reader, prefix, task?.key, asked),
    objections: openObjections(reader, prefix, task?.key),
    ...(exceptions.length > 0 && { exceptions }),
    ...(introductions.length > 0 && { introductions }),
    later: laterStatements(reader, prefix, ref, asked),
  };
}

/** How a line stands at an instant: the interval of its answer, without what waits, was shown or was said beside it. */
export function lineAt(reader: Reader, prefix: Prefix, ref: string, at: Instant): OwnerInterval {
  const { ledger, treeSize } = prefix;
  const key = reader.tasks.byRef(ledger, ref, treeSize)?.key;
  // An instant has one interval.
  return intervalsIn(reader, prefix, key, askedAbout({ at }, ledger.zone))[0]!;
}

function intervalsIn(reader: Reader, prefix: Prefix, task: number | undefined, asked: Asked): readonly OwnerInterval[] {
  const stretches = task === undefined ? [UNKNOWN] : stretchesOf(reader, prefix, task, asked.from, asked.to);
  return stretches
    .map((stretch) => (asked.clips ? clipped(stretch, asked) : stretch))
    .filter(({ from, to }) => from < to)
    .map((stretch) => intervalOf(reader, prefix, stretch));
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
  const text = statementsOf(reader, prefix, { definition: said.definition, assignment: null, closed: said.closed });
  const borne = text.exists ? borneIn(reader, ledger, said) : undefined;
  const entries = entriesOf(reader, text, []);
  return {
    exists: text.exists,
    ...(borne === undefined ? NOBODY : shortly(borne.bearers)),
    closed: closedOf(text),
    attributes: attributesOf(text) ?? borne?.attributes ?? null,
    entries: borne === undefined ? entries : joined(entries, entriesWith(reader, prefix, borne)),
    treeSize,
  };
}

/** Who bears a task, in short. */
interface Borne {
  readonly assignment: number;
  readonly bearers: Bearers;
  readonly attributes: ShortAnswer['attributes'] | undefined;
  readonly entries: readonly number[];
}

/** Where the row of the period tells all of it, the entry that assigned is not read. */
function borneIn({ statements }: Reader, ledger: LedgerRow, said: SaidShortly): Borne | undefined {
  const { assignment, alike, grounds } = said;
  if (assignment === null) return undefined;
  if (alike !== null) {
    const bearers = statements.bearersAlike(ledger, assignment, alike);
    return { assignment, bearers, attributes: undefined, entries: entriesIn(assignment, grounds) };
  }
  const stated = statements.once<'ResponsibilityAssigned'>(ledger, assignment);
  const { attributes } = stated.entry.data;
  return { assignment, bearers: statements.bearersOf(stated), attributes, entries: statements.entriesOf(stated) };
}

/** The entries of an assignment and of those who answered it. */
const entriesWith = (
  { evidence }: Reader,
  { ledger, treeSize }: Prefix,
  { assignment, entries }: Borne,
): readonly number[] =>
  joined(
    entries,
    evidence.answers(ledger, assignment, treeSize).map(({ entry }) => entry),
  );

const NOBODY = { owner: null, owners: [], group: null, mark: null } as const;

const shortly = ({ owner, owners, group, mark }: Bearers) => ({ owner, owners: owners.map(calledName), group, mark });
