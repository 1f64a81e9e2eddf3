import { instantOf, type Micros } from '#kernel/instant';
import type { OnusEvent } from '#rulebook/rulebook';
import { actorNamed } from '#answers/people/actor-named';
import type { Mention, Named } from '#answers/views';
import type { Bearer } from '#responsibility/domain/assignment.rules';
import { BoundedCache } from '../storage/bounded-cache.ts';
import { entryKey, indexOfKey } from '../storage/schema.ts';
import type { Rows } from '../storage/sql.ts';
import type { LedgerRow } from './ledgers.ts';
import type { PeopleQueries } from './people/people.ts';
import type { ReadConnection } from '../storage/read-connection.ts';

/** An entry as derived. Entries never change, so what was read once can be kept. */
export type EntryRow<T extends OnusEvent['type'] = OnusEvent['type']> = T extends OnusEvent['type']
  ? {
      readonly index: number;
      readonly recorded: Micros;
      readonly party: string;
      readonly member: string;
      readonly onBehalfOf: string | null;
      /** The entries by which the change behind it is in force, joined by commas. */
      readonly behind: string | null;
      readonly type: T;
      readonly schema: Extract<OnusEvent, { type: T }>['schema'];
      readonly data: Extract<OnusEvent, { type: T }>['data'];
    }
  : never;

export type EntryColumns = [
  recorded: number,
  type: OnusEvent['type'],
  schema: number,
  party: string,
  member: string,
  onBehalfOf: string | null,
  behind: string | null,
  data: string,
];

/** Reads entries by index. */
export class EntryQueries {
  readonly #entry: Rows<EntryColumns>;
  readonly #ofTask: Rows<[key: number, ...EntryColumns]>;
  readonly #cache = new BoundedCache<number, EntryRow>(2_000);

  constructor(connection: ReadConnection) {
    this.#entry = connection.rows(
      'SELECT recorded, type, schema, party, member, on_behalf_of, behind, data FROM entries WHERE key = ?',
    );
    this.#ofTask = connection.rows(
      `SELECT key, recorded, type, schema, party, member, on_behalf_of, behind, data FROM entries WHERE task = ? AND key >= ? AND key < ? ORDER BY key`,
    );
  }

  /** The entries that speak of a task, from one index on and before another. */
  ofTask(ledger: LedgerRow, task: number, from: number, before: number): readonly EntryRow[] {
    return this.#ofTask
      .all(task, entryKey(ledger.id, from), entryKey(ledger.id, before))
      .map(([key, ...row]) => entryOf(indexOfKey(key), row));
  }

  /** An entry that is derived; `T` names the types that it can have where it is referred to from. */
  entry<T extends OnusEvent['type']>(ledger: LedgerRow, index: number): EntryRow<T> {
    const key = entryKey(ledger.id, index);
    const cached = this.#cache.get(key) ?? this.#cache.set(key, this.read(ledger, index));
    // The caller knows what it is referred to as.
    return cached as EntryRow<T>;
  }

  /** The same, for somebody who keeps it himself. */
  read<T extends OnusEvent['type']>(ledger: LedgerRow, index: number): EntryRow<T> {
    const row = this.#entry.get(entryKey(ledger.id, index));
    if (row === undefined) throw new Error(`the read models lack entry ${index} of ${ledger.stream}; rebuild them`);
    return entryOf(index, row) as EntryRow<T>;
  }
}

/** An entry from its columns. The type names what the data is. */
export const entryOf = (
  index: number,
  [recorded, type, schema, party, member, onBehalfOf, behind, data]: EntryColumns,
): EntryRow =>
  ({ index, recorded, type, schema, party, member, onBehalfOf, behind, data: JSON.parse(data) as unknown }) as EntryRow;

/** Who recorded an entry, and when. */
export function mentionOf(people: PeopleQueries, ledger: LedgerRow, treeSize: number, entry: EntryRow): Mention {
  const named = (bearer: Bearer): Named => people.named(ledger, treeSize, bearer);
  return { entry: entry.index, recordedAt: instantOf(entry.recorded), ...actorNamed(entry, named) };
}
