import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Disclosure } from '#kernel/sealed';
import { decodeDisclosure } from '../disclosures.ts';
import { Names } from '../names.ts';
import type { TextChange } from './text-change.ts';

/** Milliseconds to wait for another thread that writes. */
const PATIENCE = 10_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS texts (name TEXT PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL, erased INTEGER NOT NULL);
  INSERT OR IGNORE INTO progress VALUES (1, 0, 0);
`;

/**
 * The texts of the event store in a file of this replica, so that a question is answered without asking the cluster for every name.
 * It is fed by the log alone, in its order: what is erased there is erased here, and overwritten in the file. It may be thrown away
 * while nothing runs.
 */
export class LocalTexts {
  readonly #database: DatabaseSync;
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #erase: StatementSync;
  readonly #progress: StatementSync;
  readonly #keep: StatementSync;

  /** Makes the file where there is none. */
  constructor(file: string) {
    const database = new DatabaseSync(file, { timeout: PATIENCE });
    this.#database = database;
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON');
    database.exec(TABLES);
    this.#read = database.prepare('SELECT text FROM texts WHERE name = ?');
    this.#write = database.prepare('INSERT OR REPLACE INTO texts VALUES (?, ?)');
    this.#erase = database.prepare('DELETE FROM texts WHERE name = ?');
    this.#progress = database.prepare('SELECT position, erased FROM progress');
    this.#keep = database.prepare('UPDATE progress SET position = ?, erased = erased + ?');
  }

  /** Position in the log up to which texts are known here. */
  position(): number {
    return (this.#progress.get() as { position: number }).position;
  }

  /** Grows when a text is erased, or may have come later than somebody looked for it. */
  erasures(): number {
    return (this.#progress.get() as { erased: number }).erased;
  }

  /**
   * Follows the log: what these events did to texts, up to a position. What is known already is passed over. `late` where entries
   * up to that position may have been read without their texts.
   */
  apply(changes: readonly TextChange[], position: number, late: boolean): void {
    let erased = 0;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const known = this.position();
      for (const change of changes) {
        if (change.position <= known) continue;
        if (change.text !== undefined) this.#write.run(change.name, change.text);
        else erased += Number(this.#erase.run(change.name).changes);
      }
      if (position > known) this.#keep.run(position, erased + (late ? 1 : 0));
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
    // The log of the file still has what was erased.
    if (erased > 0) this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** Forgets everything: what comes from the log again is what counts. */
  clear(): void {
    this.#database.exec('DELETE FROM texts; UPDATE progress SET position = 0, erased = erased + 1');
  }

  /** The text of a stream of the event store. */
  text(name: string): Uint8Array | undefined {
    return (this.#read.get(name) as { text: Uint8Array } | undefined)?.text;
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

/** Texts for whoever answers questions: read at once, from the file that another thread keeps up to date. */
export class ReadTexts {
  readonly #texts: LocalTexts;
  readonly #names: Names;
  #erasures: number;

  constructor(file: string, namespace: string) {
    this.#texts = new LocalTexts(file);
    this.#names = new Names(namespace);
    this.#erasures = this.#texts.erasures();
  }

  read(stream: string, commitments: readonly string[]): readonly Disclosure[] {
    return [...new Set(commitments)].flatMap((commitment) => {
      const text = this.#texts.text(this.#names.ofDisclosure(stream, commitment));
      return text === undefined ? [] : [decodeDisclosure(text).disclosure];
    });
  }

  changed(): boolean {
    const erasures = this.#texts.erasures();
    if (erasures === this.#erasures) return false;
    this.#erasures = erasures;
    return true;
  }

  close(): void {
    this.#texts.close();
  }
}
