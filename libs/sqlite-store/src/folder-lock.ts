import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreLocked, StoreUnavailable } from '#ledger-store/event-store';
import { SQLITE_BUSY, engineCode, messageOf } from './engine-error.ts';

/** A data folder that this process alone may write to. */
export interface FolderLock {
  readonly folder: string;
  /** Gives the folder free. Safe to call twice. */
  release(): void;
}

/**
 * Locks a data folder for this process, and creates it where there is none.
 *
 * The lock is an exclusive transaction on `lock.sqlite`, held by the operating system for the process and gone with it
 * whatever way it ends, `kill -9` included. `lock.txt` beside it only says who holds it. Never open `lock.sqlite` by other
 * means inside the process that holds it: closing such a handle would drop the lock (POSIX advisory locks).
 *
 * @throws StoreLocked when another process, or another part of this one, holds the folder.
 * @throws StoreUnavailable when the folder cannot be created or written to.
 */
export function lockFolder(folder: string): FolderLock {
  const path = resolve(folder);
  try {
    createFolder(path);
    const database = new DatabaseSync(join(path, 'lock.sqlite'), { timeout: 0 });
    try {
      database.exec('BEGIN EXCLUSIVE');
      noteHolder(path);
    } catch (error) {
      database.close();
      throw error;
    }
    return { folder: path, release: () => database.isOpen && database.close() };
  } catch (error) {
    if (engineCode(error) === SQLITE_BUSY) throw new StoreLocked(refusal(path));
    throw new StoreUnavailable(
      `cannot use the data folder ${path}: ${messageOf(error)}; check that it can be written`,
      {
        cause: error,
      },
    );
  }
}

function refusal(folder: string): string {
  const holder = holderOf(folder);
  if (holder?.pid === process.pid)
    return `the data folder ${folder} is already open in this process; close it there first`;
  const who = holder === undefined ? 'another process' : `process ${holder.pid} (since ${holder.since})`;
  return `the data folder ${folder} is held by ${who}; stop that process, or talk to it with --server URL`;
}

function noteHolder(folder: string): void {
  try {
    writeFileSync(join(folder, 'lock.txt'), `${process.pid}\n`);
  } catch {
    // On a full disk nobody learns who holds the lock, but the store opens.
  }
}

/** Who wrote `lock.txt` last, and when. For a message only: it may be stale. */
function holderOf(folder: string): { pid: number; since: string } | undefined {
  const file = join(folder, 'lock.txt');
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isNaN(pid) ? undefined : { pid, since: statSync(file).mtime.toISOString() };
  } catch {
    return undefined;
  }
}

/** Creates a folder so that its name survives a power cut: each new folder's parent is synced. */
function createFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (first === undefined || process.platform === 'win32') return;
  for (let made = folder; ; made = dirname(made)) {
    const parent = openSync(dirname(made), 'r');
    fsyncSync(parent);
    closeSync(parent);
    if (made === first) return;
  }
}
