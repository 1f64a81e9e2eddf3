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
  private readonly courses = new Map<TaskId, Readonly<Record<Facet, Course>>>();
  private readonly staged = new Map<ImportId, { readonly said: number; readonly event: StatementEvent }[]>();

  /** Every period of every task, in no order that means anything. */
  get periods(): readonly Period[] {
    return [...this.courses.values()].flatMap((of) => Object.values(of).flatMap((course) => course.periods()));
  }

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
    if (importId === undefined) return this.state(statement, index, index + 1);
    const staged = this.staged.get(importId);
    if (staged === undefined) this.staged.set(importId, [{ said: index, event: statement }]);
    else staged.push({ said: index, event: statement });
  }

  /** The period that covers an instant as known at a tree size; undefined where nothing was said. */
  at(task: TaskId, facet: Facet, at: Micros, treeSize: number): Period | undefined {
    return this.courses.get(task)?.[facet].at(at, treeSize);
  }

  /** All periods of a facet as known at a tree size, in the order of the world's time. They never overlap; there may be gaps. */
  known(task: TaskId, facet: Facet, treeSize: number): readonly Period[] {
    return this.courses.get(task)?.[facet].known(treeSize) ?? [];
  }

  private state(event: StatementEvent, said: number, knownFrom: number): void {
    const facet = facetOf(event);
    if (facet === null) return;
    const { taskId: task, effectiveFrom, effectiveTo } = event.data;
    const from = microsOf(effectiveFrom);
    const to = effectiveTo === undefined ? FOREVER : microsOf(effectiveTo);
    if (from >= to) return;
    let courses = this.courses.get(task);
    if (courses === undefined) {
      courses = { definition: new Course(), assignment: new Course(), closed: new Course() };
      this.courses.set(task, courses);
    }
    courses[facet].state({ task, facet, from, to, knownFrom, knownTo: FOREVER, said });
  }
}

/** The periods of one facet of one task. What is known now is kept apart, so that a long course costs no more than a short one. */
class Course {
  /** Known now: in the order of the world's time, never overlapping. */
  private readonly standing: Period[] = [];
  /** Known once, in the order in which it was given up. */
  private readonly givenUp: Period[] = [];

  periods(): readonly Period[] {
    return [...this.givenUp, ...this.standing];
  }

  at(at: Micros, treeSize: number): Period | undefined {
    const now = this.standing[this.firstEndingAfter(at)];
    if (now !== undefined && now.from <= at && now.knownFrom <= treeSize) return now;
    return this.givenUp.find((old) => old.from <= at && at < old.to && isKnown(old, treeSize));
  }

  known(treeSize: number): readonly Period[] {
    return this.periods()
      .filter((period) => isKnown(period, treeSize))
      .sort((a, b) => a.from - b.from);
  }

  /** Says something over whatever was said before. What reaches beyond it on either side goes on there, as it is known from now on. */
  state(period: Period): void {
    const { from, to, knownFrom } = period;
    const start = this.firstEndingAfter(from);
    let end = start;
    while (end < this.standing.length && this.standing[end]!.from < to) end++;
    const covered = this.standing.slice(start, end);
    const [first, last] = [covered[0], covered.at(-1)];
    const before = first !== undefined && first.from < from ? [{ ...first, to: from, knownFrom }] : [];
    const after = last !== undefined && to < last.to ? [{ ...last, from: to, knownFrom }] : [];
    this.standing.splice(start, covered.length, ...before, period, ...after);
    for (const old of covered) {
      // A statement that the same import replaces was never known: its rectangle would be empty.
      if (old.knownFrom < knownFrom) this.givenUp.push({ ...old, knownTo: knownFrom });
    }
  }

  /** Position of the first period known now that ends after an instant. */
  private firstEndingAfter(at: Micros): number {
    let low = 0;
    let high = this.standing.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.standing[middle]!.to <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const isKnown = ({ knownFrom, knownTo }: Period, treeSize: number): boolean =>
  knownFrom <= treeSize && treeSize < knownTo;
