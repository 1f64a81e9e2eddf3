import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  ObjectionAnswered,
  ObjectionRaised,
  ObjectionResolved,
  ObjectionWithdrawn,
} from '#objection/domain/objection.events';
import { CannotProject, type Fact } from './fact.ts';

/** What one side or the other objected to, what was said to it, and how it ended. */
export class ObjectionTable {
  readonly #raise: StatementSync;
  readonly #answer: StatementSync;
  readonly #end: StatementSync;

  constructor(database: DatabaseSync) {
    this.#raise = database.prepare(
      'INSERT INTO objections (ledger, entry, task, side, ended, how) VALUES (?, ?, ?, ?, NULL, NULL)',
    );
    this.#answer = database.prepare('INSERT INTO objection_answers (ledger, objection, entry) VALUES (?, ?, ?)');
    this.#end = database.prepare('UPDATE objections SET ended = ?, how = ? WHERE ledger = ? AND entry = ?');
  }

  raise({ ledger, index, task, data }: Fact<ObjectionRaised>): void {
    this.#raise.run(ledger.id, index, task, data.side);
  }

  answer(fact: Fact<ObjectionAnswered>): void {
    this.#answer.run(fact.ledger.id, entryIn(fact), fact.index);
  }

  end(fact: Fact<ObjectionWithdrawn | ObjectionResolved>): void {
    const how = fact.entry.type === 'ObjectionResolved' ? 'resolved' : 'withdrawn';
    this.#end.run(fact.index, how, fact.ledger.id, entryIn(fact));
  }
}

/** Objections are named after the entry that raised them: `o57` is stored as 57. */
export function objectionEntry(id: string): number | undefined {
  const digits = /^o(0|[1-9]\d{0,9})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function entryIn({ ledger, index, data }: Fact<ObjectionAnswered | ObjectionWithdrawn | ObjectionResolved>): number {
  const entry = objectionEntry(data.objectionId);
  if (entry === undefined) throw new CannotProject(ledger.stream, index, `"${data.objectionId}" is no objection's id`);
  return entry;
}
