import type { Command } from '#kernel/decider';
import type { Sealed } from '#kernel/sealed';
import type { TaskRef } from '#responsibility/domain/task';
import type { ObjectedAnswer, ObjectionId } from './objection.events.ts';

/** Objects to the line of a task, for the side that the actor is of. Without `about`: to the line as it stands. */
export type RaiseObjection = Command<
  'RaiseObjection',
  { readonly ref: TaskRef; readonly about?: ObjectedAnswer; readonly reason: Sealed }
>;

/** Says something to an open objection; either side may, as often as there is something to say. */
export type AnswerObjection = Command<'AnswerObjection', { readonly objection: ObjectionId; readonly words: Sealed }>;

/** Takes an objection back, for the side that raised it. */
export type WithdrawObjection = Command<
  'WithdrawObjection',
  { readonly objection: ObjectionId; readonly reason?: Sealed }
>;

export type ObjectionCommand = RaiseObjection | AnswerObjection | WithdrawObjection;
