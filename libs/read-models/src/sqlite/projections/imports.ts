import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ImportCompleted, ImportStarted, StatementEvent } from '#responsibility/domain/responsibility.events';
import { facetOf } from '#responsibility/domain/two-clocks/periods';
import { entryKey, FACET_CODES, indexOfKey } from '../storage/schema.ts';
import { Rows } from '../storage/sql.ts';
import { CannotProject, type Fact, type LedgerState } from './fact.ts';
import { groundsOfLine } from './ownership/grounds.ts';
import type { LikenessTable } from './ownership/likeness.ts';
import { spokenBy, type PeriodTable, type Spoken } from './ownership/periods.ts';
import type { TaskTable } from './tasks.ts';

/** A line of an import that waits for the last part. */
interface Staged extends Spoken {
  readonly task: number;
  readonly facet: number;
  alike: number | null;
  /** Filled in with the last part: it is among them. */
  grounds: number | null;
}

/** Lines of open imports that are held in memory at most; of what is beyond, the lines are read again from their entries. */
const MOST_STAGED = 400_000;

/**
 * Imports: nothing that one says is known before its last part. The lines wait in memory; whatever is lost of them, by a
 * restart or for their number, is read again from the entries, which are derived already.
 */
export class ImportTable {
  readonly #tasks: TaskTable;
  readonly #periods: PeriodTable;
  readonly #likeness: LikenessTable;
  readonly #start: StatementSync;
  readonly #complete: StatementSync;
  readonly #find: Rows<[started: number, completed: number | null]>;
  readonly #lines: Rows<[key: number, type: string, task: number, data: string]>;
  readonly #staged = new Map<string, Staged[]>();
  #held = 0;

  constructor(database: DatabaseSync, tasks: TaskTable, periods: PeriodTable, likeness: LikenessTable) {
    this.#tasks = tasks;
    this.#periods = periods;
    this.#likeness = likeness;
    this.#start = database.prepare('INSERT INTO imports (ledger, import, started, completed) VALUES (?, ?, ?, NULL)');
    this.#complete = database.prepare('UPDATE imports SET completed = ? WHERE ledger = ? AND import = ?');
    this.#find = new Rows(database, 'SELECT started, completed FROM imports WHERE ledger = ? AND import = ?');
    this.#lines = new Rows(
      database,
      'SELECT key, type, task, data FROM entries WHERE key > ? AND key < ? AND task IS NOT NULL ORDER BY key',
    );
  }

  start({ ledger, index, data }: Fact<ImportStarted>): void {
    this.#start.run(ledger.id, data.importId, index);
    this.#staged.set(keyOf(ledger, data.importId), []);
  }

  stage(fact: Fact<StatementEvent>, importId: string): void {
    // What the line is the first to say is noted in any case: whoever reads the line again must find the same.
    const staged = this.#stagedBy(fact.ledger, fact.entry.type, fact.data, fact.task!, fact.index);
    const lines = this.#staged.get(keyOf(fact.ledger, importId));
    if (lines === undefined || staged === undefined) return;
    lines.push(staged);
    if (++this.#held > MOST_STAGED) this.forget();
  }

  complete({ ledger, index, data: { importId } }: Fact<ImportCompleted>): void {
    const key = keyOf(ledger, importId);
    const started = this.#startOf(ledger, index, importId);
    const staged = this.#staged.get(key) ?? this.#readAgain(ledger, started, index, importId);
    ledger.spoken = index + 1;
    this.#complete.run(index, ledger.id, importId);
    for (const line of staged) {
      const grounds = groundsOfLine(line.said, started, index);
      if (grounds === undefined) line.alike = null;
      else line.grounds = grounds;
    }
    for (const ofCourse of byCourse(staged).values()) {
      const { task, facet } = ofCourse[0]!;
      if (facet === FACET_CODES.definition) this.#tasks.makeKnown(task, index + 1);
      this.#periods.record(task, facet, ofCourse, index + 1);
    }
    if (this.#staged.delete(key)) this.#held -= staged.length;
  }

  /** Lines in memory are forgotten; they will be read again. */
  forget(): void {
    this.#staged.clear();
    this.#held = 0;
  }

  #startOf(ledger: LedgerState, completed: number, importId: string): number {
    const found = this.#find.get(ledger.id, importId);
    if (found === undefined) {
      throw new CannotProject(ledger.stream, completed, `import ${importId} is completed but was never started`);
    }
    return found[0];
  }

  #readAgain(ledger: LedgerState, started: number, completed: number, importId: string): readonly Staged[] {
    const staged: Staged[] = [];
    const rows = this.#lines.iterate(entryKey(ledger.id, started), entryKey(ledger.id, completed));
    for (const [key, type, task, data] of rows) {
      if (facetOf({ type }) === null) continue;
      const statement = JSON.parse(data) as StatementEvent['data'];
      if (statement.import !== importId) continue;
      const line = this.#stagedBy(ledger, type, statement, task, indexOfKey(key));
      if (line !== undefined) staged.push(line);
    }
    return staged;
  }

  #stagedBy(
    ledger: LedgerState,
    type: string,
    data: StatementEvent['data'],
    task: number,
    said: number,
  ): Staged | undefined {
    const facet = facetOf({ type });
    if (facet === null) return undefined;
    const alike = this.#likeness.firstLike(ledger, said, type, data);
    return { task, facet: FACET_CODES[facet], ...spokenBy(data, said, alike) };
  }
}

const keyOf = (ledger: LedgerState, importId: string): string => `${ledger.id} ${importId}`;

const FACETS = Object.keys(FACET_CODES).length;

/** The lines by task and facet; each group keeps its order. */
const byCourse = (staged: readonly Staged[]): Map<number, Staged[]> =>
  Map.groupBy(staged, ({ task, facet }) => task * FACETS + facet);
