import type { ExceptionEvent } from '#matrix-version/domain/exception.events';
import type { MatrixVersionEvent } from '#matrix-version/domain/matrix-version.events';
import type { LineConfirmed, ReviewEvent } from '#matrix-version/domain/review.events';
import type { VersionEvent } from '#matrix-version/domain/version.events';
import type { OnusEvent } from '#rulebook/rulebook';
import { asText, noCommand, whole, type Rebuilt } from './rebuilt.ts';

/** The inverse of the rules about versions, reviews and exceptions. Ids and sides follow from the ledger and the actor. */
export function matrixVersionCommand(first: MatrixVersionEvent, events: readonly OnusEvent[]): Rebuilt {
  switch (first.type) {
    case 'ReviewStarted':
    case 'ReviewLinesListed':
    case 'LineConfirmed':
    case 'ReviewCompleted':
      return reviewCommand(first, events);
    case 'ExceptionRecorded':
    case 'ExceptionAccepted':
    case 'ExceptionEnded':
      return exceptionCommand(first);
    default:
      return versionCommand(first);
  }
}

function versionCommand(first: VersionEvent): Rebuilt {
  switch (first.type) {
    case 'VersionProposed': {
      const { versionId: _, side: _side, ...data } = first.data;
      return whole({ type: 'ProposeVersion', data });
    }
    case 'VersionSigned': {
      const { versionId: version, digest } = first.data;
      return whole({ type: 'SignVersion', data: { version, digest } });
    }
    case 'VersionWithdrawn': {
      const { versionId: version, reason } = first.data;
      return whole({ type: 'WithdrawVersion', data: { version, reason: asText(reason) } });
    }
    case 'VersionDeclined': {
      const { versionId: version, reason } = first.data;
      return whole({ type: 'DeclineVersion', data: { version, reason: asText(reason) } });
    }
    case 'VersionAgreed':
      return noCommand('a version is agreed with the signature that was missing, not by itself');
  }
}

function reviewCommand(first: ReviewEvent, events: readonly OnusEvent[]): Rebuilt {
  switch (first.type) {
    case 'ReviewStarted': {
      const { due, scope, lines, version, cadenceDays } = first.data;
      const refs = events.flatMap((event) => (event.type === 'ReviewLinesListed' ? event.data.refs : []));
      const data = {
        due,
        ...(scope === 'selection' && { refs }),
        ...(version !== undefined && { version }),
        ...(cadenceDays !== undefined && { cadenceDays }),
      };
      // Lines that somebody chose are all to be there before the command can be decided.
      return { submitted: { type: 'StartReview', data }, whole: scope === 'all' || refs.length === lines };
    }
    case 'LineConfirmed': {
      const lines = events.filter((event): event is LineConfirmed => event.type === 'LineConfirmed').map(lineWord);
      return whole({ type: 'ConfirmLines', data: { review: first.data.reviewId, lines } });
    }
    case 'ReviewLinesListed':
      return noCommand('the lines of a review are listed behind its start, not by themselves');
    case 'ReviewCompleted':
      return noCommand('a review is complete with the word that was missing, not by itself');
  }
}

function lineWord({ data: { ref, verdict, reason } }: LineConfirmed) {
  return { ref, verdict, ...(reason !== undefined && { reason: asText(reason) }) };
}

function exceptionCommand(first: ExceptionEvent): Rebuilt {
  switch (first.type) {
    case 'ExceptionRecorded': {
      const { exceptionId: _, measure, reason, ...data } = first.data;
      return whole({ type: 'RecordException', data: { ...data, measure: asText(measure), reason: asText(reason) } });
    }
    case 'ExceptionAccepted':
      return whole({ type: 'AcceptException', data: { exception: first.data.exceptionId } });
    case 'ExceptionEnded': {
      const { exceptionId: exception, reason } = first.data;
      return whole({ type: 'EndException', data: { exception, reason: asText(reason) } });
    }
  }
}
