import type { Recorded } from '#kernel/decider';
import { FOREVER, microsOf, type Micros } from '#kernel/instant';
import type { ImportId, ResponsibilityEvent, StatementEvent } from '../responsibility.events.ts';
import type { TaskId } from '../task.ts';

/** What a statement is about: the text of the task, who bears it, or whether it is closed. Each has its own course in time. */
export type Facet = 'definition' | 'assignment' | 'closed';

/**
 * A rectangle on the two clocks: entry `said` holds for the task in `[from, to)` of the world, as known to every prefix of
 * the ledger of `knownFrom <= size < knownTo` entries. Periods of one task and facet never overlap.
 */
export interface Period {
  readonly task: TaskId;
  readonly facet: Facet;
  readonly from: Micros;
  readonly to: Micros;
  readonly knownFrom: number;
  readonly knownTo: number;
  readonly said: number;
}

const FACETS: Readonly<Record<StatementEvent['type'], Facet | null>> = {
  TaskDefined: 'definition',
  TaskRevised: 'definition',
  TaskRetired: 'definition',
  ResponsibilityAssigned: 'assignment',
  TaskClosed: 'closed',
  TaskReopened: 'closed',
  FactImported: null,
};

/** The facet that an event speaks of; null for events that say nothing of what holds. */
export function facetOf(event: { readonly type: string }): Facet | null {
  return FACETS[event.type as StatementEvent['type']] ?? null;
}

/**
 * Ownership in time, by definition: the periods of every task on both clocks. The last statement that covers an instant wins
 * there; what it takes the place of stays known to the prefixes that knew it. An import counts from its last part on.
 * This is the definition that the stored read model is held equal to; it is written for clearness.
 */
export class PeriodBook {
  readonly periods: Period[] = [];
  private readonly staged = new Map<ImportId, { readonly said: number; readonly event: StatementEvent }[]>();

  record({ index, event }: Pick<Recorded<ResponsibilityEvent>, 'index' | 'event'>): void {
    if (event.type === 'ImportCompleted') {
      const { importId } = event.data;
      for (const { said, event: statement } of this.staged.get(importId) ?? []) this.state(statement, said, index + 1);
      this.staged.delete(importId);
      return;
    }
    if (facetOf(event) === null) return;
    const statement = event as StatementEvent;
    const { import: importId } = statement.data;
    if (importId === undefined) this.state(statement, index, index + 1);
    else this.staged.set(importId, [...(this.staged.get(importId) ?? []), { said: index, event: statement }]);
  }

  /** The period that covers an instant as known at a tree size; undefined where nothing was said. */
  at(task: TaskId, facet: Facet, at: Micros, treeSize: number): Period | undefined {
    return this.periods.find(
      (period) =>
        period.task === task &&
        period.facet === facet &&
        period.from <= at &&
        at < period.to &&
        period.knownFrom <= treeSize &&
        treeSize < period.knownTo,
    );
  }

  private state(event: StatementEvent, said: number, knownFrom: number): void {
    const facet = facetOf(event);
    if (facet === null) return;
    const { taskId: task, effectiveFrom, effectiveTo } = event.data;
    const from = microsOf(effectiveFrom);
    const to = effectiveTo === undefined ? FOREVER : microsOf(effectiveTo);
    if (from >= to) return;
    for (const [i, old] of [...this.periods.entries()]) {
      const covered =
        old.task === task && old.facet === facet && old.knownTo === FOREVER && old.from < to && from < old.to;
      if (!covered) continue;
      this.periods[i] = { ...old, knownTo: knownFrom };
      if (old.from < from) this.periods.push({ ...old, to: from, knownFrom });
      if (to < old.to) this.periods.push({ ...old, from: to, knownFrom });
    }
    this.periods.push({ task, facet, from, to, knownFrom, knownTo: FOREVER, said });
    // A statement that the same import replaces was never known: its rectangle is empty.
    for (let i = this.periods.length - 1; i >= 0; i--) {
      const { knownFrom: since, knownTo: until } = this.periods[i]!;
      if (since >= until) this.periods.splice(i, 1);
    }
  }
}
