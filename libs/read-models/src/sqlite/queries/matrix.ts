import { BEGINNING, FOREVER, type Micros } from '#kernel/instant';
import type { ReadConnection } from '../storage/read-connection.ts';
import { entryKey, FACET_CODES, OPEN, taskIdOf } from '../storage/schema.ts';
import type { Rows } from '../storage/sql.ts';
import type { ShortlyBorne } from './grounds/statements.ts';
import type { Segment } from './courses.ts';
import type { LedgerRow } from './ledgers.ts';
import type { TaskRow } from './tasks.ts';

/** Who bears a task at an instant, whether or not it is part of the matrix then. */
export interface MatrixRow {
  readonly task: TaskRow;
  readonly assignment: Segment;
  /** What the row of the period says of the assignment; undefined where its entry must be read. */
  readonly borne: ShortlyBorne | undefined;
  /** How many answers to the assignment there are; undefined where that was not asked. */
  readonly answered: number | undefined;
}

type Columns = [
  task: number,
  ref: string,
  from: Micros | null,
  to: Micros | null,
  said: number | null,
  next: Micros | null,
  answered: number,
  alike: number | null,
  grounds: number | null,
  recorded: Micros | null,
];

const BEARERS = (alias: string): string =>
  `${alias}.task = t.task AND ${alias}.facet = ${FACET_CODES.assignment} AND ${alias}.known_to = ${OPEN}`;

/** A page of the tasks of a ledger (?1) with their bearers at an instant (?2) as known now, by reference after one (?3). */
export const MATRIX_NOW = `
  SELECT t.task, t.ref, a.valid_from, a.valid_to, a.said,
    CASE WHEN a.valid_to > ?2 THEN NULL
      ELSE (SELECT min(valid_from) FROM periods x WHERE ${BEARERS('x')} AND valid_from > ?2) END,
    (SELECT count(*) FROM acceptances k WHERE k.ledger = ?1 AND k.assignment = a.said),
    a.alike, a.grounds,
    CASE WHEN a.valid_to > ?2 THEN (SELECT recorded FROM entries WHERE key = ?1 * ${entryKey(1, 0)} + a.said) END
  FROM tasks t
  LEFT JOIN periods a ON ${BEARERS('a')} AND a.valid_from =
    (SELECT max(valid_from) FROM periods x WHERE ${BEARERS('x')} AND valid_from <= ?2)
  WHERE t.ledger = ?1 AND t.ref > ?3 AND t.known_from IS NOT NULL ORDER BY t.ref LIMIT ?4`;

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

function rowOf(columns: Columns, at: Micros): MatrixRow {
  const [key, ref, from, to, said, next, answered, alike, grounds, recorded] = columns;
  const task = { key, id: taskIdOf(key), ref };
  // The period itself where it covers the instant, or else the gap between it and the next.
  if (from === null || to === null || said === null || at >= to) {
    const gap = { from: to ?? BEGINNING, to: next ?? FOREVER, said: null };
    return { task, assignment: gap, borne: undefined, answered };
  }
  const borne = alike === null || recorded === null ? undefined : { said, alike, grounds, recorded };
  return { task, assignment: { from, to, said }, borne, answered };
}
