import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** A prepared question; rows come as arrays, in the order of the columns. */
export class Rows<R extends readonly unknown[]> {
  readonly #statement;

  constructor(database: DatabaseSync, sql: string) {
    this.#statement = database.prepare(sql);
    this.#statement.setReturnArrays(true);
  }

  get(...parameters: SQLInputValue[]): R | undefined {
    return this.#statement.get(...parameters) as unknown as R | undefined;
  }

  all(...parameters: SQLInputValue[]): R[] {
    return this.#statement.all(...parameters) as unknown as R[];
  }

  /** Row by row, for answers too large to hold. */
  iterate(...parameters: SQLInputValue[]): Iterable<R> {
    return this.#statement.iterate(...parameters) as unknown as Iterable<R>;
  }
}
