import type { TaskRef } from '#responsibility/domain/task';
import { refuse } from '../matrix-version.refusals.ts';
import { SIGNING_SIDES, type SigningSide } from '../version.events.ts';
import type { ReviewEvent, ReviewId, Verdict } from '../review.events.ts';

/** What each side said last of a line. */
export type LineWords = { [S in SigningSide]?: Verdict };

/** A review that is not complete. */
export interface OpenReview {
  readonly lines: Map<TaskRef, LineWords>;
  /** How many words are still to come, of one side about one line each. */
  missing: number;
}

export interface ReviewsState {
  readonly open: Map<ReviewId, OpenReview>;
  readonly complete: Set<ReviewId>;
}

export const initialReviews = (): ReviewsState => ({ open: new Map(), complete: new Set() });

/** Folds one event into the state. */
export function evolveReviews(state: ReviewsState, { type, data }: ReviewEvent): void {
  const { reviewId } = data;
  switch (type) {
    case 'ReviewStarted':
      state.open.set(reviewId, { lines: new Map(), missing: SIGNING_SIDES.length * data.lines });
      return;
    case 'ReviewLinesListed':
      for (const ref of data.refs) openReview(state, reviewId).lines.set(ref, {});
      return;
    case 'LineConfirmed': {
      const review = openReview(state, reviewId);
      const words = wordsOf(review, reviewId, data.ref);
      if (words[data.side] === undefined) review.missing--;
      words[data.side] = data.verdict;
      return;
    }
    case 'ReviewCompleted':
      state.open.delete(reviewId);
      state.complete.add(reviewId);
  }
}

/** A review that is not complete; refuses where it is, or never was. */
export function openReview({ open, complete }: ReviewsState, id: ReviewId): OpenReview {
  return open.get(id) ?? (complete.has(id) ? refuse.reviewOver(id) : refuse.unknownReview(id));
}

/** What was said of a line of a review; refuses where it is none of its lines. */
export const wordsOf = ({ lines }: OpenReview, id: ReviewId, ref: TaskRef): LineWords =>
  lines.get(ref) ?? refuse.notInReview(ref, id);
