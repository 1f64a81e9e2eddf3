import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FOREVER, instantOf, type Micros } from '#kernel/instant';
import type { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import type { Facet, Period, PeriodBook } from '#responsibility/domain/two-clocks/periods';
import {
  dayMicros,
  HistoryTeller,
  histories,
  sorted,
  storedPeriods,
  writeHistory,
  type Step,
} from './projection-histories.ts';
import { HistoryWriter, readModelsOf, TemporaryFolder } from './projection-setting.ts';

/** Entries 0 to 3 open the engagement, 4 to 6 define its tasks. */
const OPENING = 7;
const TASKS = ['t4', 't5', 't6'];
const refOf = (task: string): string => `R-${Number(task.slice(1)) - 4}`;

/** A moment on both clocks: half days, so that edges of periods and the middle of them are asked; a share of the ledger. */
const moments = fc.array(fc.tuple(fc.integer({ min: -2, max: 26 }), fc.double({ min: 0, max: 1, noNaN: true })), {
  minLength: 5,
  maxLength: 5,
});

interface Told {
  readonly models: SqliteReadModels;
  readonly book: PeriodBook;
  readonly writer: HistoryWriter;
}

/** Writes a history, and gives it to a test with its read models. */
async function telling(history: readonly Step[], test: (told: Told, folder: TemporaryFolder) => Promise<void> | void) {
  const folder = new TemporaryFolder();
  try {
    const writer = new HistoryWriter();
    const book = await writeHistory(writer, history);
    const models = await readModelsOf(folder, writer);
    try {
      await test({ models, book, writer }, folder);
    } finally {
      await models.close();
    }
  } finally {
    folder.remove();
  }
}

const endText = (micros: Micros): string | null => (micros === FOREVER ? null : instantOf(micros));

describe('Stored periods of ownership', () => {
  it('are those of the definition, for any history of statements, imports and corrections', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), (history) =>
        telling(history, ({ book }, folder) => {
          expect(storedPeriods(folder.path)).toEqual(sorted(book.periods));
        }),
      ),
      { numRuns: 300 },
    );
  });

  it('are those of the definition where a correction ends at the very start of the newest, and something is said behind that', async () => {
    const assigned = (from: number, until: number | null): Step => ({
      is: 'say',
      saying: { task: 0, act: 'assign', from, until },
    });
    await telling([assigned(6, null), assigned(2, 6), assigned(8, 9)], ({ book }, folder) => {
      expect(storedPeriods(folder.path)).toEqual(sorted(book.periods));
    });
  });

  it('give the answers of the definition at any moment on both clocks, short, long and in the matrix', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), moments, (history, asked) =>
        telling(history, ({ models, book, writer }) => {
          const events = eventTypes(models, writer);
          for (const [half, share] of asked) {
            const at = dayMicros(0) + half * (DAY / 2);
            const treeSize = OPENING + Math.round(share * (writer.size - OPENING));
            expectAnswers(models, book, events, at, treeSize);
          }
        }),
      ),
      { numRuns: 100 },
    );
  });

  it('give them while entries come in, whatever was asked before', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), moments, async (history, asked) => {
        const folder = new TemporaryFolder();
        const writer = new HistoryWriter();
        const teller = new HistoryTeller(writer);
        await teller.begin();
        const models = await readModelsOf(folder, writer);
        for (const step of history) {
          await teller.tell(step);
          await models.reach(await writer.store.lastPosition(), 120_000);
          const events = eventTypes(models, writer);
          for (const [half] of asked) {
            expectAnswers(models, teller.book, events, dayMicros(0) + half * (DAY / 2), writer.size);
          }
        }
        await models.close();
        folder.remove();
      }),
      { numRuns: 25 },
    );
  });

  it('never change an answer about the past: it is that of a ledger which ended there', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), moments, (history, asked) =>
        telling(history, async ({ models, writer }) => {
          const treeSize = OPENING + Math.round(asked[0]![1] * (writer.size - OPENING));
          const folder = new TemporaryFolder();
          const shorter = await readModelsOf(folder, await writer.first(treeSize));
          for (const [half] of asked) {
            const effective = { at: instantOf(dayMicros(0) + half * (DAY / 2)) };
            expect(everything(models, effective, treeSize)).toEqual(everything(shorter, effective, treeSize));
          }
          await shorter.close();
          folder.remove();
        }),
      ),
      { numRuns: 60 },
    );
  });
});

const DAY = 86_400_000_000;

/** Everything that can be asked at a moment, but for what was recorded later. */
function everything(models: SqliteReadModels, effective: { at: string }, treeSize: number) {
  const known = { treeSize };
  const page = { limit: 200 };
  return {
    owners: TASKS.map((task) => ({ ...models.owner('contoso', refOf(task), { effective, known }), later: [] })),
    short: TASKS.map((task) => models.ownerAt('contoso', refOf(task), effective.at, known)),
    days: TASKS.map((task) => ({
      ...models.owner('contoso', refOf(task), { effective: { day: effective.at.slice(0, 10) }, known }),
      later: [],
    })),
    matrix: models.matrix('contoso', { effective, known }, page),
    timeline: models.timeline('contoso', { known }, page).items,
    members: models.members('contoso', known),
    diff: models.diff('contoso', { effective, known: { treeSize: OPENING } }, { effective, known }),
  };
}

const eventTypes = (models: SqliteReadModels, { size }: HistoryWriter): readonly string[] => {
  const types: string[] = [];
  for (let after: string | undefined; types.length < size;) {
    const page = models.timeline('contoso', {}, { limit: 200, ...(after !== undefined && { after }) });
    types.push(...page.items.map(({ type }) => type));
    after = page.next ?? undefined;
  }
  return types;
};

/** Where two stretches of time overlap around an instant. */
const overlap = (periods: readonly (Pick<Period, 'from' | 'to'> | undefined)[]) => ({
  from: Math.max(...periods.map((period) => period?.from ?? -Infinity)),
  to: Math.min(...periods.map((period) => period?.to ?? Infinity)),
});

function expectAnswers(
  models: SqliteReadModels,
  book: PeriodBook,
  events: readonly string[],
  at: Micros,
  treeSize: number,
): void {
  const effective = { at: instantOf(at) };
  const known = { treeSize };
  const matrix = models.matrix('contoso', { effective, known }, { limit: 200 }).lines;
  for (const task of TASKS) {
    const of = (facet: Facet) => book.at(task, facet, at, treeSize);
    const [definition, assignment, closed] = [of('definition'), of('assignment'), of('closed')];
    const exists = definition !== undefined && events[definition.said] !== 'TaskRetired';
    const [interval] = models.owner('contoso', refOf(task), { effective, known }).intervals;
    const expected = {
      exists,
      closed: exists ? closed !== undefined && events[closed.said] === 'TaskClosed' : null,
      inForce:
        exists && assignment !== undefined ? { from: instantOf(assignment.from), to: endText(assignment.to) } : null,
    };
    expect(interval).toMatchObject(expected);
    expect(interval!.assignment?.entry).toBe(exists ? assignment?.said : undefined);
    const short = models.ownerAt('contoso', refOf(task), effective.at, known);
    expect(short).toMatchObject({
      exists,
      closed: expected.closed,
      owner: interval!.owner,
      entries: interval!.entries,
    });
    // The stretch reaches as far as all that it rests on, and no further than where something else is said.
    const all = exists ? [definition, assignment, closed] : [definition];
    const covered = overlap(all);
    const [from, to] = [interval!.from, interval!.to].map((edge) => (edge === null ? null : Date.parse(edge) * 1000));
    if (all.every((period) => period !== undefined)) {
      expect([from, to ?? FOREVER]).toEqual([covered.from, Math.min(covered.to, FOREVER)]);
    } else {
      expect(from ?? -Infinity).toBeGreaterThanOrEqual(covered.from);
      expect(to ?? Infinity).toBeLessThanOrEqual(covered.to === FOREVER ? Infinity : covered.to);
    }
    const { acknowledgements, acceptance, attributes: _, ...line } = interval!;
    // Nobody answers anything in these histories.
    const answered = {
      acknowledged: acknowledgements.length,
      declined: [],
      unanswered: acceptance.map(({ by }) => by),
      objections: [],
    };
    expect(matrix.find(({ ref }) => ref === refOf(task))).toEqual(
      exists ? { task, ref: refOf(task), ...line, ...answered } : undefined,
    );
  }
}
