import { describe, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { JANUARY } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { review, submit } from './evidence.examples.ts';

const given = specificationOf(rulebook, sha256);
const { keller, ruiz, okafor, jansen, robot, auditor, viewer, stranger } = cast;

/** LOG-03 is in the matrix (entry 15), and Ruiz shows that it was done: e16. */
const shown = [
  ...everybodyJoined,
  { command: defineTask('LOG-03', JANUARY), by: ruiz },
  { command: submit(), by: ruiz },
];

describe('Checking evidence', () => {
  it('says that it shows what it says, or returns it with a reason', () => {
    given(...shown)
      .when(review('e16'), { by: okafor })
      .records({
        type: 'EvidenceReviewed',
        schema: 1,
        data: { evidenceId: 'e16', taskId: 't15', outcome: 'accepted' },
      });
    const returned = review('e16', 'returned', 'Two days are missing.');
    const { reason } = returned.data;
    given(...shown)
      .when(returned, { by: jansen })
      .records({
        type: 'EvidenceReviewed',
        schema: 1,
        data: { evidenceId: 'e16', taskId: 't15', outcome: 'returned', ...(reason !== undefined && { reason }) },
      });
  });

  it('is for another person than who submitted it, of either side', () => {
    for (const by of [keller, okafor, jansen]) {
      given(...shown)
        .when(review('e16'), { by })
        .recordsTypes('EvidenceReviewed');
    }
    given(...shown)
      .when(review('e16'), { by: ruiz })
      .refuses('evidence/own-evidence');
  });

  it('is not for services, nor for those who only read', () => {
    given(...shown)
      .when(review('e16'), { by: robot })
      .refuses('evidence/robot');
    for (const by of [auditor, viewer, stranger]) {
      given(...shown)
        .when(review('e16'), { by })
        .refuses('engagement/not-allowed');
    }
  });

  it('may be said otherwise, by the same person or another, but not the same again', () => {
    const accepted = { command: review('e16'), by: okafor };
    given(...shown, accepted)
      .when(review('e16'), { by: okafor })
      .refuses('evidence/already-reviewed');
    given(...shown, accepted)
      .when(review('e16'), { by: jansen })
      .recordsTypes('EvidenceReviewed');
    given(...shown, accepted)
      .when(review('e16', 'returned', 'It is of another month.'), { by: okafor })
      .recordsTypes('EvidenceReviewed')
      .when(review('e16'), { by: okafor })
      .recordsTypes('EvidenceReviewed');
  });

  it('gives a reason where it returns', () => {
    given(...shown)
      .when(review('e16', 'returned'), { by: okafor })
      .refuses('evidence/no-reason');
  });

  it.each(['e15', 'e99', 'e016', '16', ''])('is refused for what nobody submitted: %j', (id) => {
    given(...shown)
      .when(review(id), { by: okafor })
      .refuses('evidence/never-submitted');
  });
});
