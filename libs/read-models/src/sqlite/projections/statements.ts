import type { StatementEvent, TaskDefined } from '#responsibility/domain/responsibility.events';
import { facetOf } from '#responsibility/domain/two-clocks/periods';
import { entryKey, FACET_CODES } from '../storage/schema.ts';
import type { Fact } from './fact.ts';
import type { ImportTable } from './imports.ts';
import type { LikenessTable } from './ownership/likeness.ts';
import { groundsOf } from './ownership/grounds.ts';
import { spokenBy, type PeriodTable } from './ownership/periods.ts';
import type { TaskTable } from './tasks.ts';

/** What is said of tasks: known at once, or, in an import, with its last part. */
export class Statements {
  readonly #tasks: TaskTable;
  readonly #periods: PeriodTable;
  readonly #imports: ImportTable;
  readonly #likeness: LikenessTable;

  constructor(tasks: TaskTable, periods: PeriodTable, imports: ImportTable, likeness: LikenessTable) {
    this.#tasks = tasks;
    this.#periods = periods;
    this.#imports = imports;
    this.#likeness = likeness;
  }

  define(fact: Fact<TaskDefined>): void {
    const { ledger, index, data } = fact;
    const task = fact.task!;
    this.#tasks.introduce(ledger, task, data.ref, data.import === undefined ? index + 1 : null);
    // Named after this very entry, so nothing was said of it before.
    if (task === entryKey(ledger.id, index)) this.#periods.begin(task);
    this.add(fact);
  }

  add(fact: Fact<StatementEvent>): void {
    const { data, entry, index } = fact;
    const facet = facetOf(entry);
    if (facet === null) return;
    if (data.import !== undefined) return this.#imports.stage(fact, data.import);
    if (facet === 'definition' && fact.task !== entryKey(fact.ledger.id, index)) {
      this.#tasks.makeKnown(fact.task!, index + 1);
    }
    fact.ledger.spoken = index + 1;
    const alike = this.#likeness.firstLike(fact.ledger, index, entry.type, data);
    const grounds = groundsOf(index, fact.behind);
    const spoken = grounds === undefined ? spokenBy(data, index) : spokenBy(data, index, alike, grounds);
    this.#periods.record(fact.task!, FACET_CODES[facet], [spoken], index + 1);
  }
}
