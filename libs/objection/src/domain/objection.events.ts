import type { Side } from '#engagement/domain/members';
import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { TaskId, TaskRef } from '#responsibility/domain/task';

/** Objection `o57` was raised by entry 57. */
export type ObjectionId = string;

/** The two sides of the contract: each may object to what the other says. */
export type ObjectingSide = Exclude<Side, 'third'>;

/** The answer that somebody objects to: the line as it stood at this instant, as known to this many entries. */
export interface ObjectedAnswer {
  readonly effective: Instant;
  readonly treeSize: number;
}

/** One side says that the line of a task is not what was agreed. Open until it is withdrawn, or resolved by an agreed change. */
export type ObjectionRaised = DomainEvent<
  'ObjectionRaised',
  1,
  {
    readonly objectionId: ObjectionId;
    readonly taskId: TaskId;
    readonly ref: TaskRef;
    readonly side: ObjectingSide;
    /** Absent: the line as it stands. */
    readonly about?: ObjectedAnswer;
    readonly reason: Sealed;
  }
>;

/** Somebody of either side had something to say to an open objection. */
export type ObjectionAnswered = DomainEvent<
  'ObjectionAnswered',
  1,
  { readonly objectionId: ObjectionId; readonly taskId: TaskId; readonly side: ObjectingSide; readonly words: Sealed }
>;

/** The side that raised it took the objection back. */
export type ObjectionWithdrawn = DomainEvent<
  'ObjectionWithdrawn',
  1,
  { readonly objectionId: ObjectionId; readonly taskId: TaskId; readonly reason?: Sealed }
>;

/** Both sides agreed to a change that resolves the objection (`C-2`); recorded in the same append as their agreement. */
export type ObjectionResolved = DomainEvent<
  'ObjectionResolved',
  1,
  { readonly objectionId: ObjectionId; readonly taskId: TaskId; readonly change: string }
>;

export type ObjectionEvent = ObjectionRaised | ObjectionAnswered | ObjectionWithdrawn | ObjectionResolved;
