import fc from 'fast-check';
import type { AskedQuestion } from '#pack/make-pack';
import { TEST_NAME, TEST_SALT } from '#rulebook/given-when-then';
import { entriesOf, LEDGER } from '#test/model/replaying/entries-of';
import { randomHistory, type Step } from '#test/model/random-acts';
import { dayOf, RandomLedger, sealedTexts } from '#test/model/random-ledger';
import { RandomPeople, REFS } from '#test/model/random-people';
import { honestSnapshot } from '#test/model/snapshots/honest-snapshot';
import { bytesOf, disclosureOf, type PackedLedger } from './sample-packs.ts';

/** The ledger that the rules write when these things are done. */
export function ledgerOf(steps: readonly Step[], name = LEDGER): PackedLedger {
  const ledger = new RandomLedger();
  // The rules take any root and any digest; whoever verifies a pack does not.
  const people = new RandomPeople(ledger, (effective, treeSize) => {
    const first = entriesOf(ledger.appends, name).slice(0, treeSize);
    return first.length === treeSize && treeSize > 0 ? honestSnapshot(first, effective) : { effective, treeSize };
  });
  for (const step of steps) people.perform(step);
  const entries = bytesOf(entriesOf(ledger.appends, name));
  const disclosures = [...sealedTexts].map(
    ([commitment, text]) => [commitment, disclosureOf(TEST_SALT, TEST_NAME, text)] as const,
  );
  return { name, entries, disclosures: new Map(disclosures) };
}

const day = fc.nat({ max: 120 }).map(dayOf);
const effective = fc.oneof(
  day.map((at) => ({ at })),
  day.map((at) => ({ day: at.slice(0, 10) })),
);
const period = fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 60 })).map(([from, days]) => ({
  from: dayOf(from),
  to: dayOf(from + days),
}));
/** A share of the entries that are known; all of them where it is left out. */
const share = fc.option(fc.integer({ min: 500, max: 1000 }), { nil: undefined });

/** What may be asked of a random ledger: tasks that it knows mostly, at times that it speaks of. */
export const questions = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      about: fc.constant('task' as const),
      task: fc.constantFrom(...REFS, 'X-9'),
      effective: fc.oneof(effective, period),
      share,
    }),
  },
  { weight: 1, arbitrary: fc.record({ about: fc.constant('matrix' as const), effective, share }) },
);

/** A question of this ledger. */
export function askedOf(
  { share: part, ...question }: typeof questions extends fc.Arbitrary<infer Q> ? Q : never,
  size: number,
): AskedQuestion {
  const known = part === undefined ? undefined : { treeSize: Math.ceil((part / 1000) * size) };
  return { ...question, known };
}

export const histories = randomHistory;
