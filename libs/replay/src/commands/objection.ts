import type { ObjectionEvent } from '#objection/domain/objection.events';
import { asText, noCommand, whole, type Rebuilt } from './rebuilt.ts';

/** The inverse of the rules about objections. Side and task follow from the actor and the objection: the rules say them again. */
export function objectionCommand(event: ObjectionEvent): Rebuilt {
  switch (event.type) {
    case 'ObjectionRaised': {
      const { ref, about, reason } = event.data;
      const data = { ref, ...(about !== undefined && { about }), reason: asText(reason) };
      return whole({ type: 'RaiseObjection', data });
    }
    case 'ObjectionAnswered': {
      const { objectionId: objection, words } = event.data;
      return whole({ type: 'AnswerObjection', data: { objection, words: asText(words) } });
    }
    case 'ObjectionWithdrawn': {
      const { objectionId: objection, reason } = event.data;
      const data = { objection, ...(reason !== undefined && { reason: asText(reason) }) };
      return whole({ type: 'WithdrawObjection', data });
    }
    case 'ObjectionResolved':
      return noCommand('an objection is resolved with the agreement of a change, not by itself');
  }
}
