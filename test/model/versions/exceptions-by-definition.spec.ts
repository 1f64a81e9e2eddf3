import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MatrixView, OwnerAnswer } from '#answers/views';
import { randomHistory, REFS, type RandomAct } from '../random-acts.ts';
import { dayOf, RandomLedger } from '../random-ledger.ts';
import { RandomPeople } from '../random-people.ts';
import { around, askBoth, SHAPES } from '../twins/asked-of-both.ts';
import { written } from '../written-ledger.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const HISTORIES = 150;

/** How often there was something to compare, so that it is seen that the histories were worth telling. */
const seen = {
  inForce: 0,
  expired: 0,
  notAccepted: 0,
  toCome: 0,
  ended: 0,
  marked: 0,
  shown: 0,
  checked: 0,
  returned: 0,
};
const STATUSES = {
  'in-force': 'inForce',
  expired: 'expired',
  'not-accepted': 'notAccepted',
  'to-come': 'toCome',
  ended: 'ended',
} as const;

function count({ exceptions = [] }: OwnerAnswer): void {
  for (const { status } of exceptions) seen[STATUSES[status]]++;
}

function countLines({ lines }: MatrixView): void {
  for (const { evidence, exceptions = [] } of lines) {
    if (exceptions.length > 0) seen.marked++;
    if (evidence === undefined) continue;
    if (evidence.submitted > 0) seen.shown++;
    if (evidence.accepted > 0) seen.checked++;
    if (evidence.returned > 0) seen.returned++;
  }
}

const task = fc.nat({ max: REFS.length - 1 });
const week = fc.nat({ max: 10 }).map((n) => n * 7);
const exception: fc.Arbitrary<RandomAct> = fc.record({
  do: fc.constant('exception' as const),
  who: fc.constantFrom('ruiz' as const, 'jansen' as const),
  tasks: fc.uniqueArray(task, { minLength: 1, maxLength: 2 }),
  controlled: fc.boolean(),
  owner: fc.constantFrom('okafor' as const, 'meier' as const),
  at: week,
  days: fc.integer({ min: 7, max: 40 }),
  accepts: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  ends: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
});
const shown: fc.Arbitrary<RandomAct> = fc.record({
  do: fc.constant('show' as const),
  who: fc.constantFrom('ruiz' as const, 'jansen' as const),
  task,
  at: week,
  reviews: fc.constantFrom<readonly ('okafor' | 'keller')[]>([], ['okafor'], ['okafor', 'keller']),
});
/** Said while the year is young: most of it speaks of times that are still to come. */
const begun = fc.array(fc.record({ act: fc.oneof(exception, shown), hours: fc.integer({ min: 0, max: 200 }) }), {
  minLength: 4,
  maxLength: 8,
});
const question = fc.record({
  task,
  day: fc.nat({ max: 110 }),
  share: fc.integer({ min: 0, max: 1000 }),
  shape: fc.constantFrom(...SHAPES),
});

describe('Exceptions from lines, and what was shown of them', () => {
  it(
    'are told alike by the definition and by the stored read models, at every point on both clocks',
    async () => {
      const questions = fc.noBias(fc.array(question, { minLength: 12, maxLength: 12 }));
      await fc.assert(
        fc.asyncProperty(begun, randomHistory, questions, fc.nat({ max: 5 }), async (first, steps, asked, erased) => {
          const ledger = new RandomLedger();
          const people = new RandomPeople(ledger);
          for (const i of REFS.keys()) people.perform({ act: { do: 'define', who: 'ruiz', task: i, at: 0 }, hours: 0 });
          for (const step of [...first, ...steps]) people.perform(step);
          await askBoth(
            await written(ledger, (text) => text.length % 6 === erased),
            asked.map(({ task: of, day, share, shape }) => ({
              ref: REFS[of]!,
              effective: around(dayOf(day), shape),
              treeSize: ledger.sizeAt(share / 1000),
            })),
            { owner: count, matrix: countLines },
          );
        }),
        { numRuns: HISTORIES },
      );
      for (const [what, times] of Object.entries(seen)) expect({ what, seen: times > 0 }).toEqual({ what, seen: true });
    },
    PATIENCE,
  );
});
