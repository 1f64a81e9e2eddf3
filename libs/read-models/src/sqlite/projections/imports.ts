import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ImportCompleted, ImportStarted, StatementEvent } from '#responsibility/domain/responsibility.events';
import { facetOf } from '#responsibility/domain/two-clocks/periods';
import { entryKey, FACET_CODES, indexOfKey } from '../storage/schema.ts';
import { Rows } from '../storage/sql.ts';
import { CannotProject, type Fact, type LedgerState } from './fact.ts';
import { spokenBy, type PeriodTable, type Spoken } from './periods.ts';
import type { TaskTable } from './tasks.ts';

/** A line of an import that waits for the last part. */
interface Staged extends Spoken {
  readonly task: number;
  readonly facet: number;
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
  readonly #start: StatementSync;
  readonly #complete: StatementSync;
  readonly #find: Rows<[started: number, completed: number | null]>;
  readonly #lines: Rows<[key: number, type: string, task: number, data: string]>;
  readonly #staged = new Map<string, Staged[]>();
  #held = 0;

  constructor(database: DatabaseSync, tasks: TaskTable, periods: PeriodTable) {
    this.#tasks = tasks;
    this.#periods = periods;
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
    const lines = this.#staged.get(keyOf(fact.ledger, importId));
    if (lines === undefined) return;
    const staged = stagedBy(fact.entry.type, fact.data, fact.task!, fact.index);
    if (staged === undefined) return;
    lines.push(staged);
    if (++this.#held > MOST_STAGED) this.forget();
  }

  complete({ ledger, index, data: { importId } }: Fact<ImportCompleted>): void {
    const key = keyOf(ledger, importId);
    const staged = this.#staged.get(key) ?? this.#readAgain(ledger, index, importId);
    ledger.spoken = index + 1;
    this.#complete.run(index, ledger.id, importId);
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

  #readAgain(ledger: LedgerState, completed: number, importId: string): readonly Staged[] {
    const found = this.#find.get(ledger.id, importId);
    if (found === undefined) {
      throw new CannotProject(ledger.stream, completed, `import ${importId} is completed but was never started`);
    }
    const staged: Staged[] = [];
    const rows = this.#lines.iterate(entryKey(ledger.id, found[0]), entryKey(ledger.id, completed));
    for (const [key, type, task, data] of rows) {
      if (facetOf({ type }) === null) continue;
      const statement = JSON.parse(data) as StatementEvent['data'];
      if (statement.import !== importId) continue;
      const line = stagedBy(type, statement, task, indexOfKey(key));
      if (line !== undefined) staged.push(line);
    }
    return staged;
  }
}

const keyOf = (ledger: LedgerState, importId: string): string => `${ledger.id} ${importId}`;

function stagedBy(type: string, data: StatementEvent['data'], task: number, said: number): Staged | undefined {
  const facet = facetOf({ type });
  return facet === null ? undefined : { task, facet: FACET_CODES[facet], ...spokenBy(data, said) };
}

const FACETS = Object.keys(FACET_CODES).length;

/** The lines by task and facet; each group keeps its order. */
const byCourse = (staged: readonly Staged[]): Map<number, Staged[]> =>
  Map.groupBy(staged, ({ task, facet }) => task * FACETS + facet);
