import { hash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ResponsibilityAssigned, StatementEvent } from '#responsibility/domain/responsibility.events';
import { BoundedCache } from '../../storage/bounded-cache.ts';
import { digestKey } from '../../storage/command-key.ts';
import { Rows } from '../../storage/sql.ts';
import type { LedgerState } from '../fact.ts';

/** How many different assignments are kept in memory, at least. */
const KEPT = 5_000;

/**
 * Finds, for an assignment, the first one of its ledger that says the same of the bearers. There are few different ones: answers keep
 * what they worked out about one for all that are alike, and read the entry of none.
 */
export class LikenessTable {
  readonly #find: Rows<[first: number]>;
  readonly #add: StatementSync;
  readonly #kept = new BoundedCache<string, number>(KEPT);

  constructor(database: DatabaseSync) {
    this.#find = new Rows(database, 'SELECT first FROM likenesses WHERE ledger = ? AND digest = ?');
    this.#add = database.prepare('INSERT INTO likenesses (ledger, digest, first) VALUES (?, ?, ?)');
  }

  /** Index of its entry; null for a statement that must itself be read: it assigns nothing, or has columns of its own. */
  firstLike({ id }: LedgerState, index: number, type: string, data: StatementEvent['data']): number | null {
    if (type !== 'ResponsibilityAssigned' || data.attributes !== undefined) return null;
    // The grounds of a change and of an import at once have no short form.
    if (data.import !== undefined && data.change !== undefined) return null;
    const { assignment, digest, findings } = data as ResponsibilityAssigned['data'];
    const text = JSON.stringify(findings === undefined ? assignment : [assignment, findings]) + digest;
    const key = `${id} ${text}`;
    return this.#kept.get(key) ?? this.#kept.set(key, this.#first(id, index, text));
  }

  /** What was not committed is forgotten. */
  forget(): void {
    this.#kept.clear();
  }

  #first(ledger: number, index: number, text: string): number {
    // Not the digest that the entry states: nothing here has checked it.
    const digest = digestKey(hash('sha256', text, 'hex'));
    const [first] = this.#find.get(ledger, digest) ?? [];
    if (first !== undefined) return first;
    this.#add.run(ledger, digest, index);
    return index;
  }
}
