import type { MemberState } from '#engagement/domain/engagement.state';
import type { MemberId } from '#engagement/domain/members';
import { microsOf, type Instant, type Micros } from '#kernel/instant';
import { valueAt } from '#kernel/timeline';
import { sideOf } from '#matrix-version/domain/sides';
import type { SigningSide } from '#matrix-version/domain/version.events';
import type { OpenReview } from '#matrix-version/domain/reviews/review.state';
import type { OnusState } from '#rulebook/rulebook';
import { taskKnownAs } from '#responsibility/domain/tasks/known-tasks';
import type { Matter, Matters } from './matter.ts';
import { actorOf } from './rights.ts';

/** Versions to sign, reviews to answer, risks to accept. `dueOf` says by when a review is to be answered. */
export function matrixMatters(
  state: OnusState,
  member: MemberId,
  at: Instant,
  dueOf: (review: string) => Micros | null,
): Matters {
  const { engagement, matrixVersion } = state;
  const acting = engagement.members.get(member);
  if (acting === undefined || actorOf(engagement, member, at) === undefined) return { mine: [], party: [] };
  const side = sideOf(engagement, acting);
  const mine: Matter[] = [];
  const party: Matter[] = [];
  const tell = (isMine: boolean, kind: Matter['kind'], id: string, due: Micros | null): void =>
    void (isMine ? mine : party).push({ kind, id, due, for: null });
  const isPerson = acting.kind === 'person';
  for (const [id, { signatures, moved }] of matrixVersion.versions.open) {
    if (side === undefined || signatures[side] !== undefined || moved !== null) continue;
    tell(isPerson && acting.roles.includes('approver'), 'sign-version', id, null);
  }
  for (const [id, review] of matrixVersion.reviews.open) {
    if (side === undefined || !lacksWord(review, side)) continue;
    tell(isPerson && mayAnswer(review, side, acting, member, state, at), 'review-lines', id, dueOf(id));
  }
  for (const [id, { owner, to, accepted, ended }] of matrixVersion.exceptions) {
    if (accepted || ended || to <= microsOf(at)) continue;
    if (owner === member) mine.push({ kind: 'accept-risk', id, due: to, for: null });
    else if (engagement.members.get(owner)?.party === acting.party) tell(false, 'accept-risk', id, to);
  }
  return { mine, party };
}

const lacksWord = ({ lines }: OpenReview, side: SigningSide): boolean =>
  lines.values().some((words) => words[side] === undefined);

/** Whether somebody may speak of a line that waits: as one who writes or decides for the side, or as one whom the line names. */
function mayAnswer(
  { lines }: OpenReview,
  side: SigningSide,
  { roles }: MemberState,
  member: MemberId,
  { responsibility }: OnusState,
  at: Instant,
): boolean {
  if (roles.includes('approver') || roles.includes('contributor')) return true;
  for (const [ref, words] of lines) {
    if (words[side] !== undefined) continue;
    const task = taskKnownAs(responsibility.tasks, ref);
    const entry = task === undefined ? undefined : valueAt(task.assignment, microsOf(at));
    if (task?.named.find((named) => named.entry === entry)?.members.includes(member) === true) return true;
  }
  return false;
}

/** Risks that somebody bears, and when the exceptions that he accepted end. */
export const endingExceptions = (
  { matrixVersion }: OnusState,
  member: MemberId,
  at: Instant,
  before: Micros,
): readonly { readonly id: string; readonly to: Micros }[] =>
  [...matrixVersion.exceptions].flatMap(([id, { owner, to, accepted, ended }]) =>
    owner === member && accepted && !ended && to > microsOf(at) && to < before ? [{ id, to }] : [],
  );
