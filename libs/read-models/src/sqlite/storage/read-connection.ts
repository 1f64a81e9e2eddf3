import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Rows } from './sql.ts';

/** Kibibytes of the file that a reader keeps in memory. */
const CACHE_KIB = 32_000;

/** A read-only connection to a file of read models. It never waits for the one that writes. */
export class ReadConnection {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #end: StatementSync;
  #reading = false;

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { readOnly: true });
    this.#database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    this.#begin = this.#database.prepare('BEGIN');
    this.#end = this.#database.prepare('COMMIT');
  }

  rows<R extends readonly unknown[]>(sql: string): Rows<R> {
    return new Rows<R>(this.#database, sql);
  }

  /** Everything that `work` reads is of one state of the file. Much faster as well than statement by statement. */
  inOneState<T>(work: () => T): T {
    if (this.#reading) return work();
    this.#begin.run();
    this.#reading = true;
    try {
      return work();
    } finally {
      this.#reading = false;
      this.#end.run();
    }
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}
