import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OwnerAnswer } from '#answers/views';
import { dayOf, RandomLedger } from '../random-ledger.ts';
import { around, askBoth, SHAPES } from '../twins/asked-of-both.ts';
import { written } from '../written-ledger.ts';
import { agreementActs, attempt, begin, REFS, SILENCE_ACCEPTS, type Act } from './random-agreement.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const HISTORIES = 400;

/** How often an answer rested on each, so that it is seen that there was something to compare. */
const seen = { signed: 0, unsigned: 0, half: 0, emergency: 0, override: 0, deemed: 0, pending: 0 };

function count({ intervals, pending }: OwnerAnswer): void {
  if (pending.length > 0) seen.pending++;
  for (const { basis } of intervals) {
    if (basis?.kind === 'emergency' || basis?.kind === 'override') seen[basis.kind]++;
    if (basis?.kind !== 'change') continue;
    const signed = basis.approvals.filter((approval) => approval.signed !== undefined);
    expect(signed.every((approval) => approval.signed!.userVerified && approval.signed!.algorithm !== null)).toBe(true);
    if (signed.length === 0) seen.unsigned++;
    else if (signed.length < basis.approvals.length) seen.half++;
    else seen.signed++;
    if (basis.deemed !== undefined) seen.deemed++;
  }
}

/** How a history ends: a change is written, and comes in force one way or another. So there is something to answer. */
const ending = fc.record({
  ref: fc.constantFrom(...REFS.slice(0, 2)),
  how: fc.constantFrom('agree', 'silence', 'silence', 'override'),
  signs: fc.constantFrom('everybody', 'provider', 'nobody'),
});
type Ending = typeof ending extends fc.Arbitrary<infer E> ? E : never;

function end(ledger: RandomLedger, { ref, how, signs }: Ending): void {
  const act: Omit<Act, 'act'> = { who: 'ruiz', which: 0, ref, bears: 'contoso', kind: 3, signs, stale: false };
  attempt(ledger, { ...act, act: 'put' });
  const which = ledger.state.approval.open.size - 1;
  attempt(ledger, { ...act, act: how, who: 'okafor', which });
}

const question = fc.record({
  ref: fc.constantFrom(...REFS),
  day: fc.nat({ max: 12 }),
  share: fc.integer({ min: 0, max: 1000 }),
  shape: fc.constantFrom(...SHAPES),
});

describe('Answers about what was agreed', () => {
  it(
    'are those of the stored read models, whatever people try around changes, with passkeys and without',
    async () => {
      const questions = fc.noBias(fc.array(question, { minLength: 10, maxLength: 10 }));
      await fc.assert(
        fc.asyncProperty(agreementActs, ending, questions, async ({ policy, acts }, ends, asked) => {
          const ledger = new RandomLedger();
          begin(ledger, ends.how === 'silence' ? SILENCE_ACCEPTS : policy);
          for (const act of acts) attempt(ledger, act);
          end(ledger, ends);
          const last = { ref: ends.ref, effective: { at: dayOf(12) }, treeSize: ledger.size };
          await askBoth(
            await written(ledger),
            [
              last,
              ...asked.map(({ ref, day, share, shape }) => ({
                ref,
                effective: around(dayOf(day), shape),
                treeSize: ledger.sizeAt(share / 1000),
              })),
            ],
            { owner: count },
          );
        }),
        { numRuns: HISTORIES },
      );
      for (const [what, times] of Object.entries(seen)) expect({ what, seen: times > 0 }).toEqual({ what, seen: true });
    },
    PATIENCE,
  );
});
