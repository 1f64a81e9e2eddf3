import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { StoreLocked } from '#ledger-store/event-store';
import { lockFolder, type FolderLock } from '#sqlite-store/folder-lock';

/*
 * The one file of the witness that names its storage engine.
 */

export type Database = DatabaseSync;

/** What a file holds, and how it is told from the files of others. */
export interface FileKind {
  /** For messages: "the witness's file". */
  readonly name: string;
  /** SQLite's `application_id`: says in the file's header whose file it is. */
  readonly applicationId: number;
  readonly version: number;
  readonly schema: string;
}

/** A file of the witness cannot be used. The message names it and says what to do. */
export class StorageUnusable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageUnusable';
  }
}

const FULL = 2;
/** Milliseconds to wait for a command that acknowledges an alarm in another process. */
const BUSY_TIMEOUT = 5_000;

/**
 * Opens a file of the witness, and creates it where there is none, for this user alone. What a transaction committed survives a power
 * cut: `synchronous=FULL`, read back.
 *
 * @throws StorageUnusable where it is damaged, somebody else's, of another version, or cannot be made durable
 */
export function openDatabase(file: string, kind: FileKind): Database {
  try {
    if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
    syncLeftLog(file);
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
    try {
      prepare(database, file, kind);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof StorageUnusable) throw error;
    throw new StorageUnusable(
      `cannot open ${file}: ${(error as Error).message}; let the user of the witness read and write it, or restore it from a backup`,
      {
        cause: error,
      },
    );
  }
}

function prepare(database: Database, file: string, { name, applicationId, version, schema }: FileKind): void {
  const demand = (pragma: string, wanted: unknown): void => {
    const actual = Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
    if (actual === wanted) return;
    throw new StorageUnusable(
      `${file}: SQLite answers ${pragma} = ${String(actual)}, and ${String(wanted)} is needed to survive a power cut`,
    );
  };
  demand('journal_mode = wal', 'wal');
  // fullfsync makes macOS flush the drive's cache as well; elsewhere it changes nothing.
  database.exec(
    'PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA foreign_keys = ON;',
  );
  demand('synchronous', FULL);
  if (database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0) {
    const identity = `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version};`;
    database.exec(`BEGIN IMMEDIATE; ${schema} ${identity} COMMIT;`);
  }
  const { id } = database.prepare('SELECT application_id AS id FROM pragma_application_id').get() as { id: number };
  const { found } = database.prepare('SELECT user_version AS found FROM pragma_user_version').get() as {
    found: number;
  };
  if (id !== applicationId)
    throw new StorageUnusable(`${file} is a SQLite file, but not ${name}; choose another data folder`);
  if (found !== version) {
    throw new StorageUnusable(
      `${file} has version ${found} of ${name}, this program knows version ${version}; run the version that wrote it`,
    );
  }
}

/** After a crash the log may hold commits that never reached the disk. They are made durable before anybody hears of them. */
function syncLeftLog(file: string): void {
  if (!existsSync(`${file}-wal`)) return;
  const log = openSync(`${file}-wal`, 'r+');
  fsyncSync(log);
  closeSync(log);
}

const statements = new WeakMap<Database, Map<string, StatementSync>>();

/** A statement, prepared once for each connection. */
export function statement(database: Database, sql: string): StatementSync {
  const known = statements.getOrInsertComputed(database, () => new Map<string, StatementSync>());
  return known.getOrInsertComputed(sql, () => database.prepare(sql));
}

/** Runs `work` in a transaction that nobody else writes beside; what it throws undoes all of it. Returns when that is durable. */
export function inTransaction<T>(database: Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Holds a data folder for this process alone. @throws StorageUnusable where another process has it, or it cannot be written */
export function holdFolder(folder: string): FolderLock {
  try {
    return lockFolder(folder);
  } catch (error) {
    const reason =
      error instanceof StoreLocked
        ? 'is in use by another witness; stop that one first'
        : `cannot be used: ${(error as Error).message}`;
    throw new StorageUnusable(`the data folder ${folder} ${reason}`, { cause: error });
  }
}
