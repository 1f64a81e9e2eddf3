import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomHistory } from '../random-acts.ts';
import { RandomLedger } from '../random-ledger.ts';
import { RandomPeople } from '../random-people.ts';
import { entriesOf, verdictOn } from './entries-of.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;

describe('Executing the rules again', () => {
  it.each([
    ['the first rules allowed', 'first-rules.ndjson'],
    ['rules recorded that compared the ends of emergencies as texts', 'read-as-texts.ndjson'],
  ])('goes on allowing what %s: a ledger is not contradicted by a rule that came later', (_which, file) => {
    const texts = readFileSync(`${import.meta.dirname}/${file}`, 'utf8')
      .trimEnd()
      .split('\n');
    expect(verdictOn(texts)).toMatchObject({ verdict: 'consistent', entries: texts.length, unfinished: 0 });
  });

  it(
    'finds every ledger consistent that the rules have written, and comes to their state',
    () => {
      fc.assert(
        fc.property(randomHistory, (steps) => {
          const ledger = new RandomLedger();
          const people = new RandomPeople(ledger);
          for (const step of steps) people.perform(step);
          const verdict = verdictOn(entriesOf(ledger.appends));
          expect(verdict).toEqual({
            verdict: 'consistent',
            state: ledger.state,
            entries: ledger.size,
            unfinished: 0,
          });
        }),
        { numRuns: 2_000 },
      );
    },
    PATIENCE,
  );
});
