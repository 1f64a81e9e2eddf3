import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LineConfirmed, ReviewLinesListed } from '#matrix-version/domain/review.events';
import type { Fact } from '../fact.ts';

/** Which entries are about which version, review or exception. */
export class RegisterTable {
  readonly #add: StatementSync;
  readonly #line: StatementSync;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare('INSERT INTO register (ledger, kind, number, entry) VALUES (?, ?, ?, ?)');
    this.#line = database.prepare('INSERT INTO review_lines (ledger, review, entry) VALUES (?, ?, ?)');
  }

  add({ ledger, index }: Pick<Fact, 'ledger' | 'index'>, id: string): void {
    this.#add.run(ledger.id, id.slice(0, 1), Number(id.slice(1)), index);
  }

  addLine({ ledger, index, data }: Fact<ReviewLinesListed | LineConfirmed>): void {
    this.#line.run(ledger.id, Number(data.reviewId.slice(1)), index);
  }
}
