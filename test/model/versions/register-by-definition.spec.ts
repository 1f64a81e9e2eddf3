import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answers } from '#answers/answers';
import type { Items } from '#read-models/matrix-register';
import type { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import { readModelsOf, TemporaryFolder } from '../projection-setting.ts';
import { randomHistory } from '../random-acts.ts';
import { dayOf, RandomLedger } from '../random-ledger.ts';
import { RandomPeople } from '../random-people.ts';
import { definitionOf } from '../twins/asked-of-both.ts';
import { written } from '../written-ledger.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const HISTORIES = 250;

/** Reads an answer in pages of two. */
function all<T>(page: (after: string | undefined) => Items<T>): readonly T[] {
  const items: T[] = [];
  for (let after: string | undefined; ;) {
    const read = page(after);
    items.push(...read.items);
    if (read.next === null) return items;
    after = read.next;
  }
}

/** How often there was something to compare, so that it is seen that the histories were worth telling. */
const seen = { agreed: 0, givenUp: 0, complete: 0, work: 0, done: 0, inForce: 0, expired: 0, ended: 0 };

function compare({ register }: SqliteReadModels, answers: Answers, engagement: string, treeSize: number, day: number) {
  const known = { treeSize };
  const at = dayOf(day);
  const page = (after: string | undefined) => ({ limit: 2, ...(after !== undefined && { after }) });
  const versions = answers.versions(known);
  expect(all((after) => register.versions(engagement, { known }, page(after)))).toEqual(versions);
  for (const version of versions) expect(register.version(engagement, version.id, known)).toEqual(version);
  const reviews = answers.reviews(known);
  for (const review of reviews) expect(register.review(engagement, review.id, known)).toEqual(review);
  const withoutLines = reviews.map(({ items: _, ...review }) => review);
  expect(all((after) => register.reviews(engagement, { known }, page(after)))).toEqual(withoutLines);
  const exceptions = answers.exceptions(at, known);
  expect(all((after) => register.exceptions(engagement, { at, known }, page(after)))).toEqual(exceptions);
  for (const each of exceptions) expect(register.exception(engagement, each.id, at, known)).toEqual(each);

  seen.agreed += versions.filter(({ status }) => status === 'agreed').length;
  seen.givenUp += versions.filter(({ status }) => status === 'withdrawn' || status === 'declined').length;
  seen.complete += reviews.filter(({ status }) => status === 'complete').length;
  for (const { work, provider, client } of reviews.flatMap(({ items }) => items)) {
    if (work) seen.work++;
    else if (provider?.verdict === 'not-true' || client?.verdict === 'not-true') seen.done++;
  }
  for (const { id, covers } of exceptions) {
    if (covers === null) continue;
    const begun = register.exception(engagement, id, covers.from, known);
    expect(answers.exceptions(covers.from, known)).toContainEqual(begun);
    if (begun.status === 'in-force') seen.inForce++;
  }
  seen.expired += exceptions.filter(({ status }) => status === 'expired').length;
  seen.ended += exceptions.filter(({ status }) => status === 'ended').length;
}

/** Reviews and exceptions take a while until there is something to tell of them. */
const longHistory = fc.tuple(randomHistory, randomHistory).map((parts) => parts.flat());

describe('The register of versions, reviews and exceptions', () => {
  it(
    'is that of the definition, field by field, at every tree size, for any ledger that the rules allow',
    async () => {
      const moments = fc.noBias(
        fc.array(fc.tuple(fc.nat({ max: 1000 }), fc.nat({ max: 120 })), { minLength: 8, maxLength: 8 }),
      );
      await fc.assert(
        fc.asyncProperty(longHistory, moments, fc.nat({ max: 5 }), async (steps, asked, erased) => {
          const ledger = new RandomLedger();
          const people = new RandomPeople(ledger);
          for (const step of steps) people.perform(step);
          const writer = await written(ledger, (text) => text.length % 6 === erased);
          const folder = new TemporaryFolder();
          const models = await readModelsOf(folder, writer);
          try {
            const answers = await definitionOf(writer);
            for (const [share, day] of [...asked, [1000, 60] as const]) {
              compare(models, answers, writer.engagement, ledger.sizeAt(share / 1000), day);
            }
          } finally {
            await models.close();
            folder.remove();
          }
        }),
        { numRuns: HISTORIES },
      );
      for (const [what, times] of Object.entries(seen))
        expect({ what, often: times > 5 }).toEqual({ what, often: true });
    },
    PATIENCE,
  );
});
