import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { microsOf } from '#kernel/instant';
import type { EvidenceReviewed, EvidenceSubmitted } from '#evidence/domain/evidence.events';
import type { AssignmentAnswer } from '#responsibility/domain/responsibility.events';
import type { SnapshotTaken } from '#snapshot/domain/snapshot.events';
import { digestKey } from '../storage/command-key.ts';
import { CannotProject, type Fact } from './fact.ts';

const EVIDENCE_ID = /^e(?:0|[1-9]\d{0,9})$/;

/** That somebody accepted or declined an assignment, showed that a task was performed, or sealed the matrix. */
export class EvidenceTable {
  readonly #answer: StatementSync;
  readonly #submit: StatementSync;
  readonly #review: StatementSync;
  readonly #seal: StatementSync;

  constructor(database: DatabaseSync) {
    this.#answer = database.prepare(
      'INSERT INTO acceptances (ledger, assignment, entry, member, party, accepted, text) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#submit = database.prepare(
      'INSERT INTO evidence (ledger, entry, task, covers_from, covers_to) VALUES (?, ?, ?, ?, ?)',
    );
    this.#review = database.prepare(
      'INSERT INTO evidence_reviews (ledger, evidence, entry, accepted) VALUES (?, ?, ?, ?)',
    );
    this.#seal = database.prepare('INSERT INTO snapshots (ledger, entry) VALUES (?, ?)');
  }

  answer({ ledger, index, entry, data }: Fact<AssignmentAnswer>): void {
    // Whoever acted for another spoke in that right: it is the other’s answer.
    const { party, onBehalfOf } = entry.actor;
    const member = onBehalfOf ?? entry.actor.member;
    const accepted = entry.type === 'AssignmentAcknowledged' ? 1 : 0;
    const text = 'text' in data ? digestKey(data.text) : null;
    this.#answer.run(ledger.id, data.assignment, index, member, party, accepted, text);
  }

  submit({ ledger, index, task, data: { covers } }: Fact<EvidenceSubmitted>): void {
    const [from, to] = covers === undefined ? [null, null] : [microsOf(covers.from), microsOf(covers.to)];
    this.#submit.run(ledger.id, index, task, from, to);
  }

  /** @throws CannotProject for a name that no evidence can have */
  review({ ledger, index, data: { evidenceId, outcome } }: Fact<EvidenceReviewed>): void {
    if (!EVIDENCE_ID.test(evidenceId)) {
      throw new CannotProject(ledger.stream, index, `"${evidenceId}" is no evidence's id`);
    }
    this.#review.run(ledger.id, Number(evidenceId.slice(1)), index, outcome === 'accepted' ? 1 : 0);
  }

  seal({ ledger, index }: Fact<SnapshotTaken>): void {
    this.#seal.run(ledger.id, index);
  }
}
