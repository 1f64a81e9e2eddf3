import type { Micros } from '#kernel/instant';
import type { GivenAnswer } from '#answers/points/acceptance';
import type { EvidenceCounts } from '#answers/views/duty';
import { digestOfKey } from '../storage/command-key.ts';
import type { ReadConnection } from '../storage/read-connection.ts';
import type { Rows } from '../storage/sql.ts';
import type { LedgerRow } from './ledgers.ts';

type AnswerColumns = [entry: number, member: string, party: string, accepted: number, text: Uint8Array | string | null];

type CountColumns = [submitted: number, accepted: number, returned: number];

/** How many items of a task (?1) cover an instant (?2), as known to a tree size (?3), and what was said of them last. */
export const EVIDENCE_AT = `
  SELECT count(*), count(CASE WHEN accepted = 1 THEN 1 END), count(CASE WHEN accepted = 0 THEN 1 END) FROM (
    SELECT (SELECT r.accepted FROM evidence_reviews r WHERE r.ledger = e.ledger AND r.evidence = e.entry
      AND r.entry < ?3 ORDER BY r.entry DESC LIMIT 1) AS accepted
    FROM evidence e INDEXED BY evidence_covering
    WHERE e.task = ?1 AND e.covers_to > ?2 AND e.covers_from <= ?2 AND e.entry < ?3
  )`;

/** Finds what was answered to an assignment, and the entries that submit evidence. */
export class EvidenceQueries {
  readonly #answers: Rows<AnswerColumns>;
  readonly #ofLedger: Rows<[entry: number]>;
  readonly #ofTask: Rows<[entry: number]>;

  readonly #covering: Rows<[entry: number]>;
  readonly #review: Rows<[entry: number | null]>;
  readonly #counts: Rows<CountColumns>;

  constructor(connection: ReadConnection) {
    this.#answers = connection.rows(
      `SELECT entry, member, party, accepted, text FROM acceptances
       WHERE ledger = ? AND assignment = ? AND entry < ? ORDER BY entry`,
    );
    this.#covering = connection.rows(
      'SELECT entry FROM evidence WHERE task = ? AND entry < ? AND covers_from < ? AND covers_to > ? ORDER BY entry',
    );
    this.#review = connection.rows(
      'SELECT max(entry) FROM evidence_reviews WHERE ledger = ? AND evidence = ? AND entry < ?',
    );
    this.#counts = connection.rows(EVIDENCE_AT);
    const evidence = 'SELECT entry FROM evidence WHERE ledger = ?1 AND entry > ?2 AND entry < ?3';
    this.#ofLedger = connection.rows(`${evidence} ORDER BY entry LIMIT ?4`);
    this.#ofTask = connection.rows(`${evidence} AND task = ?5 ORDER BY entry LIMIT ?4`);
  }

  /** What those whom an assignment names made of it, in order. */
  answers(ledger: LedgerRow, assignment: number, treeSize: number): readonly GivenAnswer[] {
    return this.#answers.all(ledger.id, assignment, treeSize).map(([entry, member, party, accepted, text]) => ({
      entry,
      member,
      party,
      accepted: accepted === 1,
      text: text === null ? null : digestOfKey(text),
    }));
  }

  /** Evidence of a task that covers some of `[from, to)`. */
  covering(task: number, treeSize: number, from: Micros, to: Micros): readonly number[] {
    return this.#covering.all(task, treeSize, to, from).map(([entry]) => entry);
  }

  /** How much of a task covers an instant, and was checked. */
  countsAt(task: number, at: Micros, treeSize: number): EvidenceCounts {
    const [submitted, accepted, returned] = this.#counts.get(task, at, treeSize)!;
    return { submitted, accepted, returned };
  }

  /** The entry that said last whether evidence shows what it says; null where nobody checked it. */
  lastReview(ledger: LedgerRow, evidence: number, treeSize: number): number | null {
    return this.#review.get(ledger.id, evidence, treeSize)?.[0] ?? null;
  }

  /** Evidence after an entry; of a task by its row, or of all. */
  submitted(
    ledger: LedgerRow,
    task: number | undefined,
    after: number,
    treeSize: number,
    limit: number,
  ): readonly number[] {
    const rows =
      task === undefined
        ? this.#ofLedger.all(ledger.id, after, treeSize, limit)
        : this.#ofTask.all(ledger.id, after, treeSize, limit, task);
    return rows.map(([entry]) => entry);
  }
}
