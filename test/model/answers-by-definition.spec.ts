import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf } from '#kernel/instant';
import type { OwnerAnswer } from '#answers/views';
import { dayMicros, histories, writeHistory } from './projection-histories.ts';
import { HistoryWriter } from './projection-setting.ts';
import { questions, randomHistory } from './random-acts.ts';
import { dayOf, RandomLedger } from './random-ledger.ts';
import { RandomPeople, REFS } from './random-people.ts';
import { around, askBoth, SHAPES } from './twins/asked-of-both.ts';
import { written } from './written-ledger.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const HISTORIES = 400;

/**
 * How often the answers had something to say, so that it is seen that the questions were worth asking. What is rarer stands in specs of
 * its own: exceptions and checked evidence in `versions/`, what was agreed and signed in `agreement/`.
 */
const seen = {
  several: 0,
  acknowledged: 0,
  declined: 0,
  earlier: 0,
  objected: 0,
  shown: 0,
  pending: 0,
  later: 0,
  nameless: 0,
  agreed: 0,
  imported: 0,
  introduced: 0,
};

function count({ intervals, pending, later, objections, evidence, introductions = [] }: OwnerAnswer): void {
  if (evidence.submitted > 0) seen.shown++;
  if (introductions.length > 0) seen.introduced++;
  if (objections.some(({ answers }) => answers.length > 0)) seen.objected++;
  if (intervals.length > 1) seen.several++;
  if (pending.length > 0) seen.pending++;
  if (later.length > 0) seen.later++;
  for (const { acknowledgements, acceptance, basis, owners } of intervals) {
    if (acceptance.some(({ state }) => state === 'declined')) seen.declined++;
    if (acceptance.some(({ text }) => text === 'another')) seen.earlier++;
    if (acknowledgements.length > 0) seen.acknowledged++;
    if (basis?.kind === 'change') seen.agreed++;
    if (basis?.kind === 'import') seen.imported++;
    if (owners.some(({ name }) => name === null)) seen.nameless++;
  }
}

const shapes = fc.noBias(fc.array(fc.constantFrom(...SHAPES), { minLength: 7, maxLength: 7 }));

describe('Answers by definition', () => {
  it(
    'are those of the stored read models, field by field, for any ledger that the rules allow',
    async () => {
      await fc.assert(
        fc.asyncProperty(randomHistory, questions, shapes, fc.nat({ max: 5 }), async (steps, asks, kinds, erased) => {
          const ledger = new RandomLedger();
          const people = new RandomPeople(ledger);
          for (const step of steps) people.perform(step);
          const writer = await written(ledger, (text) => text.length % 6 === erased);
          await askBoth(
            writer,
            asks.map(({ task, day, share }, i) => ({
              ref: REFS[task]!,
              effective: around(dayOf(day), kinds[i % kinds.length]!),
              treeSize: ledger.sizeAt(share),
            })),
            { owner: count },
          );
        }),
        { numRuns: HISTORIES },
      );
      for (const [what, times] of Object.entries(seen)) expect({ what, seen: times > 0 }).toEqual({ what, seen: true });
    },
    PATIENCE,
  );

  it(
    'are those of the stored read models whatever is said of a task, imports that run through one another included',
    async () => {
      const moments = fc.array(
        fc.tuple(fc.integer({ min: -2, max: 26 }), fc.nat({ max: 100 }), fc.constantFrom(0, 1, 2)),
        { minLength: 8, maxLength: 8 },
      );
      await fc.assert(
        fc.asyncProperty(histories(), moments, shapes, async (history, asked, kinds) => {
          const writer = new HistoryWriter();
          await writeHistory(writer, history);
          await askBoth(
            writer,
            asked.map(([half, percent, task], i) => ({
              ref: `R-${task}`,
              effective: around(instantOf(dayMicros(0) + half * 43_200_000_000), kinds[i % kinds.length]!),
              treeSize: Math.round((percent / 100) * writer.size),
            })),
            { owner: count },
          );
        }),
        { numRuns: 200 },
      );
    },
    PATIENCE,
  );
});
