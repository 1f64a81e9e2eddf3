import type { Circumstances } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import { holdsFrom } from '#kernel/timeline';
import { rightOf, type WithEngagement } from '#engagement/domain/engagement.state';
import type {
  AcknowledgeAssignment,
  AcknowledgeAssignments,
  AssignmentToAccept,
  DeclineAssignment,
} from '../responsibility.commands.ts';
import type { AssignmentAnswer, AssignmentDeclined } from '../responsibility.events.ts';
import { refuse } from '../responsibility.refusals.ts';
import { taskByRef, type WithResponsibility } from '../responsibility.state.ts';
import type { TaskState } from '../tasks/task-state.ts';
import type { LastAnswer, NamedIn } from './named.ts';

type State = WithEngagement & WithResponsibility;

/** So many assignments are accepted at once, at most. */
export const MOST_ACCEPTED = 500;

/** What an answer is about: an assignment that holds now or later, of a task with this text. */
interface Answerable {
  readonly task: TaskState;
  readonly named: NamedIn;
  /** What the actor said of it last. */
  readonly last: LastAnswer | undefined;
}

/** Accepts an assignment, as somebody whom it names, with the text of the task that was read. */
export const acknowledge = (
  { data }: AcknowledgeAssignment,
  state: State,
  circumstances: Circumstances,
): readonly AssignmentAnswer[] => [accepted(data, state, circumstances)];

/** Accepts many assignments at once: all of them, or none. */
export function acknowledgeAll(
  { data: { assignments } }: AcknowledgeAssignments,
  state: State,
  circumstances: Circumstances,
): readonly AssignmentAnswer[] {
  if (assignments.length === 0 || assignments.length > MOST_ACCEPTED) refuse.wrongNumber(MOST_ACCEPTED);
  const seen = new Set<number>();
  for (const { ref, assignment } of assignments) {
    if (seen.has(assignment)) refuse.namedTwice(ref);
    seen.add(assignment);
  }
  return assignments.map((each) => accepted(each, state, circumstances));
}

/** Declines an assignment, as somebody whom it names. It stays in force: who bears a duty is for both sides to agree. */
export function decline(
  { data }: DeclineAssignment,
  state: State,
  circumstances: Circumstances,
): readonly AssignmentDeclined[] {
  const { assignment, text, reason } = data;
  const { task, named, last } = answerable(data, state, circumstances);
  if (last?.accepted === false && (text === undefined || last.text === text)) refuse.alreadyDeclined();
  const said = { taskId: task.id, assignment, digest: named.digest };
  return [{ type: 'AssignmentDeclined', schema: 1, data: { ...said, ...(text !== undefined && { text }), reason } }];
}

function accepted(of: AssignmentToAccept, state: State, circumstances: Circumstances): AssignmentAnswer {
  const { assignment, text } = of;
  const { task, named, last } = answerable(of, state, circumstances);
  // Who accepted another text, or none by name, is asked again, and so is who declined.
  if (last?.accepted === true && (text === undefined || last.text === text)) refuse.alreadyAcknowledged();
  const data = { taskId: task.id, assignment, digest: named.digest };
  return text === undefined
    ? { type: 'AssignmentAcknowledged', schema: 1, data }
    : { type: 'AssignmentAcknowledged', schema: 2, data: { ...data, text } };
}

function answerable(
  { ref, assignment, text }: AssignmentToAccept,
  { engagement, responsibility }: State,
  { actor, recordedAt }: Circumstances,
): Answerable {
  const task = taskByRef(responsibility, ref);
  const now = microsOf(recordedAt);
  const named = task.named.find(({ entry }) => entry === assignment);
  if (named === undefined || !holdsFrom(task.assignment, now, assignment)) return refuse.notCurrent(assignment);
  const principal = rightOf(engagement, actor);
  const acting = engagement.members.get(principal);
  if (acting === undefined || acting.removed) return refuse.notNamed();
  const speaksForParty =
    named.parties.includes(acting.party) && acting.roles.some((role) => role !== 'viewer' && role !== 'auditor');
  if (!named.members.includes(principal) && !speaksForParty) refuse.notNamed();
  if (text !== undefined && !isText(task, now, text)) refuse.staleText(ref);
  return { task, named, last: named.answers.find(({ member }) => member === principal) };
}

/** Whether the task has this text now, or will have it. */
const isText = ({ texts, definition }: TaskState, now: number, digest: string): boolean =>
  texts.some((text) => text.digest === digest && holdsFrom(definition, now, text.entry));
