import { instantOf, microsOf, type Instant, type Micros } from '#kernel/instant';
import { NotYetKnown, type Known } from '#answers/point-in-time';
import { NotFound, type IndexedCommand } from '../../read-models.ts';
import type { AsOf, EngagementView } from '#answers/views';
import { BoundedCache } from '../storage/bounded-cache.ts';
import { commandKey, digestOfKey } from '../storage/command-key.ts';
import { entryKey } from '../storage/schema.ts';
import type { Rows } from '../storage/sql.ts';
import type { ReadConnection } from '../storage/read-connection.ts';

/** What never changes of a ledger. */
export interface LedgerRow {
  readonly id: number;
  readonly stream: string;
  readonly engagement: string;
  readonly slug: string;
  readonly title: string;
  readonly zone: string;
  readonly name: string;
  readonly openedAt: Micros;
}

type Row = [number, string, string, string, string, string, string, number];

const COLUMNS = 'id, stream, engagement, slug, title, zone, name, opened_at';

/** How much of a ledger is derived. */
export interface Extent {
  /** How many entries. */
  readonly size: number;
  /** The tree size that learnt last of a period: since then nothing changed about who bears what. */
  readonly spoken: number;
}

/** Finds ledgers, and how much of one an answer may rest on. */
export class LedgerQueries {
  readonly #byEngagement: Rows<Row>;
  readonly #bySlug: Rows<Row>;
  readonly #extent: Rows<[size: number, spoken: number]>;
  readonly #ofStream: Rows<[id: number, size: number]>;
  readonly #command: Rows<[first: number, count: number, body: Uint8Array | string]>;
  readonly #recorded: Rows<[recorded: number]>;
  readonly #page: Rows<Row>;
  readonly #connection: ReadConnection;
  /** What was asked for in one state of the file: many questions in a row are about few ledgers. */
  readonly #extents = new BoundedCache<number, Extent>(1_000);
  #state = 0;
  readonly #found = new BoundedCache<string, LedgerRow>(10_000);

  constructor(connection: ReadConnection) {
    this.#connection = connection;
    this.#byEngagement = connection.rows(`SELECT ${COLUMNS} FROM ledgers WHERE engagement = ? ORDER BY id LIMIT 1`);
    this.#bySlug = connection.rows(`SELECT ${COLUMNS} FROM ledgers WHERE slug = ? ORDER BY id LIMIT 1`);
    this.#extent = connection.rows('SELECT size, spoken FROM ledgers WHERE id = ?');
    this.#ofStream = connection.rows('SELECT id, size FROM ledgers WHERE stream = ?');
    this.#command = connection.rows(
      `SELECT first, count, body FROM commands
       WHERE ledger = (SELECT id FROM ledgers WHERE stream = ?) AND command = ?`,
    );
    this.#recorded = connection.rows('SELECT recorded FROM entries WHERE key = ?');
    this.#page = connection.rows(`SELECT ${COLUMNS} FROM ledgers WHERE (slug, id) > (?, ?) ORDER BY slug, id LIMIT ?`);
  }

  /** By id or by slug. @throws NotFound */
  ledger(slugOrId: string): LedgerRow {
    const known = this.#found.get(slugOrId);
    if (known !== undefined) return known;
    const row = this.#byEngagement.get(slugOrId) ?? this.#bySlug.get(slugOrId);
    if (row === undefined) throw new NotFound('engagement', slugOrId);
    return this.#found.set(slugOrId, ledgerOf(row));
  }

  /** Ledgers by slug, after one. */
  page(slug: string, id: number, limit: number): readonly LedgerRow[] {
    return this.#page.all(slug, id, limit).map(ledgerOf);
  }

  /** How much of a ledger is derived. */
  extent(ledger: LedgerRow): Extent {
    const state = this.#connection.hold();
    if (state !== this.#state) this.#extents.clear();
    this.#state = state;
    const known = this.#extents.get(ledger.id);
    if (known !== undefined) return known;
    const [size, spoken] = this.#extent.get(ledger.id) ?? [0, 0];
    return this.#extents.set(ledger.id, { size, spoken });
  }

  entriesOf(stream: string): number {
    return this.treeOf(stream)[1];
  }

  /** By which integer the tree of a stream is kept, and how many leaves it has; none for one that is not derived. */
  treeOf(stream: string): readonly [id: number, size: number] {
    return this.#ofStream.get(stream) ?? [0, 0];
  }

  /** What a command recorded; undefined where it is not derived. */
  command(stream: string, id: string): IndexedCommand | undefined {
    const row = this.#command.get(stream, commandKey(id));
    return row === undefined ? undefined : { firstIndex: row[0], count: row[1], body: digestOfKey(row[2]) };
  }

  /** How many entries an answer rests on. An instant stands for what was recorded at or before it. @throws NotYetKnown */
  treeSize(ledger: LedgerRow, size: number, known: Known | undefined): number {
    if (known === undefined) return size;
    if ('at' in known) return this.#recordedUntil(ledger, size, microsOf(known.at));
    if (known.treeSize > size) throw new NotYetKnown(known.treeSize, size);
    return known.treeSize;
  }

  asOf(ledger: LedgerRow, effective: Instant | string, treeSize: number): AsOf {
    const newest = treeSize === 0 ? null : instantOf(this.#recordedAt(ledger, treeSize - 1));
    return { effective, treeSize, knownAt: newest, zone: ledger.zone };
  }

  /** Times of recording never decrease: the first entry after an instant is found by bisection. */
  #recordedUntil(ledger: LedgerRow, size: number, at: Micros): number {
    if (size === 0 || this.#recordedAt(ledger, size - 1) <= at) return size;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#recordedAt(ledger, middle) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #recordedAt(ledger: LedgerRow, index: number): Micros {
    return this.#recorded.get(entryKey(ledger.id, index))![0];
  }
}

const ledgerOf = ([id, stream, engagement, slug, title, zone, name, openedAt]: Row): LedgerRow => ({
  id,
  stream,
  engagement,
  slug,
  title,
  zone,
  name,
  openedAt,
});

/** As it is shown. An answer as of a tree size shows the engagement at that size. */
export const engagementView = (ledger: LedgerRow, treeSize: number): EngagementView => ({
  id: ledger.engagement,
  slug: ledger.slug,
  title: ledger.title,
  zone: ledger.zone,
  ledger: ledger.name,
  treeSize,
  openedAt: instantOf(ledger.openedAt),
});
