import { microsOf, type Instant, type Micros } from '#kernel/instant';
import type { MemberId } from '#engagement/domain/members';
import { refuse } from '../matrix-version.refusals.ts';
import type { ExceptionEvent, ExceptionId } from '../exception.events.ts';

export interface ExceptionState {
  readonly owner: MemberId;
  readonly to: Micros;
  accepted: boolean;
  ended: boolean;
}

/** Every exception that was ever recorded: what is over can be told from what never was. */
export type ExceptionsState = Map<ExceptionId, ExceptionState>;

export const initialExceptions = (): ExceptionsState => new Map();

/** Folds one event into the state. */
export function evolveExceptions(state: ExceptionsState, { type, data }: ExceptionEvent): void {
  switch (type) {
    case 'ExceptionRecorded': {
      const { exceptionId, owner, to } = data;
      state.set(exceptionId, { owner, to: microsOf(to), accepted: false, ended: false });
      return;
    }
    case 'ExceptionAccepted':
      exceptionOf(state, data.exceptionId).accepted = true;
      return;
    case 'ExceptionEnded':
      exceptionOf(state, data.exceptionId).ended = true;
  }
}

const exceptionOf = (state: ExceptionsState, id: ExceptionId): ExceptionState =>
  state.get(id) ?? refuse.unknownException(id);

/** An exception that is neither ended nor expired at an instant; refuses any other. */
export function runningException(state: ExceptionsState, id: ExceptionId, at: Instant): ExceptionState {
  const exception = exceptionOf(state, id);
  if (exception.ended) refuse.exceptionOver('was ended');
  if (exception.to <= microsOf(at)) refuse.exceptionOver('has expired');
  return exception;
}
