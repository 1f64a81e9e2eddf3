import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Pages of 4 KiB in the log from which on it is moved into the file: 64 MiB, so that pages that change often are moved once. */
const LARGE = 16_384;

/**
 * Commits after which an idle writer moves the log. Then the log is written over again from its start, and syncing a file
 * that does not grow takes little more than half the time. Few callers gain by it; with many the writer is seldom idle.
 */
const IDLE_COMMITS = 300;

/**
 * When the write-ahead log is moved into the file ("checkpoint"). SQLite would do it inside a commit, with everybody waiting
 * for the answer; here it happens after one. A checkpoint that fails does no harm: the log keeps everything, appends will
 * meet the same trouble and report it, and the next checkpoint tries again.
 */
export class WriteAheadLog {
  readonly #size: StatementSync;
  readonly #checkpoint: StatementSync;
  readonly #truncate: StatementSync;
  #commits = 0;

  constructor(database: DatabaseSync) {
    const rows = (sql: string): StatementSync => {
      const statement = database.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#size = rows('PRAGMA wal_checkpoint(NOOP)');
    this.#checkpoint = rows('PRAGMA wal_checkpoint(PASSIVE)');
    this.#truncate = rows('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  committed(): void {
    this.#commits++;
  }

  /** To be called after an answer, when nobody waits for that. */
  checkpointWhenLarge(): void {
    this.#checkpointFrom(LARGE);
  }

  /** To be called when no request waits. */
  checkpointWhenIdle(): void {
    if (this.#commits >= IDLE_COMMITS) this.#checkpointFrom(1);
  }

  /** Empties the log, so that no old copy of a page stays in it. Gives whether it could; throws what the engine throws. */
  truncate(): boolean {
    const [busy] = this.#truncate.get() as unknown as [number];
    return busy === 0;
  }

  #checkpointFrom(pages: number): void {
    try {
      const [, inLog, moved] = this.#size.get() as unknown as [number, number, number];
      if (inLog - moved < pages) return;
      this.#checkpoint.get();
      this.#commits = 0;
    } catch {
      // See the class comment.
    }
  }
}
