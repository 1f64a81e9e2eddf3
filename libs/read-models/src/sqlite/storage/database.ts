import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Meta } from './meta.ts';
import { createLateIndexes, createTables, hasTables } from './schema.ts';

/**
 * Opens a file to write into it while others read. The journal is not synced at every commit: a power cut may take the last
 * commits, rows and position together, and they are derived again.
 */
export function openForProjecting(path: string): DatabaseSync {
  makePrivate(path);
  const database = new DatabaseSync(path);
  try {
    // An empty file that a power cut damages is made again: it is not waited for.
    database.exec('PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL');
    if (!hasTables(database)) makeTables(database);
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
    database.exec('PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function makeTables(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  createTables(database);
  createLateIndexes(database);
  new Meta(database).keepSecret();
  database.exec('COMMIT');
}

/** Opens an empty file to fill it as fast as can be. It is thrown away unless `finishBuilding` comes to its end. */
export function openForBuilding(path: string, secret: Uint8Array | undefined): DatabaseSync {
  makePrivate(path);
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE');
  database.exec('PRAGMA cache_size = -64000; PRAGMA temp_store = MEMORY');
  createTables(database);
  new Meta(database).keepSecret(secret);
  return database;
}

/** Makes what was built durable, and gives it its name: from then on it is a file like any other. */
export function finishBuilding(database: DatabaseSync, path: string, finalPath: string): void {
  createLateIndexes(database);
  database.exec('PRAGMA optimize');
  database.close();
  syncToDisk(path);
  renameSync(path, finalPath);
  syncToDisk(dirname(finalPath));
}

/** What is in a contract is nobody's business who happens to use the same machine. Journals take over the mode of the file. */
function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}

function syncToDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
