import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '#kernel/instant';
import type { ReadModels } from '#read-models/read-models';
import { readModelsOf, TemporaryFolder } from './projection-setting.ts';
import { questions, randomHistory, type Question } from './random-acts.ts';
import { dayOf, RandomLedger } from './random-ledger.ts';
import { RandomPeople, REFS } from './random-people.ts';
import { written } from './written-ledger.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const HISTORIES = 1_000;

interface Asked {
  readonly ref: string;
  readonly at: Instant;
  readonly treeSize: number;
}

/** The answers of the read models to one question, short and long, in the words that the model knows. */
function byReadModels(models: ReadModels, engagement: string, { ref, at, treeSize }: Asked) {
  const short = models.ownerAt(engagement, ref, at, { treeSize });
  const { intervals } = models.owner(engagement, ref, { effective: { at }, known: { treeSize } });
  expect(intervals).toHaveLength(1);
  const { exists, closed, owner, owners, mark, basis, assignment } = intervals[0]!;
  const long = { exists, closed, owner, owners: owners.map((each) => each.name ?? each.partyName), mark };
  return {
    short: { exists: short.exists, closed: short.closed, owner: short.owner, owners: short.owners, mark: short.mark },
    long,
    assignment: assignment?.entry ?? null,
    agreed: assignment === null ? null : basis?.agreed,
    entries: short.entries,
  };
}

/** The same from the naive model. */
function byModel({ model }: RandomLedger, { ref, at, treeSize }: Asked) {
  const task = model.taskOf(ref, treeSize);
  const { exists, isClosed, owner, owners, mark, assignment, agreed, definition, closed } =
    task === undefined ? NEVER_DEFINED : model.answer(task, at, treeSize);
  const answer = { exists, closed: exists ? isClosed : null, owner, owners, mark };
  return {
    short: answer,
    long: answer,
    assignment: exists ? assignment : null,
    agreed,
    entries: exists ? [definition, assignment, closed].filter((entry) => entry !== null) : [],
  };
}

const NEVER_DEFINED = {
  exists: false,
  isClosed: false,
  owner: null,
  owners: [],
  mark: null,
  assignment: null,
  agreed: null,
  definition: null,
  closed: null,
};

const asked = ({ task, day, share }: Question, ledger: RandomLedger): Asked => ({
  ref: REFS[task]!,
  at: dayOf(day),
  treeSize: ledger.sizeAt(share),
});

describe(`${HISTORIES} random histories in the stored read models`, () => {
  it(
    'give the answers of the naive model at every (effective, known)',
    async () => {
      await fc.assert(
        fc.asyncProperty(randomHistory, questions, async (steps, asks) => {
          const ledger = new RandomLedger();
          const people = new RandomPeople(ledger);
          for (const step of steps) people.perform(step);
          const writer = await written(ledger);
          const folder = new TemporaryFolder();
          const models = await readModelsOf(folder, writer);
          try {
            for (const ask of asks) {
              const question = asked(ask, ledger);
              const { entries, ...answer } = byReadModels(models, writer.engagement, question);
              const { entries: expected, ...model } = byModel(ledger, question);
              expect({ question, ...answer }).toEqual({ question, ...model });
              expect(entries).toEqual(expect.arrayContaining(expected));
            }
          } finally {
            await models.close();
            folder.remove();
          }
        }),
        { numRuns: HISTORIES },
      );
    },
    PATIENCE,
  );
});
