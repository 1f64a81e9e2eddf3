import type { DomainEvent } from '#kernel/event';
import type { ExceptionEvent } from './exception.events.ts';
import type { ReviewEvent } from './review.events.ts';
import type { VersionEvent } from './version.events.ts';

/** Everything that is recorded about the matrix as a whole: versions, reviews of its lines, and exceptions from them. */
export type MatrixVersionEvent = VersionEvent | ReviewEvent | ExceptionEvent;

/** Their types. One that is missing here does not compile. */
const TYPES: Readonly<Record<MatrixVersionEvent['type'], true>> = {
  VersionProposed: true,
  VersionSigned: true,
  VersionAgreed: true,
  VersionWithdrawn: true,
  VersionDeclined: true,
  ReviewStarted: true,
  ReviewLinesListed: true,
  LineConfirmed: true,
  ReviewCompleted: true,
  ExceptionRecorded: true,
  ExceptionAccepted: true,
  ExceptionEnded: true,
};

/** Whether an event is about the matrix as a whole. */
export const isMatrixVersionEvent = <E extends DomainEvent>(event: E): event is E & MatrixVersionEvent =>
  Object.hasOwn(TYPES, event.type);
