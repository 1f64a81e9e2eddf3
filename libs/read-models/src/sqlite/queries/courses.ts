import { BEGINNING, FOREVER, type Micros } from '#kernel/instant';
import { BoundedCache } from '../storage/bounded-cache.ts';
import { FACET_CODES, OPEN } from '../storage/schema.ts';
import type { Rows } from '../storage/sql.ts';
import type { ReadConnection } from '../storage/read-connection.ts';

/** A stretch of the world's time in which one entry holds for a facet, or in which nothing was said (`said` is null). */
export interface Segment {
  readonly from: Micros;
  readonly to: Micros;
  readonly said: number | null;
}

/** How much is known: the first `treeSize` of `size` entries; `spoken` is the tree size that learnt last of a period. */
export interface KnownSize {
  readonly treeSize: number;
  readonly size: number;
  readonly spoken: number;
}

/** What the three facets of a task rest on at a moment; null where nothing was said. */
export interface Said {
  readonly definition: number | null;
  readonly assignment: number | null;
  readonly closed: number | null;
}

/** The same; of who bears it also what the row says, so that the entry need not be read. */
export interface SaidShortly extends Said {
  /** An entry that names the same bearers; null where the assignment's own must be read. */
  readonly alike: number | null;
  /** The entries that the assignment rests on, as stored; means something only beside `alike`. */
  readonly grounds: number | null;
}

type Found = [from: Micros, to: Micros, knownFrom: number, said: number];
type Borne = [...found: Found, alike: number | null, grounds: number | null];
type Period = [facet: number, knownTo: number, ...found: Found];

const COLUMNS = 'valid_from, valid_to, known_from, said';
const BORNE = `${COLUMNS}, alike, grounds`;
const NOW = `known_to = ${OPEN}`;
const { closed: CLOSED, definition: DEFINITION, assignment: ASSIGNMENT } = FACET_CODES;

/** A facet (?2) of a task (?1) at an instant (?3) as known now. One descent, however many periods there are. */
export const AS_KNOWN_NOW = `SELECT ${BORNE} FROM periods
  WHERE task = ?1 AND facet = ?2 AND ${NOW} AND valid_from <= ?3 ORDER BY valid_from DESC LIMIT 1`;

/** The same as known to a smaller tree (?4): among what was given up after it, soonest first. */
export const AS_KNOWN_THEN = `SELECT ${BORNE} FROM periods
  WHERE task = ?1 AND facet = ?2 AND known_to > ?4 AND known_to < ${OPEN}
    AND known_from <= ?4 AND valid_from <= ?3 AND valid_to > ?3
  ORDER BY known_to LIMIT 1`;

/** More periods than this of texts and closings are not kept in memory. */
const SHORT = 12;

/** Everything that was ever said of a task but who bears it, if that is short. */
interface ShortCourses {
  /** The ledger's `spoken` when it was read: as long as that is so, nothing has changed. */
  readonly spoken: number;
  readonly periods: readonly Period[] | undefined;
}

const NOT_SHORT: Pick<ShortCourses, 'periods'> = { periods: undefined };

/** Asks the periods of a task. */
export class CourseQueries {
  readonly #now: Rows<Borne>;
  readonly #then: Rows<Borne>;
  readonly #short: Rows<Period>;
  readonly #endedBefore: Rows<[to: number | null]>;
  readonly #startsAfter: Rows<[from: number | null]>;
  readonly #between: Rows<[from: number, to: number, said: number]>;
  /** Texts and closings change rarely; who bears a task is always looked up. */
  readonly #kept = new BoundedCache<number, ShortCourses>(10_000);

  constructor(connection: ReadConnection) {
    this.#now = connection.rows(AS_KNOWN_NOW);
    this.#then = connection.rows(AS_KNOWN_THEN);
    this.#short = connection.rows(
      `SELECT facet, known_to, ${COLUMNS} FROM periods WHERE task = ?1 AND facet < ${ASSIGNMENT} LIMIT ${SHORT + 1}`,
    );
    const known = 'FROM periods WHERE task = ?1 AND facet = ?2 AND known_to > ?4 AND known_from <= ?4';
    this.#endedBefore = connection.rows(`SELECT max(valid_to) ${known} AND valid_to <= ?3`);
    this.#startsAfter = connection.rows(`SELECT min(valid_from) ${known} AND valid_from > ?3`);
    this.#between = connection.rows(
      `SELECT valid_from, valid_to, said ${known} AND valid_to > ?3 AND valid_from < ?5 ORDER BY valid_from`,
    );
  }

  /** The entries that hold for a task at an instant. The fast path. */
  said(task: number, at: Micros, known: KnownSize): SaidShortly {
    const { periods } = this.#shortCourses(task, known.spoken);
    const borne = this.#at(task, ASSIGNMENT, at, known);
    const of = (facet: number): number | null =>
      periods === undefined
        ? (this.#at(task, facet, at, known)?.[3] ?? null)
        : among(periods, facet, at, known.treeSize);
    const [definition, closed] = [of(DEFINITION), of(CLOSED)];
    if (borne === undefined) return { definition, assignment: null, closed, alike: null, grounds: null };
    return { definition, assignment: borne[3], closed, alike: borne[4], grounds: borne[5] };
  }

  #at(task: number, facet: number, at: Micros, { treeSize, spoken }: KnownSize): Borne | undefined {
    const now = this.#now.get(task, facet, at);
    if (now !== undefined && at < now[1] && now[2] <= treeSize) return now;
    // What is not known now as it was known then was given up in between; since `spoken` nothing was.
    return treeSize >= spoken ? undefined : this.#then.get(task, facet, at, treeSize);
  }

  #shortCourses(task: number, spoken: number): ShortCourses {
    const kept = this.#kept.get(task);
    if (kept?.spoken === spoken) return kept;
    const periods = this.#short.all(task);
    return this.#kept.set(task, { spoken, periods: periods.length > SHORT ? undefined : periods });
  }

  /** The stretch around an instant in which a facet rests on one entry, or on none. */
  segmentAt(task: number, facet: number, at: Micros, { treeSize, spoken }: KnownSize): Segment {
    const { periods } = facet === ASSIGNMENT ? NOT_SHORT : this.#shortCourses(task, spoken);
    return periods === undefined
      ? this.segments(task, facet, at, at + 1, treeSize)[0]!
      : segmentAmong(periods, facet, at, treeSize);
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

/** The entry of a facet that covers an instant as known to a tree size. */
function among(periods: readonly Period[], facet: number, at: Micros, treeSize: number): number | null {
  for (const [of, knownTo, from, to, knownFrom, said] of periods) {
    if (of === facet && from <= at && at < to && knownFrom <= treeSize && treeSize < knownTo) return said;
  }
  return null;
}

/** The period of a facet around an instant as known to a tree size, or the gap that it lies in. */
function segmentAmong(periods: readonly Period[], facet: number, at: Micros, treeSize: number): Segment {
  let start = BEGINNING;
  let end = FOREVER;
  for (const [of, knownTo, from, to, knownFrom, said] of periods) {
    if (of !== facet || knownFrom > treeSize || treeSize >= knownTo) continue;
    if (from <= at && at < to) return { from, to, said };
    if (to <= at) start = Math.max(start, to);
    else end = Math.min(end, from);
  }
  return { from: start, to: end, said: null };
}
