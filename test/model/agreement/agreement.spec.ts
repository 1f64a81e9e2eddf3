import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bearersWith } from '#responsibility/domain/assignment.rules';
import { tellUntil } from '#test/telling';
import { RandomLedger } from '../random-ledger.ts';
import { entriesOf, verdictOn } from '../replaying/entries-of.ts';
import { agreementFaults } from './agreement-invariants.ts';
import { agreementActs, attempt, begin } from './random-agreement.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;

/** How often things happened in all histories: that a promise was kept says little where nothing tried it. */
const seen = new Map<string, number>();

const WORTH_TELLING = [
  'ApprovalGranted/2',
  'ApprovalGranted/4',
  'ChangeRevised',
  'ChangeAgreed',
  'ChangeOverridden',
  'ChangeExpired',
  'ChangeSuperseded',
  'ChangeEscalated',
  'ChangesRequested',
  'AcceptanceDeemed',
  'ApproversReminded',
  'ApprovalImpossible',
  'EmergencyTookEffect',
  'PolicyAdopted',
  'approval/own-change',
  'approval/signature-needed',
  'approval/stale-digest',
  'approval/base-moved',
  'approval/bearer',
  'approval/too-late',
  'approval/not-your-turn',
  'approval/cannot-pass',
  'approval/second-person',
  'approval/side-has-approved',
];

describe('Whatever people try around changes', () => {
  it(
    'nothing is in force without a quorum on its very text, an emergency that says so, or the word of two people',
    async () => {
      await tellUntil(
        () => WORTH_TELLING.every((what) => seen.has(what)),
        fc.property(agreementActs, ({ policy, acts }) => {
          const ledger = new RandomLedger();
          begin(ledger, policy);
          for (const act of acts) attempt(ledger, act);
          for (const { event } of ledger.model.entries) {
            const name = event.type === 'ApprovalGranted' ? `${event.type}/${event.schema}` : event.type;
            seen.set(name, (seen.get(name) ?? 0) + 1);
          }
          for (const code of ledger.refusals) seen.set(code, (seen.get(code) ?? 0) + 1);
          expect(agreementFaults(ledger.model.entries)).toEqual([]);
          for (const { event } of ledger.model.entries) {
            if (event.type !== 'ResponsibilityAssigned' || event.data.assignment.raci.length === 0) continue;
            const accountable = bearersWith(event.data.assignment, 'A').length;
            const told = event.data.findings?.some(({ code }) => code === 'assignment/accountable-overlap') === true;
            expect(accountable > 1).toBe(told);
          }
          expect(verdictOn(entriesOf(ledger.appends))).toEqual({
            verdict: 'consistent',
            state: ledger.state,
            entries: ledger.size,
            unfinished: 0,
          });
        }),
        1_500,
      );
    },
    PATIENCE,
  );

  it.each(WORTH_TELLING)('and %s was among it', (what) => {
    expect(seen.get(what) ?? 0).toBeGreaterThan(0);
  });
});
