import { beginning, type Tree } from '#witness/judgement';
import type { SignedCheckpoint } from '#witness/submission';
import { inTransaction, statement, type Database } from './database.ts';

/** A checkpoint that this witness cosigned. */
export interface Cosigned extends Tree {
  /** With the signatures of the log, without that of the witness. */
  readonly note: Uint8Array;
  /** In seconds since 1970: when it was cosigned last. */
  readonly cosignedAt: number;
}

interface Row {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: Uint8Array;
  readonly cosigned_at: number;
}

/** Checkpoints that a log signed and this witness could neither cosign nor compare with anything. Older ones give way. */
const MOST_UNJUDGED = 1_000;

const COLUMNS = 'size, root, note, cosigned_at';

/** What this witness has cosigned, and what it waits to judge. Reading and writing belong into one `atomically`. */
export class CheckpointStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Runs `work` alone: no other submission, in this process or another, reads or writes meanwhile. Durable when it returns; undone where it
   * throws. The compare-and-set of a witness is a read and a write in here.
   */
  atomically<T>(work: () => T): T {
    return inTransaction(this.#database, work);
  }

  /** The latest checkpoint of a log that was cosigned; `undefined` for none. */
  latest(origin: string): Cosigned | undefined {
    return this.#row('ORDER BY size DESC LIMIT 1', origin);
  }

  /** The tree that a submission has to start from. */
  stored(origin: string): Tree {
    return this.latest(origin) ?? beginning();
  }

  /** The checkpoint of exactly this size that was cosigned. */
  ofSize(origin: string, size: number): Cosigned | undefined {
    return this.#row('AND size = ?', origin, size);
  }

  /** Cosigned checkpoints with sizes above `from` and up to `to`, from small to large. */
  between(origin: string, from: number, to: number): readonly Cosigned[] {
    const sql = `SELECT ${COLUMNS} FROM checkpoints WHERE origin = ? AND size > ? AND size <= ? ORDER BY size`;
    return statement(this.#database, sql)
      .all(origin, from, to)
      .map((row) => cosignedOf(row as unknown as Row));
  }

  /**
   * Keeps a checkpoint as the latest. Only after `judge` had nothing against it, in the same transaction.
   *
   * @param now seconds since 1970 @returns the time to cosign with: never 0, and never earlier than the one before
   */
  keep({ checkpoint: { origin, size, root }, note }: SignedCheckpoint, now: number): number {
    const time = Math.max(1, Math.floor(now), this.latest(origin)?.cosignedAt ?? 0);
    const before = this.ofSize(origin, size);
    // The same again within a second is what is there: whoever repeats a request makes no disk busy.
    if (before?.cosignedAt === time) return time;
    const sql =
      before === undefined
        ? 'INSERT INTO checkpoints (root, note, cosigned_at, origin, size) VALUES (?, ?, ?, ?, ?)'
        : 'UPDATE checkpoints SET root = ?, note = ?, cosigned_at = ? WHERE origin = ? AND size = ?';
    statement(this.#database, sql).run(root, note, time, origin, size);
    return time;
  }

  /** Remembers a signed checkpoint until its size is known. Gives false where it was remembered before. */
  postpone({ checkpoint: { origin, size, root }, note }: SignedCheckpoint): boolean {
    const add = 'INSERT OR IGNORE INTO unjudged (origin, size, root, note) VALUES (?, ?, ?, ?)';
    if (statement(this.#database, add).run(origin, size, root, note).changes === 0) return false;
    const trim =
      'DELETE FROM unjudged WHERE origin = ? AND id <= (SELECT id FROM unjudged WHERE origin = ? ORDER BY id DESC LIMIT 1 OFFSET ?)';
    statement(this.#database, trim).run(origin, origin, MOST_UNJUDGED);
    return true;
  }

  /** What waits to be judged, of sizes up to `most`. */
  unjudged(origin: string, most: number): readonly SignedCheckpoint[] {
    const sql = 'SELECT size, root, note FROM unjudged WHERE origin = ? AND size <= ? ORDER BY id';
    return statement(this.#database, sql)
      .all(origin, most)
      .map((row) => signedOf(origin, row as unknown as Row));
  }

  /** Takes out what waited to be judged at exactly this size. */
  takeUnjudged(origin: string, size: number): readonly SignedCheckpoint[] {
    const sql = 'DELETE FROM unjudged WHERE origin = ? AND size = ? RETURNING size, root, note';
    return statement(this.#database, sql)
      .all(origin, size)
      .map((row) => signedOf(origin, row as unknown as Row));
  }

  /** Drops what waited to be judged, of sizes up to `most`: it was. */
  forget(origin: string, most: number): void {
    statement(this.#database, 'DELETE FROM unjudged WHERE origin = ? AND size <= ?').run(origin, most);
  }

  #row(condition: string, ...values: (string | number)[]): Cosigned | undefined {
    const row = statement(this.#database, `SELECT ${COLUMNS} FROM checkpoints WHERE origin = ? ${condition}`).get(
      ...values,
    );
    return row === undefined ? undefined : cosignedOf(row as unknown as Row);
  }
}

const cosignedOf = ({ size, root, note, cosigned_at }: Row): Cosigned => ({
  size,
  root,
  note,
  cosignedAt: cosigned_at,
});

const signedOf = (origin: string, { size, root, note }: Omit<Row, 'cosigned_at'>): SignedCheckpoint => ({
  checkpoint: { origin, size, root },
  note,
});
