import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { TaskId, TaskRef } from '#responsibility/domain/task';
import type { SigningSide, VersionId } from './version.events.ts';

/** Review `r57` was started by entry 57. */
export type ReviewId = string;

export const VERDICTS = ['still-true', 'not-true'] as const;
/** What somebody says of a line: it is as it should be, or something must be done about it. */
export type Verdict = (typeof VERDICTS)[number];

/** Whether a review is of every line of the matrix at its start, or of those that somebody chose. */
export const REVIEW_SCOPES = ['all', 'selection'] as const;

/** Somebody asked both sides to say of each line whether it is still true. The lines follow in `ReviewLinesListed`. */
export type ReviewStarted = DomainEvent<
  'ReviewStarted',
  1,
  {
    readonly reviewId: ReviewId;
    /** By when both sides are to have spoken. */
    readonly due: Instant;
    readonly scope: (typeof REVIEW_SCOPES)[number];
    /** How many lines are reviewed. */
    readonly lines: number;
    /** The agreed version that is looked at. */
    readonly version?: VersionId;
    /** The next review is due this many days of 24 hours after this one. */
    readonly cadenceDays?: number;
  }
>;

/** Lines of a review, in its order; as many of these entries as it takes. */
export type ReviewLinesListed = DomainEvent<
  'ReviewLinesListed',
  1,
  { readonly reviewId: ReviewId; readonly refs: readonly TaskRef[] }
>;

/** Somebody of one side said of one line whether it is still true, as the line held when it was said. */
export type LineConfirmed = DomainEvent<
  'LineConfirmed',
  1,
  {
    readonly reviewId: ReviewId;
    readonly taskId: TaskId;
    readonly ref: TaskRef;
    readonly side: SigningSide;
    readonly verdict: Verdict;
    readonly reason?: Sealed;
  }
>;

/** Each line has the word of both sides. `notTrue` lines were said by at least one of them to be no longer true. */
export type ReviewCompleted = DomainEvent<
  'ReviewCompleted',
  1,
  { readonly reviewId: ReviewId; readonly lines: number; readonly notTrue: number }
>;

export type ReviewEvent = ReviewStarted | ReviewLinesListed | LineConfirmed | ReviewCompleted;
