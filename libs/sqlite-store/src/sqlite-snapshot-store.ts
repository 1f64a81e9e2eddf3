import { chmodSync, closeSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Snapshot, SnapshotStore } from '#ledger-store/ports';
import { readState, writeState } from './state-codec.ts';

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  -- Snapshots as they were before they held a tree.
  DROP TABLE IF EXISTS snapshots;
  CREATE TABLE IF NOT EXISTS ledger_snapshots (
    stream      TEXT PRIMARY KEY,
    version     INTEGER NOT NULL,
    size        INTEGER NOT NULL,
    last_leaf   TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    tree        BLOB NOT NULL,
    state       BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** The states of ledgers in a file of their own. Only a cache: a file that cannot be read is thrown away and begun anew. */
export class SqliteSnapshotStore implements SnapshotStore {
  readonly #file: OpenFile;
  readonly #version: number;

  /** `version` is the shape of the state: a snapshot of another shape is not used. */
  constructor(file: string, version: number) {
    this.#version = version;
    this.#file = openOrBeginAnew(file);
  }

  load(stream: string): Snapshot | undefined {
    try {
      const row = this.#file.load.get(stream, this.#version);
      if (row === undefined) return undefined;
      const { size, last_leaf, recorded_at, tree, state } = row as unknown as Row;
      return { size, lastLeaf: last_leaf, recordedAt: recorded_at, tree, state: readState(state) };
    } catch {
      return undefined;
    }
  }

  save(stream: string, { size, lastLeaf, recordedAt, tree, state }: Snapshot): void {
    try {
      this.#file.save.run(stream, this.#version, size, lastLeaf, recordedAt, tree, writeState(state));
    } catch {
      // A full disk or a state too large costs the next opening some time, and nothing else.
    }
  }

  close(): void {
    const { database } = this.#file;
    if (database.isOpen) database.close();
  }
}

interface Row {
  readonly size: number;
  readonly last_leaf: string;
  readonly recorded_at: string;
  readonly tree: Uint8Array;
  readonly state: Uint8Array;
}

interface OpenFile {
  readonly database: DatabaseSync;
  readonly load: StatementSync;
  readonly save: StatementSync;
}

function openOrBeginAnew(file: string): OpenFile {
  try {
    return open(file);
  } catch {
    for (const each of [file, `${file}-wal`, `${file}-shm`]) rmSync(each, { force: true });
    return open(file);
  }
}

function open(file: string): OpenFile {
  // As private as the entries: SQLite gives the log beside the file the same rights.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file);
  try {
    // What is read next is seldom what was read before.
    database.exec(`${SCHEMA} PRAGMA cache_size = -512;`);
    return {
      database,
      load: database.prepare(
        'SELECT size, last_leaf, recorded_at, tree, state FROM ledger_snapshots WHERE stream = ? AND version = ?',
      ),
      save: database.prepare('INSERT OR REPLACE INTO ledger_snapshots VALUES (?, ?, ?, ?, ?, ?, ?)'),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}
