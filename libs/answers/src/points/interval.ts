import type { Recorded } from '#kernel/decider';
import { BEGINNING, FOREVER, instantOf, type Instant, type Micros } from '#kernel/instant';
import type {
  AssignmentAnswer,
  ResponsibilityAssigned,
  StatementEvent,
} from '#responsibility/domain/responsibility.events';
import type { TaskDefinition } from '#responsibility/domain/task';
import type { Facts, Prefix } from '../facts/facts.ts';
import type { Acceptance } from '../views/duty.ts';
import type { OwnerInterval } from '../views.ts';
import { stancesOf, type GivenAnswer } from './acceptance.ts';
import { bearersOf, NOBODY } from './bearers.ts';
import { basisOf, groundsOf, mentionOf } from './grounds.ts';
import type { Segment, Stretch } from './stretches.ts';

/** The statements behind a stretch. Nothing but the definition counts where the task is no part of the matrix. */
interface Behind {
  readonly definition: Recorded<StatementEvent> | undefined;
  readonly text: TaskDefinition | null;
  readonly assigned: Recorded<ResponsibilityAssigned> | undefined;
  readonly closed: Recorded<StatementEvent> | undefined;
}

/** The whole answer for a stretch. */
export function intervalOf(prefix: Prefix, stretch: Stretch): OwnerInterval {
  const { facts, treeSize } = prefix;
  const { definition, text, assigned, closed } = behind(facts, stretch);
  const exists = text !== null;
  const decisive = assigned ?? definition;
  const answers = assigned === undefined ? [] : facts.answers(assigned.index, treeSize);
  const statements = [definition, assigned, closed].filter((statement) => statement !== undefined);
  const entries = new Set(statements.flatMap((statement) => groundsOf(facts, statement)));
  for (const { index } of answers) entries.add(index);
  return {
    from: endText(stretch.from),
    to: endText(stretch.to),
    inForce: assigned === undefined ? null : inForce(stretch.assignment),
    exists,
    closed: exists ? closed?.event.type === 'TaskClosed' : null,
    ...(assigned === undefined ? NOBODY : bearersOf(facts, assigned)),
    basis: decisive === undefined ? null : basisOf(facts, decisive),
    acknowledgements: answers
      .filter(({ event }) => event.type === 'AssignmentAcknowledged')
      .map((each) => mentionOf(facts, treeSize, each)),
    acceptance: assigned === undefined ? [] : acceptanceOf(prefix, assigned, definition!, answers),
    definition: text,
    text: definition === undefined || text === null ? null : { entry: definition.index, digest: digestIn(definition) },
    // The columns of the imported line: of the line that gave the text, or, in a history, of the one that assigned.
    attributes: text?.attributes ?? assigned?.event.data.attributes ?? null,
    entries: [...entries].sort((a, b) => a - b),
  };
}

/** What each of those named made of the assignment, with the text of the task that this definition gives. */
function acceptanceOf(
  { facts, treeSize }: Prefix,
  assigned: Recorded<ResponsibilityAssigned>,
  definition: Recorded<StatementEvent>,
  answers: readonly Recorded<AssignmentAnswer>[],
): readonly Acceptance[] {
  const { people, statements } = facts;
  const given = new Map(answers.map((answer) => [answer.index, answer]));
  const text = { digest: digestIn(definition), knownFrom: statements.knownFrom(definition) ?? treeSize };
  return stancesOf(assigned.event.data.assignment, answers.map(givenAnswer), text).map(
    ({ bearer, state, text: spokenOf, answer }) => {
      const recorded = answer === undefined ? undefined : given.get(answer.entry);
      return {
        by: 'member' in bearer ? people.member(treeSize, bearer.member)! : people.named(treeSize, bearer),
        state,
        text: spokenOf,
        answer: recorded === undefined ? null : mentionOf(facts, treeSize, recorded),
        reason: recorded?.event.type === 'AssignmentDeclined' ? facts.open(recorded.event.data.reason.sealed) : null,
      };
    },
  );
}

const digestIn = ({ event: { data } }: Recorded<StatementEvent>): string => ('digest' in data ? data.digest : '');

/** An answer to an assignment, in short. */
export const givenAnswer = ({ index, actor, event }: Recorded<AssignmentAnswer>): GivenAnswer => ({
  entry: index,
  // Whoever acted for another spoke in that right: it is the other’s answer.
  member: actor.onBehalfOf ?? actor.member,
  party: actor.party,
  accepted: event.type === 'AssignmentAcknowledged',
  text: 'text' in event.data ? event.data.text : null,
});

function behind({ statements }: Facts, stretch: Stretch): Behind {
  const said = ({ said: index }: Segment) => (index === null ? undefined : statements.statement(index));
  const definition = said(stretch.definition);
  const text =
    definition?.event.type === 'TaskDefined' || definition?.event.type === 'TaskRevised'
      ? definition.event.data.definition
      : null;
  if (text === null) return { definition, text, assigned: undefined, closed: undefined };
  const assigned = said(stretch.assignment) as Recorded<ResponsibilityAssigned> | undefined;
  return { definition, text, assigned, closed: said(stretch.closed) };
}

/** For how long the assignment itself was stated to hold, as known. */
const inForce = ({ from, to }: Segment): OwnerInterval['inForce'] => ({ from: instantOf(from), to: endText(to) });

/** An instant as answers write it; null for an open end. */
const endText = (micros: Micros): Instant | null =>
  micros === FOREVER || micros === BEGINNING ? null : instantOf(micros);
