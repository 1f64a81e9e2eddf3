import { entryKey } from '../storage/schema.ts';
import type { Rows } from '../storage/sql.ts';
import type { LedgerRow } from './ledgers.ts';
import type { ReadConnection } from '../storage/read-connection.ts';

export type TimelineRow = [
  key: number,
  recorded: number,
  type: string,
  party: string,
  member: string,
  onBehalfOf: string | null,
  data: string,
  task: number | null,
];

const COLUMNS = 'key, recorded, type, party, member, on_behalf_of, data, task';

/**
 * What concerns a task: entries that speak of it, the lines of changes about it, and whatever else happened to those changes.
 * ?1 ledger, ?2 reference, ?3 key of entry 0, ?4 after this key, ?5 before this key, ?6 limit, ?7 the task's key.
 */
const ABOUT = `
  SELECT * FROM (SELECT key FROM entries WHERE task = ?7 AND key > ?4 AND key < ?5 ORDER BY key LIMIT ?6)
  UNION SELECT ?3 + entry FROM change_lines WHERE ledger = ?1 AND ref = ?2
  UNION SELECT ?3 + entry FROM change_entries WHERE ledger = ?1 AND type NOT IN ('ChangeLineProposed', 'ChangeLineDrafted')
    AND number IN (SELECT number FROM change_lines WHERE ledger = ?1 AND ref = ?2 AND ?3 + entry < ?5)`;

/** Entries in ledger order. */
export class TimelineQueries {
  readonly #all: Rows<TimelineRow>;
  readonly #about: Rows<TimelineRow>;
  readonly #task: Rows<[key: number]>;

  constructor(connection: ReadConnection) {
    this.#all = connection.rows(`SELECT ${COLUMNS} FROM entries WHERE key > ? AND key < ? ORDER BY key LIMIT ?`);
    this.#about = connection.rows(
      `SELECT ${COLUMNS} FROM entries WHERE key IN (${ABOUT}) AND key > ?4 AND key < ?5 ORDER BY key LIMIT ?6`,
    );
    this.#task = connection.rows('SELECT task FROM tasks WHERE ledger = ? AND ref = ?');
  }

  all(ledger: LedgerRow, after: number, before: number, limit: number): readonly TimelineRow[] {
    return this.#all.all(entryKey(ledger.id, after), entryKey(ledger.id, before), limit);
  }

  about(ledger: LedgerRow, ref: string, after: number, before: number, limit: number): readonly TimelineRow[] {
    const task = this.#task.get(ledger.id, ref)?.[0] ?? null;
    const key = (index: number): number => entryKey(ledger.id, index);
    return this.#about.all(ledger.id, ref, key(0), key(after), key(before), limit, task);
  }
}
