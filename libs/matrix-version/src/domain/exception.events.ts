import type { MemberId } from '#engagement/domain/members';
import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { ControlRef, TaskRef } from '#responsibility/domain/task';

/** Exception `x57` was recorded by entry 57. */
export type ExceptionId = string;

/** A duty is not done as it stands, for a time: a risk that somebody is to accept. It covers nothing before that person has. */
export type ExceptionRecorded = DomainEvent<
  'ExceptionRecorded',
  1,
  {
    readonly exceptionId: ExceptionId;
    /** The lines that it is about. */
    readonly refs?: readonly TaskRef[];
    /** The controls that it is about: every line that serves one of them. */
    readonly controls?: readonly ControlRef[];
    /** Who bears the risk, and must accept it in person. */
    readonly owner: MemberId;
    /** What is done instead. */
    readonly measure: Sealed;
    readonly reason: Sealed;
    readonly from: Instant;
    /** Half-open: from here on it is expired. An exception without an end would be a change. */
    readonly to: Instant;
  }
>;

/** The owner of the risk, and nobody for him, accepted it. */
export type ExceptionAccepted = DomainEvent<'ExceptionAccepted', 1, { readonly exceptionId: ExceptionId }>;

/** It was ended before its time, from this entry on. */
export type ExceptionEnded = DomainEvent<
  'ExceptionEnded',
  1,
  { readonly exceptionId: ExceptionId; readonly reason: Sealed }
>;

export type ExceptionEvent = ExceptionRecorded | ExceptionAccepted | ExceptionEnded;
