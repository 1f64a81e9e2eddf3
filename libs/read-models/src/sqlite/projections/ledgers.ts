import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Entry } from '#kernel/event';
import { microsOf } from '#kernel/instant';
import type { OnusEvent } from '#rulebook/rulebook';
import { BoundedCache } from '../storage/bounded-cache.ts';
import { Rows } from '../storage/sql.ts';
import { CannotProject, type LedgerState } from './fact.ts';

/** Streams that hold an engagement's ledger; the id of the engagement follows. */
export const LEDGER_STREAM = 'engagement-';

/** The ledgers that there are, and how far each is derived. */
export class LedgerTable {
  readonly #find: Rows<[id: number, size: number, spoken: number]>;
  readonly #open: StatementSync;
  readonly #grow: StatementSync;
  readonly #cache = new BoundedCache<string, LedgerState>(10_000);
  readonly #grown = new Map<string, LedgerState>();

  constructor(database: DatabaseSync) {
    this.#find = new Rows(database, 'SELECT id, size, spoken FROM ledgers WHERE stream = ?');
    this.#open = database.prepare(
      `INSERT INTO ledgers (stream, engagement, slug, title, zone, name, opened_at, size, spoken) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)`,
    );
    this.#grow = database.prepare('UPDATE ledgers SET size = ?, spoken = ? WHERE id = ?');
  }

  /** The ledger that an entry belongs to; its first entry opens it. @throws CannotProject where entries are missing */
  ledgerFor(stream: string, entry: Entry<OnusEvent>): LedgerState {
    const ledger = this.#known(stream) ?? this.#opened(stream, entry);
    if (entry.index !== ledger.size) {
      throw new CannotProject(stream, entry.index, `entry ${ledger.size} should come next; the event store has a gap`);
    }
    return ledger;
  }

  /** One more entry of the ledger is derived. */
  grew(ledger: LedgerState): void {
    ledger.size++;
    this.#grown.set(ledger.stream, ledger);
  }

  /** Writes the sizes of all ledgers that grew. */
  flush(): void {
    for (const { id, size, spoken } of this.#grown.values()) this.#grow.run(size, spoken, id);
    this.#grown.clear();
  }

  /** What was not committed is forgotten. */
  forget(): void {
    this.#grown.clear();
    this.#cache.clear();
  }

  #known(stream: string): LedgerState | undefined {
    // One that grew may have been pushed out of the cache before its size was written.
    const cached = this.#cache.get(stream) ?? this.#grown.get(stream);
    if (cached !== undefined) return cached;
    const row = this.#find.get(stream);
    return row === undefined
      ? undefined
      : this.#cache.set(stream, { id: row[0], stream, size: row[1], spoken: row[2] });
  }

  #opened(stream: string, entry: Entry<OnusEvent>): LedgerState {
    if (entry.type !== 'EngagementOpened') {
      throw new CannotProject(stream, entry.index, `a ledger begins with EngagementOpened, not with ${entry.type}`);
    }
    const { slug, title, zone } = entry.data as Extract<OnusEvent, { type: 'EngagementOpened' }>['data'];
    const engagement = stream.slice(LEDGER_STREAM.length);
    const { lastInsertRowid } = this.#open.run(
      stream,
      engagement,
      slug,
      title,
      zone,
      entry.ledger,
      microsOf(entry.recordedAt),
    );
    return this.#cache.set(stream, { id: Number(lastInsertRowid), stream, size: 0, spoken: 0 });
  }
}
