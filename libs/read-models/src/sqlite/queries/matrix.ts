import { BEGINNING, FOREVER, type Micros } from '#kernel/instant';
import type { ReadConnection } from '../storage/read-connection.ts';
import { FACET_CODES, OPEN, taskIdOf } from '../storage/schema.ts';
import type { Rows } from '../storage/sql.ts';
import type { Segment } from './courses.ts';
import type { LedgerRow } from './ledgers.ts';
import type { TaskRow } from './tasks.ts';

/** A task that something is said of at an instant: where its text, its bearers and its closing are in their course. */
export interface MatrixRow {
  readonly task: TaskRow;
  readonly definition: Segment;
  readonly assignment: Segment;
  readonly closed: Segment;
  /** How often the assignment was acknowledged; undefined where that was not asked. */
  readonly acknowledged: number | undefined;
}

type Found = [from: Micros | null, to: Micros | null, said: number | null];
type Columns = [
  task: number,
  ref: string,
  ...definition: [from: Micros, to: Micros, said: number],
  ...assignment: Found,
  nextAssignment: Micros | null,
  ...closed: Found,
  nextClosed: Micros | null,
  acknowledged: number,
];

/** What is known now of a facet of task `t`, in an alias. */
const course = (alias: string, facet: number): string =>
  `${alias}.task = t.task AND ${alias}.facet = ${facet} AND ${alias}.known_to = ${OPEN}`;

/** The newest period at or before the instant (?2). */
const newest = (alias: string, facet: number): string =>
  `periods ${alias} ON ${course(alias, facet)} AND ${alias}.valid_from =
     (SELECT max(valid_from) FROM periods x WHERE ${course('x', facet)} AND valid_from <= ?2)`;

/** Where the next period starts, if the newest does not reach to the instant. */
const next = (alias: string, facet: number): string =>
  `CASE WHEN ${alias}.valid_to > ?2 THEN NULL
   ELSE (SELECT min(valid_from) FROM periods x WHERE ${course('x', facet)} AND valid_from > ?2) END`;

/** A page of the matrix of a ledger (?1) at an instant (?2) as known now, by reference after one (?3); ?4 is the limit. */
export const MATRIX_NOW = `
  SELECT t.task, t.ref, d.valid_from, d.valid_to, d.said,
    a.valid_from, a.valid_to, a.said, ${next('a', FACET_CODES.assignment)},
    c.valid_from, c.valid_to, c.said, ${next('c', FACET_CODES.closed)},
    (SELECT count(*) FROM acknowledgements k WHERE k.ledger = ?1 AND k.assignment = a.said)
  FROM tasks t
  JOIN ${newest('d', FACET_CODES.definition)} AND d.valid_to > ?2
  LEFT JOIN ${newest('a', FACET_CODES.assignment)}
  LEFT JOIN ${newest('c', FACET_CODES.closed)}
  WHERE t.ledger = ?1 AND t.ref > ?3 ORDER BY t.ref LIMIT ?4`;

/** Reads whole pages of a matrix in one question, as it is known now. */
export class MatrixQueries {
  readonly #page: Rows<Columns>;

  constructor(connection: ReadConnection) {
    this.#page = connection.rows(MATRIX_NOW);
  }

  page(ledger: LedgerRow, at: Micros, after: string, limit: number): readonly MatrixRow[] {
    return this.#page.all(ledger.id, at, after, limit).map((row) => rowOf(row, at));
  }
}

function rowOf([task, ref, from, to, said, ...rest]: Columns, at: Micros): MatrixRow {
  const [assignedFrom, assignedTo, assigned, nextAssigned, closedFrom, closedTo, closed, nextClosed, acknowledged] =
    rest;
  return {
    task: { key: task, id: taskIdOf(task), ref },
    definition: { from, to, said },
    assignment: segmentOf([assignedFrom, assignedTo, assigned], nextAssigned, at),
    closed: segmentOf([closedFrom, closedTo, closed], nextClosed, at),
    acknowledged,
  };
}

/** The period itself where it covers the instant, or else the gap between it and the next. */
const segmentOf = ([from, to, said]: Found, following: Micros | null, at: Micros): Segment =>
  from !== null && to !== null && at < to
    ? { from, to, said }
    : { from: to ?? BEGINNING, to: following ?? FOREVER, said: null };
