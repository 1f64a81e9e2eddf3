import type { Circumstances } from '#kernel/decider';
import { microsOf, type Micros } from '#kernel/instant';
import { valueAt } from '#kernel/timeline';
import type { EngagementState, WithEngagement } from '#engagement/domain/engagement.state';
import { refuse as refuseTask } from '#responsibility/domain/responsibility.refusals';
import { taskByRef, type WithResponsibility } from '#responsibility/domain/responsibility.state';
import type { TaskRef } from '#responsibility/domain/task';
import { eachTask } from '#responsibility/domain/tasks/known-tasks';
import { existsAt, type TaskState } from '#responsibility/domain/tasks/task-state';
import type { ConfirmLines, LineWord, ReviewCommand, StartReview } from '../matrix-version.commands.ts';
import { refuse } from '../matrix-version.refusals.ts';
import type { WithMatrixVersion } from '../matrix-version.state.ts';
import { activeMember, sideOf, writingSide } from '../sides.ts';
import { SIGNING_SIDES, type SigningSide } from '../version.events.ts';
import { openVersion } from '../versions/version.state.ts';
import type { LineConfirmed, ReviewEvent, ReviewId } from '../review.events.ts';
import { openReview, wordsOf, type LineWords, type OpenReview } from './review.state.ts';

type State = WithEngagement & WithResponsibility & WithMatrixVersion;

/** How many lines can be spoken of in one go. */
export const WORDS_AT_ONCE = 500;
const LONGEST_CADENCE = 3660;
/** How much of an entry references may fill, counted as if each character took four bytes. */
const BYTES_OF_REFS = 48_000;

/** The rules about reviews: both sides say of each line whether it is still true. What follows from a "no" is for people to propose. */
export function decideReview(
  command: ReviewCommand,
  state: State,
  circumstances: Circumstances,
): readonly ReviewEvent[] {
  return command.type === 'StartReview' ? start(command, state, circumstances) : confirm(command, state, circumstances);
}

function start(
  { data: { due, refs: chosen, version, cadenceDays } }: StartReview,
  state: State,
  { actor, recordedAt, nextIndex }: Circumstances,
): readonly ReviewEvent[] {
  writingSide(state.engagement, actor);
  if (microsOf(due) <= microsOf(recordedAt)) refuse.duePast(due);
  if (cadenceDays !== undefined && !isCadence(cadenceDays)) refuse.badCadence(cadenceDays);
  if (version !== undefined) checkAgreed(state, version);
  const refs = chosen ?? linesAt(state, microsOf(recordedAt));
  if (refs.length === 0) refuse.noLines();
  if (chosen !== undefined) checkChosen(state, chosen);
  const reviewId = `r${nextIndex}`;
  const started: ReviewEvent = {
    type: 'ReviewStarted',
    schema: 1,
    data: {
      reviewId,
      due,
      scope: chosen === undefined ? 'all' : 'selection',
      lines: refs.length,
      ...(version !== undefined && { version }),
      ...(cadenceDays !== undefined && { cadenceDays }),
    },
  };
  return [started, ...listed(reviewId, refs)];
}

function checkAgreed({ matrixVersion: { versions } }: State, id: string): void {
  if (versions.over.get(id) === 'agreed') return;
  if (!versions.over.has(id)) openVersion(versions, id);
  refuse.notAgreed(id);
}

/** Every line of the matrix at an instant, in the order in which their tasks were introduced. */
const linesAt = ({ responsibility }: State, at: Micros): readonly TaskRef[] =>
  [...eachTask(responsibility.tasks)].filter((task) => existsAt(task, at)).map(({ ref }) => ref);

function checkChosen({ responsibility }: State, refs: readonly TaskRef[]): void {
  const seen = new Set<TaskRef>();
  for (const ref of refs) {
    // An import whose last part never came has introduced the reference, and said nothing that could be true.
    if (taskByRef(responsibility, ref).definition.length === 0) refuseTask.unknownTask(ref);
    if (seen.has(ref)) refuse.lineTwice(ref);
    seen.add(ref);
  }
}

/** The lines, as many to an entry as certainly fit into it. */
function listed(reviewId: ReviewId, refs: readonly TaskRef[]): readonly ReviewEvent[] {
  const parts: TaskRef[][] = [];
  let room = 0;
  for (const ref of refs) {
    const size = 4 * ref.length + 3;
    if (size > room) {
      parts.push([]);
      room = BYTES_OF_REFS;
    }
    parts.at(-1)!.push(ref);
    room -= size;
  }
  return parts.map((part) => ({ type: 'ReviewLinesListed', schema: 1, data: { reviewId, refs: part } }));
}

function confirm(
  { data: { review: reviewId, lines } }: ConfirmLines,
  state: State,
  circumstances: Circumstances,
): readonly ReviewEvent[] {
  const review = openReview(state.matrixVersion.reviews, reviewId);
  if (lines.length === 0) refuse.noLines();
  if (lines.length > WORDS_AT_ONCE) refuse.tooManyLines(lines.length, WORDS_AT_ONCE);
  const seen = new Set<TaskRef>();
  const confirmed = lines.map((line): LineConfirmed => {
    if (seen.has(line.ref)) refuse.lineTwice(line.ref);
    seen.add(line.ref);
    wordsOf(review, reviewId, line.ref);
    return confirmedLine(reviewId, line, state, circumstances);
  });
  const first = confirmed.filter(({ data: { ref, side } }) => review.lines.get(ref)?.[side] === undefined);
  if (first.length < review.missing) return confirmed;
  const after = wordsAfter(review, confirmed);
  const notTrue = after.filter((words) => SIGNING_SIDES.some((side) => words[side] === 'not-true')).length;
  const completed = { reviewId, lines: after.length, notTrue };
  return [...confirmed, { type: 'ReviewCompleted', schema: 1, data: completed }];
}

function confirmedLine(
  reviewId: ReviewId,
  { ref, verdict, reason }: LineWord,
  { engagement, responsibility }: State,
  circumstances: Circumstances,
): LineConfirmed {
  const task = taskByRef(responsibility, ref);
  const side = reviewingSide(engagement, task, circumstances);
  if (verdict === 'not-true' && reason === undefined) refuse.reasonMissing(ref);
  const data = { reviewId, taskId: task.id, ref, side, verdict, ...(reason !== undefined && { reason }) };
  return { type: 'LineConfirmed', schema: 1, data };
}

/** The side for which the actor speaks of a line: as one who writes or decides there, or as one whom the line names. */
function reviewingSide(
  engagement: EngagementState,
  task: TaskState,
  { actor, recordedAt }: Circumstances,
): SigningSide {
  const acting = activeMember(engagement, actor.member, recordedAt) ?? refuse.notReviewer(task.ref);
  const side = sideOf(engagement, acting) ?? refuse.notASide();
  if (acting.kind !== 'person') refuse.reviewByRobot();
  const takesPart = acting.roles.includes('approver') || acting.roles.includes('contributor');
  if (takesPart) return side;
  const entry = valueAt(task.assignment, microsOf(recordedAt));
  const named = task.named.find((each) => each.entry === entry);
  return named?.members.includes(actor.member) === true ? side : refuse.notReviewer(task.ref);
}

function wordsAfter({ lines }: OpenReview, confirmed: readonly LineConfirmed[]): readonly LineWords[] {
  const said = new Map(confirmed.map(({ data }) => [data.ref, data]));
  return [...lines].map(([ref, words]) => {
    const word = said.get(ref);
    return word === undefined ? words : { ...words, [word.side]: word.verdict };
  });
}

const isCadence = (days: number): boolean => Number.isSafeInteger(days) && days >= 1 && days <= LONGEST_CADENCE;
