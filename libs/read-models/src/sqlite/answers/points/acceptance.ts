import { stancesOf, type GivenAnswer, type NamedBearer, type TextInForce } from '#answers/points/acceptance';
import type { Mention, Named } from '#answers/views';
import type { Acceptance } from '#answers/views/duty';
import { mentionOf } from '../../queries/entries.ts';
import type { LedgerRow } from '../../queries/ledgers.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import type { Assigned, Stated } from '../../queries/grounds/statements.ts';

type Definition = Stated<'TaskDefined' | 'TaskRevised' | 'TaskRetired'>;

/** What holds for a task in a stretch of time: who bears it, and its text. */
interface Spoken {
  readonly assignment: Assigned | undefined;
  readonly definition: Definition | undefined;
}

/** What each of those named made of the assignment, with the text of the task that holds with it. */
export function acceptanceIn(
  reader: Reader,
  prefix: Prefix,
  { assignment, definition }: Spoken,
  answers: readonly GivenAnswer[],
): readonly Acceptance[] {
  if (assignment === undefined || definition === undefined) return [];
  const { ledger } = prefix;
  const text = textIn(reader, ledger, definition);
  return stancesOf(assignment.entry.data.assignment, answers, text).map(
    ({ bearer, state, text: spokenOf, answer }) => ({
      by: bearerNamed(reader, prefix, bearer),
      state,
      text: spokenOf,
      answer: answer === undefined ? null : mentionIn(reader, prefix, answer.entry),
      reason: answer?.accepted === false ? reasonIn(reader, ledger, answer.entry) : null,
    }),
  );
}

/** Somebody whom an assignment names, by name. */
export const bearerNamed = ({ people }: Reader, { ledger, treeSize }: Prefix, bearer: NamedBearer): Named =>
  'member' in bearer ? people.member(ledger, treeSize, bearer.member)! : people.named(ledger, treeSize, bearer);

/** The text of a task, and from which tree size on it counts. */
export function textIn({ imports }: Reader, ledger: LedgerRow, { entry }: Definition): TextInForce {
  const digest = entry.type === 'TaskRetired' ? '' : entry.data.digest;
  return { digest, knownFrom: imports.knownFrom(ledger, entry.index, entry.data) ?? entry.index + 1 };
}

export const mentionIn = ({ people, entries }: Reader, { ledger, treeSize }: Prefix, entry: number): Mention =>
  mentionOf(people, ledger, treeSize, entries.entry(ledger, entry));

function reasonIn({ entries, texts }: Reader, ledger: LedgerRow, index: number): string | null {
  return texts.open(ledger.stream, entries.entry<'AssignmentDeclined'>(ledger, index).data.reason);
}
