import { describe, expect, it } from '@jest/globals';
import { evidenceToCheck } from '#answers/inbox/evidence';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { sha256 } from '#ledger-store/entry-codec';
import { JANUARY } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { rulesOfToday } from '#rulebook/rules-of-today';
import { review, submit } from './evidence.examples.ts';

const before = specificationOf(rulebook, sha256);
const today = specificationOf(rulesOfToday, sha256);
const { keller, ruiz, okafor, jansen } = cast;

/** LOG-03 is in the matrix (entry 15), and Ruiz of the provider shows that it was done: e16. */
const shown = [
  ...everybodyJoined,
  { command: defineTask('LOG-03', JANUARY), by: ruiz },
  { command: submit(), by: ruiz },
];
const returned = { command: review('e16', 'returned', 'Two days are missing.'), by: okafor };

describe('Checking evidence today', () => {
  it('leaves the word of the other party standing: what it returned is accepted by nobody of those who submitted it', () => {
    before(...shown, returned)
      .when(review('e16'), { by: keller })
      .accepted();
    today(...shown, returned)
      .when(review('e16'), { by: keller })
      .refuses('evidence/other-party-checked');
    today(...shown, returned)
      .when(review('e16'), { by: jansen })
      .recordsTypes('EvidenceReviewed');
  });

  it('lets the party that submitted it look at it first, and the other say otherwise', () => {
    const vouched = today(...shown, { command: review('e16'), by: keller });
    vouched.when(returned.command, returned).recordsTypes('EvidenceReviewed');
    vouched.when(review('e16', 'returned', 'Not yet'), { by: keller }).recordsTypes('EvidenceReviewed');
  });

  it('waits for the other party, whatever colleagues of the submitter have said of it', () => {
    const waits = ({ state }: ReturnType<typeof today>): readonly number[] => [
      ...evidenceToCheck(state, okafor.member, '2026-03-01T00:00:00Z', -1),
    ];
    expect(waits(today(...shown))).toEqual([16]);
    expect(waits(today(...shown, { command: review('e16'), by: keller }))).toEqual([16]);
    expect(waits(today(...shown, returned))).toEqual([]);
  });
});
