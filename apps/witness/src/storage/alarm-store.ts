import { statement, type Database } from './database.ts';

/**
 * What was found out about a log.
 *
 * - `two-trees`: it signed two checkpoints of one size with two roots. The two notes prove it to anybody.
 * - `forked`: it signed a checkpoint that is no beginning of a later one that it signed as well. The detail has the proof.
 * - `impossible`: it signed a root for the empty tree that the empty tree does not have. The note proves it.
 * - `entries-differ`: the entries that it hands out do not lead to the root that it signed.
 */
export type AlarmKind = 'two-trees' | 'forked' | 'impossible' | 'entries-differ';

/** A contradiction, with the evidence for it. */
export interface Evidence {
  readonly kind: AlarmKind;
  readonly origin: string;
  /** Size and root of the checkpoint that was shown: the same contradiction is raised once. */
  readonly size: number;
  readonly root: Uint8Array;
  /** What it is about, for people; with hashes and proofs where the notes alone do not prove it. */
  readonly detail: string;
  /** The signed checkpoint that this witness had; null where one is enough. */
  readonly held: Uint8Array | null;
  /** The signed checkpoint that contradicts it. */
  readonly shown: Uint8Array;
}

export interface Alarm extends Evidence {
  readonly id: number;
  /** RFC 3339, UTC. */
  readonly raisedAt: string;
  readonly acknowledged: { readonly at: string; readonly by: string; readonly remark: string } | undefined;
  /** How often the webhook was tried. */
  readonly tries: number;
  /** When the webhook took it. */
  readonly toldAt: string | undefined;
}

/** Open alarms of one log that are kept with their evidence. A log that signs thousands of trees is convicted by the first of them. */
const MOST_OPEN = 1_000;

const COLUMNS =
  'id, kind, origin, size, root, raised_at, detail, held, shown, acknowledged_at, acknowledged_by, remark, tries, told_at';

/** Alarms, for ever. */
export class AlarmStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps an alarm; `undefined` where this contradiction is known already, or the log has a thousand open ones. */
  raise({ kind, origin, size, root, detail, held, shown }: Evidence, raisedAt: string): Alarm | undefined {
    const open = statement(
      this.#database,
      'SELECT count(*) AS n FROM alarms WHERE origin = ? AND acknowledged_at IS NULL',
    );
    if (Number(open.get(origin)?.['n']) >= MOST_OPEN) return undefined;
    const sql =
      'INSERT OR IGNORE INTO alarms (kind, origin, size, root, raised_at, detail, held, shown) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
    const added = statement(this.#database, sql).run(kind, origin, size, root, raisedAt, detail, held, shown);
    return added.changes === 0 ? undefined : this.find(Number(added.lastInsertRowid));
  }

  find(id: number): Alarm | undefined {
    return this.#select('WHERE id = ?', id)[0];
  }

  /** All, the oldest first. */
  all(): readonly Alarm[] {
    return this.#select('ORDER BY id');
  }

  open(): readonly Alarm[] {
    return this.#select('WHERE acknowledged_at IS NULL ORDER BY id');
  }

  /** How many nobody has acknowledged. */
  countOpen(): number {
    return Number(
      statement(this.#database, 'SELECT count(*) AS n FROM alarms WHERE acknowledged_at IS NULL').get()?.['n'],
    );
  }

  /** Alarms that the webhook has not taken after fewer than `tries` tries. */
  untold(tries: number): readonly Alarm[] {
    return this.#select('WHERE told_at IS NULL AND tries < ? ORDER BY id', tries);
  }

  /** Notes who has looked at an alarm. Gives false where there is none of this id that is open. */
  acknowledge(id: number, at: string, by: string, remark: string): boolean {
    const sql =
      'UPDATE alarms SET acknowledged_at = ?, acknowledged_by = ?, remark = ? WHERE id = ? AND acknowledged_at IS NULL';
    return statement(this.#database, sql).run(at, by, remark, id).changes === 1;
  }

  /** Notes a try to tell the webhook; `toldAt` where it took it. */
  noteTry(id: number, toldAt: string | null): void {
    statement(this.#database, 'UPDATE alarms SET tries = tries + 1, told_at = ? WHERE id = ?').run(toldAt, id);
  }

  #select(condition: string, ...values: number[]): readonly Alarm[] {
    const rows = statement(this.#database, `SELECT ${COLUMNS} FROM alarms ${condition}`).all(...values);
    return rows.map((row) => alarmOf(row as unknown as Row));
  }
}

interface Row extends Evidence {
  readonly id: number;
  readonly raised_at: string;
  readonly acknowledged_at: string | null;
  readonly acknowledged_by: string | null;
  readonly remark: string | null;
  readonly tries: number;
  readonly told_at: string | null;
}

const alarmOf = ({ raised_at, acknowledged_at, acknowledged_by, remark, told_at, ...row }: Row): Alarm => ({
  ...row,
  raisedAt: raised_at,
  acknowledged:
    acknowledged_at === null ? undefined : { at: acknowledged_at, by: acknowledged_by ?? '', remark: remark ?? '' },
  toldAt: told_at ?? undefined,
});
