import { BEGINNING, FOREVER, type Micros } from '#kernel/instant';
import { FACET_CODES, OPEN } from '../storage/schema.ts';
import type { Rows } from '../storage/sql.ts';
import type { ReadConnection } from '../storage/read-connection.ts';

/** A stretch of the world's time in which one entry holds for a facet, or in which nothing was said (`said` is null). */
export interface Segment {
  readonly from: Micros;
  readonly to: Micros;
  readonly said: number | null;
}

/** Two clocks: an instant of the world, and how many entries are known. `size` is how many there are. */
export interface Moment {
  readonly at: Micros;
  readonly treeSize: number;
  readonly size: number;
}

/** What the three facets of a task rest on at a moment; null where nothing was said. */
export interface Said {
  readonly definition: number | null;
  readonly assignment: number | null;
  readonly closed: number | null;
}

type FacetCode = (typeof FACET_CODES)[keyof typeof FACET_CODES];
type Found = [facet: FacetCode, from: number, to: number, knownFrom: number, said: number];

const FACETS = Object.values(FACET_CODES);

const NOW = `known_to = ${OPEN}`;

/** The newest start at or before an instant, among what is known now. One descent, whatever the number of periods. */
const latest = (facet: string): string => `SELECT * FROM (
  SELECT facet, valid_from, valid_to, known_from, said FROM periods
  WHERE task = ?1 AND facet = ${facet} AND ${NOW} AND valid_from <= ?2 ORDER BY valid_from DESC LIMIT 1)`;

/** The question behind every answer as of a moment: the three facets of a task (?1) at an instant (?2), as known now. */
export const AS_KNOWN_NOW = FACETS.map(String).map(latest).join(' UNION ALL ');

/** The same for one facet (?2) at an instant (?3) as known to a smaller tree (?4): what was given up after it, soonest first. */
export const AS_KNOWN_THEN = `SELECT facet, valid_from, valid_to, known_from, said FROM periods
  WHERE task = ?1 AND facet = ?2 AND known_to > ?4 AND known_to < ${OPEN}
    AND known_from <= ?4 AND valid_from <= ?3 AND valid_to > ?3
  ORDER BY known_to LIMIT 1`;

/** Asks the periods of a task. */
export class CourseQueries {
  readonly #now: Rows<Found>;
  readonly #then: Rows<Found>;
  readonly #endedBefore: Rows<[to: number | null]>;
  readonly #startsAfter: Rows<[from: number | null]>;
  readonly #between: Rows<[from: number, to: number, said: number]>;

  constructor(connection: ReadConnection) {
    this.#now = connection.rows(AS_KNOWN_NOW);
    this.#then = connection.rows(AS_KNOWN_THEN);
    const known = 'FROM periods WHERE task = ?1 AND facet = ?2 AND known_to > ?4 AND known_from <= ?4';
    this.#endedBefore = connection.rows(`SELECT max(valid_to) ${known} AND valid_to <= ?3`);
    this.#startsAfter = connection.rows(`SELECT min(valid_from) ${known} AND valid_from > ?3`);
    this.#between = connection.rows(
      `SELECT valid_from, valid_to, said ${known} AND valid_to > ?3 AND valid_from < ?5 ORDER BY valid_from`,
    );
  }

  /** The entries that hold for a task at a moment. The fast path. */
  said(task: number, { at, treeSize, size }: Moment): Said {
    const said: [number | null, number | null, number | null] = [null, null, null];
    for (const [facet, , to, knownFrom, entry] of this.#now.all(task, at)) {
      if (at < to && knownFrom <= treeSize) said[facet] = entry;
    }
    if (treeSize < size) {
      // What is not known now as it was known then was given up in between.
      for (const facet of FACETS) said[facet] ??= this.#then.get(task, facet, at, treeSize)?.[4] ?? null;
    }
    const { definition, assignment, closed } = FACET_CODES;
    return { definition: said[definition], assignment: said[assignment], closed: said[closed] };
  }

  /** What a facet rests on in `[from, to)` as known to a tree size: consecutive segments without holes, not clipped. */
  segments(task: number, facet: number, from: Micros, to: Micros, treeSize: number): readonly Segment[] {
    const segments: Segment[] = [];
    let reached: Micros | undefined;
    for (const [start, end, said] of this.#between.all(task, facet, from, treeSize, to)) {
      if (reached === undefined && start > from) {
        segments.push({ from: this.#endBefore(task, facet, from, treeSize), to: start, said: null });
      } else if (reached !== undefined && reached < start) {
        segments.push({ from: reached, to: start, said: null });
      }
      segments.push({ from: start, to: end, said });
      reached = end;
    }
    if (reached === undefined || reached < to) {
      const start = reached ?? this.#endBefore(task, facet, from, treeSize);
      const end = this.#startsAfter.get(task, facet, Math.max(from, to - 1), treeSize)?.[0] ?? FOREVER;
      segments.push({ from: start, to: end, said: null });
    }
    return segments;
  }

  #endBefore(task: number, facet: number, at: Micros, treeSize: number): Micros {
    return this.#endedBefore.get(task, facet, at, treeSize)?.[0] ?? BEGINNING;
  }
}
