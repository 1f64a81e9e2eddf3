import { OutcomeUnknown, StoreFull, StoreUnavailable } from '#ledger-store/event-store';
import {
  SQLITE_BUSY,
  SQLITE_CONSTRAINT,
  SQLITE_CORRUPT,
  SQLITE_FULL,
  SQLITE_NOTADB,
  engineCode,
  messageOf,
} from '../engine-error.ts';
import type { Failure } from './messages.ts';

/**
 * What an error of the engine means for those who wait for the transaction, after it was rolled back.
 *
 * A full disk is certain also at the commit: the commit record was not written as a whole, and a torn one does not count.
 * Any other failure of a commit leaves open whether its record will be found after a restart, and a system that once failed
 * to sync cannot be trusted to sync later what it already dropped: the store stops, and the restart decides.
 */
export function failureOf(error: unknown, during: 'transaction' | 'commit', file: string): Failure {
  const code = engineCode(error);
  const reason = messageOf(error);
  if (code === SQLITE_FULL) {
    return failed('full', `no room for ${file}: ${reason}; make room on the disk or raise the quota, then try again`);
  }
  if (code === SQLITE_BUSY) {
    return failed('unavailable', `${file} is held by another program (${reason}); stop what else writes to it`);
  }
  if (during === 'commit') {
    return failed('unknown', `the commit to ${file} failed (${reason}); check the disk and restart the service`, true);
  }
  // A constraint is met when places are written down: a stream that holds a revision twice.
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB || code === SQLITE_CONSTRAINT) {
    return failed('unavailable', `${file} is damaged (${reason}); stop the service and restore a backup`, true);
  }
  return failed('unavailable', `${file} cannot be written (${reason}); check the disk`);
}

/** Somebody else wrote to the file while this store held it. The next append finds the streams as they are now. */
export const writtenPast = (file: string): Failure =>
  failed('unavailable', `${file} was written by another program; stop that program, run an audit, then try again`);

/** The port's error for a failure. */
export function errorOf(failure: Failure): Error {
  switch (failure.error) {
    case 'full':
      return new StoreFull(failure.message);
    case 'unavailable':
      return new StoreUnavailable(failure.message);
    case 'unknown':
      return new OutcomeUnknown(failure.message);
  }
}

const failed = (error: Failure['error'], message: string, stop = false): Failure => ({
  kind: 'failed',
  error,
  message,
  stop,
});
