import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Rows } from './sql.ts';

/** Kibibytes of the file that a reader keeps in memory. The rest is in the system’s cache of the file: a page costs a copy, not a read. */
const CACHE_KIB = 2_000;

/**
 * A read-only connection to a file of read models. It never waits for the one that writes.
 *
 * All questions of one turn of the event loop are answered from one state of the file: looking up the newest state costs as
 * much as three small questions, and who asks a thousand in a row wants them to fit together anyway.
 */
export class ReadConnection {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #end: StatementSync;
  #turn: NodeJS.Immediate | undefined;
  #state = 0;

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { readOnly: true });
    this.#database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    this.#begin = this.#database.prepare('BEGIN');
    this.#end = this.#database.prepare('COMMIT');
  }

  rows<R extends readonly unknown[]>(sql: string): Rows<R> {
    return new Rows<R>(this.#database, sql);
  }

  /** Holds on to a state of the file until this turn is over, or until `refresh`. Gives a number that names the state. */
  hold(): number {
    if (this.#turn === undefined) {
      this.#begin.run();
      this.#state++;
      this.#turn = setImmediate(() => this.refresh());
    }
    return this.#state;
  }

  /** What is asked next is answered from the newest state. */
  refresh(): void {
    if (this.#turn === undefined) return;
    clearImmediate(this.#turn);
    this.#turn = undefined;
    this.#letGo();
  }

  /** Whoever asked was told what is wrong with the file; when the turn is over nobody is there to be told, and nothing may throw. */
  #letGo(): void {
    try {
      // After some errors the engine has ended the transaction by itself.
      if (this.#database.isTransaction) this.#end.run();
    } catch {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    }
  }

  close(): void {
    this.refresh();
    if (this.#database.isOpen) this.#database.close();
  }
}
