import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { microsOf, type Instant } from '#kernel/instant';
import { valueAt } from '#kernel/timeline';
import type { Facet } from '#responsibility/domain/two-clocks/periods';
import { taskKnownAs } from '#responsibility/domain/tasks/known-tasks';
import { violations } from './ledger-invariants.ts';
import { questions, randomHistory, type Question, type Step } from './random-acts.ts';
import { dayOf, RandomLedger } from './random-ledger.ts';
import { RandomPeople, REFS } from './random-people.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const HISTORIES = 10_000;

/** A question with the number of entries that it may rest on. */
interface Asked {
  readonly task: string;
  readonly at: Instant;
  readonly known: number;
}

const asked = ({ task, day, share }: Question, ledger: RandomLedger): Asked => ({
  task: REFS[task]!,
  at: dayOf(day),
  known: ledger.sizeAt(share),
});

/** An answer in words, so that thousands can be compared quickly: by which entry the text, the bearer and the closing hold. */
const inWords = (...entries: readonly (number | null | undefined)[]): string =>
  entries.map((entry) => entry ?? 'nothing').join(', ');

function byModel({ model }: RandomLedger, { task, at, known }: Asked): string {
  const id = model.taskOf(task, known);
  if (id === undefined) return inWords(null, null, null);
  const { definition, assignment, closed } = model.answer(id, at, known);
  return inWords(definition, assignment, closed);
}

function byPeriods({ book, model }: RandomLedger, { task, at, known }: Asked): string {
  const id = model.taskOf(task, known) ?? '';
  const said = (facet: Facet) => book.at(id, facet, microsOf(at), known)?.said;
  return inWords(said('definition'), said('assignment'), said('closed'));
}

/** What the rules themselves believe, who know only the present: text, bearer, and whether it is closed. */
function byRules({ state: { responsibility } }: RandomLedger, { task: ref, at }: Asked): string {
  const task = taskKnownAs(responsibility.tasks, ref);
  const [definition, assignment, closed] = task
    ? [task.definition, task.assignment, task.closed].map((timeline) =>
        valueAt<number | boolean>(timeline, microsOf(at)),
      )
    : [];
  return `${inWords(definition as number, assignment as number)}, ${closed ?? false}`;
}

function byModelNow({ model, size }: RandomLedger, { task, at }: Asked): string {
  const id = model.taskOf(task, size);
  if (id === undefined) return `${inWords(null, null)}, false`;
  const { exists, definition, assignment, isClosed } = model.answer(id, at, size);
  return `${inWords(exists ? definition : null, assignment)}, ${isClosed}`;
}

/** How often what happened in all histories of a run, so that it is seen that the histories were worth telling. */
class Tally {
  readonly events = new Map<string, number>();
  readonly refusals = new Map<string, number>();
  /** Questions that have an answer, and those whose answer as then known is another than as known now. */
  answered = 0;
  outdated = 0;

  ask(ledger: RandomLedger, question: Asked, answer: string): void {
    if (answer !== inWords(null, null, null)) this.answered++;
    if (answer !== byPeriods(ledger, { ...question, known: ledger.size })) this.outdated++;
  }

  count({ model, refusals }: RandomLedger): void {
    for (const { event } of model.entries) this.events.set(event.type, (this.events.get(event.type) ?? 0) + 1);
    for (const code of refusals) this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }
}

/** Tells a history, and all that is wrong with it, in sentences. */
function faultsOf(steps: readonly Step[], asks: readonly Question[], tally: Tally): readonly string[] {
  const ledger = new RandomLedger();
  const people = new RandomPeople(ledger);
  const faults: string[] = [];
  const compare = (question: Asked, what: string, answer: string, expected: string): void => {
    if (answer !== expected) faults.push(`${JSON.stringify(question)}: ${what} ${answer}, expected ${expected}`);
  };
  const answered: (readonly [Asked, string])[] = [];
  for (const [i, step] of steps.entries()) {
    people.perform(step);
    const question = { ...asked(asks[i % asks.length]!, ledger), known: ledger.size };
    answered.push([question, byPeriods(ledger, question)]);
  }
  for (const ask of asks) {
    const question = asked(ask, ledger);
    const answer = byPeriods(ledger, question);
    tally.ask(ledger, question, answer);
    compare(question, 'periods say', answer, byModel(ledger, question));
    compare(question, 'rules say', byRules(ledger, question), byModelNow(ledger, question));
  }
  for (const [question, answer] of answered) {
    compare(question, 'once said', answer, byPeriods(ledger, question));
    compare(question, 'once said', answer, byModel(ledger, question));
  }
  tally.count(ledger);
  return [...faults, ...violations(ledger.model)];
}

describe(`${HISTORIES} random histories of an engagement`, () => {
  const tally = new Tally();

  it(
    'keep all promises: answers at every (effective, known) are those of the naive model, and never change',
    () => {
      fc.assert(
        fc.property(randomHistory, questions, (steps, asks) => {
          expect(faultsOf(steps, asks, tally)).toEqual([]);
        }),
        { numRuns: HISTORIES },
      );
    },
    PATIENCE,
  );

  it('were worth telling: everything happened often, and almost everything was refused', () => {
    const rare = [...tally.events].filter(([, times]) => times < HISTORIES / 400);
    expect(rare).toEqual([]);
    expect(tally.answered).toBeGreaterThan(3 * HISTORIES);
    expect(tally.outdated).toBeGreaterThan(3 * HISTORIES);
    expect(tally.events.get('ChangeAgreed')).toBeGreaterThan(HISTORIES / 2);
    expect(tally.events.get('ImportCompleted')).toBeGreaterThan(HISTORIES / 3);
    expect([...tally.refusals.keys()]).toEqual(
      expect.arrayContaining([
        'approval/base-moved',
        'approval/own-change',
        'approval/robot',
        'approval/side-has-approved',
        'approval/stale-digest',
        'assignment/not-accepted',
        'assignment/shared-without-parts',
        'assignment/unknown-bearer',
        'engagement/not-allowed',
        'import/already-recorded',
        'import/matrix-moved',
        'import/wrong-part',
        'task/already-closed',
        'task/not-in-matrix',
      ]),
    );
  });
});
