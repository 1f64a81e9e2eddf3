import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EvidenceSubmitted } from '#evidence/domain/evidence.events';
import type { AssignmentAnswer } from '#responsibility/domain/responsibility.events';
import type { SnapshotTaken } from '#snapshot/domain/snapshot.events';
import { digestKey } from '../storage/command-key.ts';
import type { Fact } from './fact.ts';

/** That somebody accepted or declined an assignment, showed that a task was performed, or sealed the matrix. */
export class EvidenceTable {
  readonly #answer: StatementSync;
  readonly #submit: StatementSync;
  readonly #seal: StatementSync;

  constructor(database: DatabaseSync) {
    this.#answer = database.prepare(
      'INSERT INTO acceptances (ledger, assignment, entry, member, party, accepted, text) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#submit = database.prepare('INSERT INTO evidence (ledger, entry, task) VALUES (?, ?, ?)');
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

  submit({ ledger, index, task }: Fact<EvidenceSubmitted>): void {
    this.#submit.run(ledger.id, index, task);
  }

  seal({ ledger, index }: Fact<SnapshotTaken>): void {
    this.#seal.run(ledger.id, index);
  }
}
