import type { Command } from '#kernel/decider';
import type { Sealed } from '#kernel/sealed';
import type { TaskRef } from '#responsibility/domain/task';
import type { ExceptionId, ExceptionRecorded } from './exception.events.ts';
import type { ReviewId, ReviewStarted, Verdict } from './review.events.ts';
import type { VersionId, VersionText } from './version.events.ts';

/** Offers a document of the matrix that was made before to both sides. */
export type ProposeVersion = Command<'ProposeVersion', VersionText>;

/** Signs exactly the document whose digest is named. */
export type SignVersion = Command<'SignVersion', { readonly version: VersionId; readonly digest: string }>;

export type WithdrawVersion = Command<'WithdrawVersion', { readonly version: VersionId; readonly reason: Sealed }>;

export type DeclineVersion = Command<'DeclineVersion', { readonly version: VersionId; readonly reason: Sealed }>;

export type VersionCommand = ProposeVersion | SignVersion | WithdrawVersion | DeclineVersion;

/** Without `refs`: every line that is part of the matrix when the command is decided. */
export type StartReview = Command<
  'StartReview',
  Pick<ReviewStarted['data'], 'due' | 'version' | 'cadenceDays'> & { readonly refs?: readonly TaskRef[] }
>;

/** What somebody says of one line. A line that is not true needs a reason. */
export interface LineWord {
  readonly ref: TaskRef;
  readonly verdict: Verdict;
  readonly reason?: Sealed;
}

/** Says of one or more lines whether they are still true: all of it is recorded, or nothing. */
export type ConfirmLines = Command<'ConfirmLines', { readonly review: ReviewId; readonly lines: readonly LineWord[] }>;

export type ReviewCommand = StartReview | ConfirmLines;

export type RecordException = Command<'RecordException', Omit<ExceptionRecorded['data'], 'exceptionId'>>;

export type AcceptException = Command<'AcceptException', { readonly exception: ExceptionId }>;

export type EndException = Command<'EndException', { readonly exception: ExceptionId; readonly reason: Sealed }>;

export type ExceptionCommand = RecordException | AcceptException | EndException;

export type MatrixVersionCommand = VersionCommand | ReviewCommand | ExceptionCommand;

/** Their types. One that is missing here does not compile. */
const TYPES: Readonly<Record<MatrixVersionCommand['type'], true>> = {
  ProposeVersion: true,
  SignVersion: true,
  WithdrawVersion: true,
  DeclineVersion: true,
  StartReview: true,
  ConfirmLines: true,
  RecordException: true,
  AcceptException: true,
  EndException: true,
};

/** Whether a command is about the matrix as a whole. */
export const isMatrixVersionCommand = <C extends Command>(command: C): command is C & MatrixVersionCommand =>
  Object.hasOwn(TYPES, command.type);
