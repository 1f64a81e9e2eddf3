import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RandomLedger } from '../random-ledger.ts';
import { entriesOf, verdictOn } from '../replaying/entries-of.ts';
import { delegationFaults } from './delegation-invariants.ts';
import { attempt, begin, delegatingActs } from './random-delegating.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;

/** How often things happened in all histories: that a promise was kept says little where nothing tried it. */
const seen = new Map<string, number>();
const noticed = (what: string): unknown => seen.set(what, (seen.get(what) ?? 0) + 1);

describe('Whatever people try with rights that others let them use', () => {
  it(
    'nobody acts for another without a delegation that covers it, nothing is passed on or goes round, and nobody counts twice',
    () => {
      fc.assert(
        fc.property(delegatingActs, (acts) => {
          const ledger = new RandomLedger();
          begin(ledger);
          for (const act of acts) attempt(ledger, act);
          for (const { event, actor } of ledger.model.entries) {
            noticed(actor.onBehalfOf === null ? event.type : `${event.type} for another`);
          }
          for (const code of ledger.refusals) noticed(code);
          expect(delegationFaults(ledger.model.entries, ledger.appends)).toEqual([]);
          expect(verdictOn(entriesOf(ledger.appends))).toEqual({
            verdict: 'consistent',
            state: ledger.state,
            entries: ledger.size,
            unfinished: 0,
          });
        }),
        { numRuns: 1_000 },
      );
    },
    PATIENCE,
  );

  it.each([
    'DelegationRevoked',
    'MemberPeriodSet',
    'ChangeDrafted for another',
    'ChangeRevised for another',
    'ChangeOpened for another',
    'ApprovalGranted for another',
    'ChangesRequested for another',
    'ChangeAgreed for another',
    'AssignmentAcknowledged for another',
    'AssignmentDeclined for another',
    'engagement/no-delegation',
    'engagement/delegation-not-begun',
    'engagement/delegation-expired',
    'engagement/delegation-scope',
    'engagement/delegation-revoked',
    'engagement/delegation-cycle',
    'engagement/delegation-other-party',
    'engagement/delegation-to-self',
    'engagement/delegate-no-person',
    'engagement/delegator-gone',
    'engagement/outside-period',
    'engagement/on-behalf-not-here',
    'approval/own-change',
    'approval/person-twice',
  ])('and %s was among it', (what) => {
    expect(seen.get(what) ?? 0).toBeGreaterThan(0);
  });
});
