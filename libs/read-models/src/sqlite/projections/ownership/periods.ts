import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { microsOf, type Micros } from '#kernel/instant';
import type { Statement } from '#responsibility/domain/responsibility.events';
import { BoundedCache } from '../../storage/bounded-cache.ts';
import { OPEN } from '../../storage/schema.ts';
import { Rows } from '../../storage/sql.ts';

/** What an entry says of one facet of one task. */
export interface Spoken {
  readonly from: Micros;
  readonly to: Micros;
  readonly said: number;
  /** An earlier entry of the ledger, or the same, that names the same bearers; null where nobody looked for one. */
  readonly alike: number | null;
  /** The entries that it rests on, as grounds.ts keeps them; null for itself alone. */
  readonly grounds: number | null;
}

/** The stretch of the world's time that a statement is about. */
export const spokenBy = (
  { effectiveFrom, effectiveTo }: Statement,
  said: number,
  alike: number | null = null,
  grounds: number | null = null,
): Spoken => ({
  from: microsOf(effectiveFrom),
  to: effectiveTo === undefined ? OPEN : microsOf(effectiveTo),
  said,
  alike,
  grounds,
});

/** A period that is known now. `stored` is false for one that this call made. */
interface Current extends Spoken {
  readonly knownFrom: number;
  readonly stored: boolean;
}

type Stored = [from: number, to: number, knownFrom: number, said: number, alike: number | null, grounds: number | null];

/** Ownership in time: the stored twin of `PeriodBook` in responsibility/domain/two-clocks/periods.ts, which is its definition. */
export class PeriodTable {
  readonly #overlapping: Rows<Stored>;
  readonly #put: StatementSync;
  readonly #drop: StatementSync;
  /** Of each facet of a task the last period that is known now: null where there is none, undefined where it is not known. */
  readonly #last = new BoundedCache<number, (Current | null | undefined)[]>(50_000);

  constructor(database: DatabaseSync) {
    // What is known now never overlaps: only the newest start at or before `from` can reach into the span from outside.
    this.#overlapping = new Rows(
      database,
      `SELECT valid_from, valid_to, known_from, said, alike, grounds FROM periods
       WHERE task = ?1 AND facet = ?2 AND known_to = ${OPEN} AND valid_from < ?4 AND valid_from >= coalesce(
         (SELECT max(valid_from) FROM periods WHERE task = ?1 AND facet = ?2 AND known_to = ${OPEN} AND valid_from <= ?3), ?3)
       ORDER BY valid_from`,
    );
    this.#put = database.prepare(
      `INSERT OR REPLACE INTO periods (task, facet, known_to, valid_from, valid_to, known_from, said, alike, grounds)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#drop = database.prepare(
      `DELETE FROM periods WHERE task = ? AND facet = ? AND known_to = ${OPEN} AND valid_from = ?`,
    );
  }

  /** A task that nothing was said of yet: nothing of it needs to be looked for. */
  begin(task: number): void {
    this.#last.set(task, [null, null, null]);
  }

  /** Records statements about one facet of one task, in the order in which they were made; all become known together. */
  record(task: number, facet: number, statements: readonly Spoken[], knownFrom: number): void {
    const span = spanOf(statements);
    if (span === undefined) return;
    const lasts = this.#last.get(task) ?? this.#last.set(task, []);
    const last = lasts[facet];
    const before = this.#standing(task, facet, span, last);
    const after = [...before];
    for (const { from, to, said, alike, grounds } of statements) {
      if (from < to) overlay(after, { from, to, said, alike, grounds, knownFrom, stored: false });
    }
    this.#replace(task, facet, before, after, knownFrom);
    if (span.to === OPEN || last === null || (last !== undefined && span.to > last.from)) {
      lasts[facet] = { ...after.at(-1)!, stored: true };
    }
  }

  /** What was not committed is forgotten. */
  forget(): void {
    this.#last.clear();
  }

  /** What is known now of a span. Time mostly goes forward: then only the last period can reach into it. */
  #standing(task: number, facet: number, { from, to }: Span, last: Current | null | undefined): readonly Current[] {
    if (last === null) return [];
    if (last !== undefined && last.from <= from) return last.to > from ? [last] : [];
    return this.#overlapping.all(task, facet, from, to).map(([start, end, knownFrom, said, alike, grounds]) => ({
      from: start,
      to: end,
      knownFrom,
      said,
      alike,
      grounds,
      stored: true,
    }));
  }

  #replace(
    task: number,
    facet: number,
    before: readonly Current[],
    after: readonly Current[],
    knownFrom: number,
  ): void {
    const kept = new Set(after.filter(({ stored }) => stored));
    const starts = new Set(after.map(({ from }) => from));
    for (const old of before) {
      if (kept.has(old)) continue;
      // What statements that become known together take from one another was never known, and is not among these.
      this.#put.run(task, facet, knownFrom, old.from, old.to, old.knownFrom, old.said, old.alike, old.grounds);
      if (!starts.has(old.from)) this.#drop.run(task, facet, old.from);
    }
    for (const { from, to, said, alike, grounds, stored } of after) {
      if (!stored) this.#put.run(task, facet, OPEN, from, to, knownFrom, said, alike, grounds);
    }
  }
}

interface Span {
  readonly from: Micros;
  readonly to: Micros;
}

function spanOf(statements: readonly Spoken[]): Span | undefined {
  let from = OPEN;
  let to = -OPEN;
  for (const spoken of statements) {
    if (spoken.from >= spoken.to) continue;
    if (spoken.from < from) from = spoken.from;
    if (spoken.to > to) to = spoken.to;
  }
  return from < to ? { from, to } : undefined;
}

/** Puts a period over what stands there. `rows` ascend and never overlap; looked through from the end, where most is said. */
function overlay(rows: Current[], period: Current): void {
  let end = rows.length;
  while (end > 0 && rows[end - 1]!.from >= period.to) end--;
  let start = end;
  while (start > 0 && rows[start - 1]!.to > period.from) start--;
  const first = rows[start];
  const last = rows[end - 1];
  const put: Current[] = [];
  const { knownFrom } = period;
  if (start < end && first!.from < period.from) {
    put.push({ ...first!, to: period.from, knownFrom, stored: false });
  }
  put.push(period);
  if (start < end && last!.to > period.to) {
    put.push({ ...last!, from: period.to, knownFrom, stored: false });
  }
  rows.splice(start, end - start, ...put);
}
