import { accessSync, closeSync, constants, existsSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '#ledger-store/event-store';
import { SQLITE_FULL, engineCode, messageOf } from './engine-error.ts';

/** "Onus" in ASCII: says in the file's header whose file it is. */
const APPLICATION_ID = 0x4f_6e_75_73;
const SCHEMA_VERSION = 2;
const FULL = 2;

/** Milliseconds to wait for another connection, which only erasing and foreign programs ever cause. */
const BUSY_TIMEOUT = 1_000;

/**
 * Streams have integer ids, because a text key in the hot table and its index cost more than everything else in an append.
 * For the same reason nothing is indexed while it is appended: where an entry of a stream stands is written down for
 * thousands of entries at once (`entry_places`), and `placed` says how far. What stands behind it, a reader looks through
 * itself: see unplaced.ts. The engine itself refuses to change or delete an entry. A disclosure that was erased keeps its row,
 * with zeros in `body`: see `EntryWriter.erase`.
 */
const SCHEMA = `
  CREATE TABLE streams (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE entries (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream   INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    bytes    BLOB NOT NULL
  ) STRICT;
  CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN SELECT raise(ABORT, 'entries are never deleted'); END;
  CREATE TRIGGER entries_keep BEFORE UPDATE ON entries BEGIN SELECT raise(ABORT, 'entries are never changed'); END;

  CREATE TABLE disclosures (
    id         INTEGER PRIMARY KEY,
    stream     INTEGER NOT NULL,
    commitment TEXT NOT NULL,
    body       BLOB NOT NULL
  ) STRICT;

  CREATE TABLE entry_places (
    stream   INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (stream, revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE disclosure_places (
    stream     INTEGER NOT NULL,
    commitment TEXT NOT NULL,
    id         INTEGER NOT NULL,
    PRIMARY KEY (stream, commitment, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE placed (
    position   INTEGER NOT NULL,
    disclosure INTEGER NOT NULL
  ) STRICT;
  INSERT INTO placed VALUES (0, 0);

  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Opens the file for the one connection that writes, and creates it where there is none.
 *
 * @throws StoreUnavailable when the file is damaged, somebody else's, of another version, or cannot be made durable.
 */
export function openForWriting(file: string): DatabaseSync {
  if (!existsSync(file)) createPrivateFile(file);
  return guarded(file, () => {
    // The engine opens what it may only read as well, and fails at the first append.
    accessSync(file, constants.R_OK | constants.W_OK);
    syncLeftLog(file);
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
    try {
      prepareForWriting(database, file);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function prepareForWriting(database: DatabaseSync, file: string): void {
  // A schema that was half created is no schema: it comes with the first transaction, or not at all.
  database.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;');
  demand(file, pragma(database, 'journal_mode = wal'), 'wal', 'journal_mode');
  // fullfsync makes macOS flush the drive's cache as well; elsewhere it changes nothing.
  database.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;');
  demand(file, pragma(database, 'synchronous'), FULL, 'synchronous');
  // The writer checkpoints by itself, after it has answered: see entry-writer.ts.
  database.exec('PRAGMA wal_autocheckpoint = 0;');
  if (isEmpty(database)) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
  checkSchema(database, file);
  emptyLog(database);
}

/**
 * After a crash the log may hold commits that reached the system but not the disk. They are made durable before anybody can
 * see them, or be told that they stand.
 */
function syncLeftLog(file: string): void {
  if (!existsSync(`${file}-wal`)) return;
  const log = openSync(`${file}-wal`, 'r+');
  fsyncSync(log);
  closeSync(log);
}

/** A store opens on a full disk too, to be read, and to be written when there is room: the log may stay as it is. */
function emptyLog(database: DatabaseSync): void {
  try {
    pragma(database, 'wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (engineCode(error) !== SQLITE_FULL) throw error;
  }
}

/**
 * Opens the file for reading. May be used on any thread, and from other processes.
 *
 * @throws StoreUnavailable when there is no such file, or when it is damaged, somebody else's or of another version.
 */
export function openForReading(file: string): DatabaseSync {
  return guarded(file, () => {
    const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT });
    try {
      // A process has several of these, and what they read next is seldom what they read before: the system has it in its cache.
      database.exec('PRAGMA cache_size = -1024;');
      checkSchema(database, file);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** First value that a pragma answers with. */
export function pragma(database: DatabaseSync, text: string): unknown {
  const row = database.prepare(`PRAGMA ${text}`).get();
  return row === undefined ? undefined : Object.values(row)[0];
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0;
}

function checkSchema(database: DatabaseSync, file: string): void {
  if (pragma(database, 'application_id') !== APPLICATION_ID) {
    throw new StoreUnavailable(`${file} is a SQLite file, but not an Onus event store; choose another data folder`);
  }
  const version = pragma(database, 'user_version');
  if (version !== SCHEMA_VERSION) {
    throw new StoreUnavailable(
      `${file} has event store version ${String(version)}, this program knows version ${SCHEMA_VERSION}; ` +
        'run the version of Onus that wrote it, or restore a backup',
    );
  }
}

/** Entries are nobody else's business; SQLite gives the log beside the file the same rights. */
function createPrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    throw new StoreUnavailable(`cannot create ${file}: ${messageOf(error)}`, { cause: error });
  }
}

function demand(file: string, actual: unknown, wanted: unknown, name: string): void {
  if (actual === wanted) return;
  throw new StoreUnavailable(
    `${file}: SQLite answers ${name} = ${String(actual)} where ${String(wanted)} is needed to survive a power cut; ` +
      'use a local disk that can be synced, and the SQLite that comes with the runtime',
  );
}

function guarded<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    throw new StoreUnavailable(
      `cannot open the event store ${file}: ${messageOf(error)}; check that the file is readable, or restore a backup`,
      { cause: error },
    );
  }
}
