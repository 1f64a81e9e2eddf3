import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CommandRef } from '#kernel/event';
import { commandKey, digestKey } from '../storage/command-key.ts';
import { entryKey } from '../storage/schema.ts';
import type { Fact, LedgerState } from './fact.ts';

/** Every entry with what it says: what timelines and answers show. */
export class EntryTable {
  readonly #insert: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      'INSERT INTO entries (key, recorded, type, schema, task, party, member, on_behalf_of, behind, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
  }

  add({ ledger, index, recorded, entry, task, behind }: Fact): void {
    const { party, member, onBehalfOf } = entry.actor;
    const { type, schema } = entry;
    const data = JSON.stringify(entry.data);
    this.#insert.run(entryKey(ledger.id, index), recorded, type, schema, task, party, member, onBehalfOf, behind, data);
  }
}

/** Which command recorded what. The entries of a command stand one behind the other: one row for all of them. */
export class CommandTable {
  readonly #add: StatementSync;
  #run: { readonly ledger: number; readonly command: CommandRef; readonly first: number; count: number } | undefined;

  constructor(database: DatabaseSync) {
    // A command may reach over the end of a batch.
    this.#add = database.prepare(
      `INSERT INTO commands (ledger, command, first, count, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (ledger, command) DO UPDATE SET count = count + excluded.count`,
    );
  }

  add(ledger: LedgerState, index: number, command: CommandRef): void {
    if (this.#run?.ledger === ledger.id && this.#run.command.id === command.id) {
      this.#run.count++;
      return;
    }
    this.flush();
    this.#run = { ledger: ledger.id, command, first: index, count: 1 };
  }

  flush(): void {
    if (this.#run === undefined) return;
    const { ledger, command, first, count } = this.#run;
    this.#add.run(ledger, commandKey(command.id), first, count, digestKey(command.body));
    this.#run = undefined;
  }

  /** What was not committed is forgotten. */
  forget(): void {
    this.#run = undefined;
  }
}
