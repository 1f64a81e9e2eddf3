import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EvidenceSubmitted } from '#evidence/domain/evidence.events';
import type { AssignmentAcknowledged } from '#responsibility/domain/responsibility.events';
import type { SnapshotTaken } from '#snapshot/domain/snapshot.events';
import type { Fact } from './fact.ts';

/** That somebody accepted an assignment, showed that a task was performed, or sealed the matrix. */
export class EvidenceTable {
  readonly #acknowledge: StatementSync;
  readonly #submit: StatementSync;
  readonly #seal: StatementSync;

  constructor(database: DatabaseSync) {
    this.#acknowledge = database.prepare('INSERT INTO acknowledgements (ledger, assignment, entry) VALUES (?, ?, ?)');
    this.#submit = database.prepare('INSERT INTO evidence (ledger, entry, task) VALUES (?, ?, ?)');
    this.#seal = database.prepare('INSERT INTO snapshots (ledger, entry) VALUES (?, ?)');
  }

  acknowledge({ ledger, index, data }: Fact<AssignmentAcknowledged>): void {
    this.#acknowledge.run(ledger.id, data.assignment, index);
  }

  submit({ ledger, index, task }: Fact<EvidenceSubmitted>): void {
    this.#submit.run(ledger.id, index, task);
  }

  seal({ ledger, index }: Fact<SnapshotTaken>): void {
    this.#seal.run(ledger.id, index);
  }
}
