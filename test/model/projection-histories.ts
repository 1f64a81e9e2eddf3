import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { instantOf, microsOf } from '#kernel/instant';
import { PeriodBook, type Facet, type Period } from '#responsibility/domain/two-clocks/periods';
import type { ResponsibilityEvent, Statement, StatementEvent } from '#responsibility/domain/responsibility.events';
import { FACET_CODES, PROJECTION_VERSION, taskIdOf } from '#read-models/sqlite/storage/schema';
import type { HistoryWriter } from './projection-setting.ts';

const TASKS = 3;
const DAYS = 12;
const DAY = 86_400_000_000;
const FIRST_DAY = microsOf('2026-03-01T00:00:00Z');

/** The first instant of a day of the little calendar in which random histories happen. */
export const dayMicros = (day: number): number => FIRST_DAY + day * DAY;

/** Something that is said of a task from a day on; `until` may lie before `from`, which says nothing at all. */
interface Saying {
  readonly task: number;
  readonly act: 'define' | 'revise' | 'retire' | 'assign' | 'close' | 'reopen' | 'fact';
  readonly from: number;
  readonly until: number | null;
}

/** One step of a history: a statement by itself, a part of one of two imports, or the end of one. */
export type Step =
  | { readonly is: 'say'; readonly saying: Saying }
  | { readonly is: 'import'; readonly which: 0 | 1; readonly sayings: readonly Saying[] }
  | { readonly is: 'complete'; readonly which: 0 | 1 };

const saying: fc.Arbitrary<Saying> = fc.record({
  task: fc.nat(TASKS - 1),
  act: fc.constantFrom('define', 'revise', 'retire', 'assign', 'assign', 'assign', 'close', 'reopen', 'fact'),
  from: fc.nat(DAYS - 1),
  until: fc.option(fc.nat(DAYS), { freq: 2 }),
});

/** Random histories: statements in any order of the world's time, and imports in parts that run through one another. */
export const histories = (): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ is: fc.constant('say' as const), saying }) },
      {
        weight: 3,
        arbitrary: fc.record({
          is: fc.constant('import' as const),
          which: fc.constantFrom<0 | 1>(0, 1),
          sayings: fc.array(saying, { minLength: 1, maxLength: 6 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ is: fc.constant('complete' as const), which: fc.constantFrom<0 | 1>(0, 1) }),
      },
    ),
    { minLength: 1, maxLength: 30 },
  );

/** Turns steps into events, and records them step by step. Gives the periods by their definition. */
export class HistoryTeller {
  readonly book = new PeriodBook();
  readonly #writer: HistoryWriter;
  readonly #open: (string | undefined)[] = [undefined, undefined];

  constructor(writer: HistoryWriter) {
    this.#writer = writer;
  }

  /** Opens the engagement and defines its tasks `t4`, `t5`, … with references `R-0`, `R-1`, … */
  async begin(): Promise<void> {
    await this.#writer.open();
    const tasks = Array.from({ length: TASKS }, (_, task) =>
      statement({ task, act: 'define', from: 0, until: null }, undefined),
    );
    await this.#record(tasks);
  }

  async tell(step: Step): Promise<void> {
    if (step.is === 'say') return this.#record([statement(step.saying, undefined)]);
    const open = this.#open[step.which];
    if (step.is === 'complete') {
      if (open === undefined) return undefined;
      this.#open[step.which] = undefined;
      return this.#record([{ type: 'ImportCompleted', schema: 1, data: { importId: open, entries: 1 } }]);
    }
    const importId = open ?? `i${this.#writer.size}`;
    this.#open[step.which] = importId;
    const lines = step.sayings.map((each) => statement(each, importId));
    if (open !== undefined) {
      const part = { type: 'ImportPartRecorded' as const, schema: 1 as const, data: { importId, part: 1 } };
      return this.#record([...lines, part]);
    }
    const source = { digest: 'sha256:0', name: this.#writer.seal('file.csv'), lines: lines.length };
    const started = { importId, format: 'assignments' as const, source, parts: 9 };
    return this.#record([{ type: 'ImportStarted', schema: 1, data: started }, ...lines]);
  }

  async #record(events: readonly ResponsibilityEvent[]): Promise<void> {
    const first = this.#writer.size;
    await this.#writer.record(events);
    events.forEach((event, i) => this.book.record({ index: first + i, event }));
  }
}

function statement({ task, act, from, until }: Saying, importId: string | undefined): StatementEvent {
  const said: Statement = {
    taskId: `t${4 + task}`,
    effectiveFrom: instantOf(dayMicros(from)),
    ...(until !== null && { effectiveTo: instantOf(dayMicros(until)) }),
    ...(importId !== undefined && { import: importId }),
  };
  const definition = { title: `Task ${task}`, attributes: { from: String(from) } };
  const digest = '0'.repeat(64);
  switch (act) {
    case 'define':
      return { type: 'TaskDefined', schema: 1, data: { ...said, ref: `R-${task}`, definition, digest } };
    case 'revise':
      return { type: 'TaskRevised', schema: 1, data: { ...said, definition, digest } };
    case 'retire':
      return { type: 'TaskRetired', schema: 1, data: said };
    case 'assign': {
      const assignment = { marks: [from % 2 === 0 ? ('mssp' as const) : ('client' as const)], raci: [] };
      return { type: 'ResponsibilityAssigned', schema: 1, data: { ...said, assignment, digest } };
    }
    case 'close':
      return { type: 'TaskClosed', schema: 1, data: said };
    case 'reopen':
      return { type: 'TaskReopened', schema: 1, data: said };
    case 'fact':
      return { type: 'FactImported', schema: 1, data: { ...said, fact: 'approved' } };
  }
}

/** Tells a whole history. */
export async function writeHistory(writer: HistoryWriter, history: readonly Step[]): Promise<PeriodBook> {
  const teller = new HistoryTeller(writer);
  await teller.begin();
  for (const step of history) await teller.tell(step);
  return teller.book;
}

const FACETS = new Map(Object.entries(FACET_CODES).map(([facet, code]) => [code as number, facet as Facet]));

/** The periods in a file of read models, as the definition writes them. */
export function storedPeriods(folder: string, name = `read-models-v${PROJECTION_VERSION}.sqlite`): readonly Period[] {
  const database = new DatabaseSync(join(folder, name), { readOnly: true });
  try {
    const rows = database.prepare('SELECT * FROM periods').all() as Record<string, number>[];
    return sorted(
      rows.map((row) => ({
        task: taskIdOf(row['task']!),
        facet: FACETS.get(row['facet']!)!,
        from: row['valid_from']!,
        to: row['valid_to']!,
        knownFrom: row['known_from']!,
        knownTo: row['known_to']!,
        said: row['said']!,
      })),
    );
  } finally {
    database.close();
  }
}

/** Periods in one order. */
export const sorted = (periods: readonly Period[]): readonly Period[] =>
  [...periods].sort(
    (a, b) =>
      a.task.localeCompare(b.task) ||
      a.facet.localeCompare(b.facet) ||
      a.knownFrom - b.knownFrom ||
      a.from - b.from ||
      a.said - b.said,
  );
