import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreFull } from '#ledger-store/event-store';
import type { KeyRecord, KeyRecords } from './key-records.ts';

/** The keys file is not what this version writes. The message names the file and says how to mend it. */
export class BrokenKeysFile extends Error {
  constructor(path: string, reason: string, mend = 'Restore it, or move it away to begin with a new owner key') {
    super(`${path} cannot be used: ${reason}. ${mend}.`);
    this.name = 'BrokenKeysFile';
  }
}

/** A lock that is older belongs to a process that died between two lines. */
const STALE_LOCK_MS = 10_000;
const LOCK_TRIES = 400;
const LOCK_WAIT_MS = 25;

/** The disk is full, or what this user may have of it. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

/**
 * `keys.json` in the data folder, mode 0600. The service and the command line may both change it at any time: a change is read,
 * made and written under a lock file, and replaces the file in one step, so that nobody ever reads half of it.
 */
export class KeysFile implements KeyRecords {
  readonly path: string;
  #seen = '';

  constructor(folder: string) {
    this.path = join(folder, 'keys.json');
  }

  /** Whether somebody replaced the file since this object last read or wrote it. One `stat`. */
  changed(): boolean {
    return this.#stamp() !== this.#seen;
  }

  read(): readonly KeyRecord[] {
    this.#seen = this.#stamp();
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return [];
      throw new BrokenKeysFile(this.path, message, 'Let the user of the service read and write it');
    }
    return parseKeys(this.path, text);
  }

  /**
   * Reads, changes and replaces the file, alone. Durable when it resolves.
   * @throws StoreFull where there is no room; the file is as it was then
   */
  async change<T>(change: (keys: readonly KeyRecord[]) => { keys: readonly KeyRecord[]; result: T }): Promise<T> {
    const lock = `${this.path}.lock`;
    try {
      await takeLock(lock);
      try {
        const { keys, result } = change(this.read());
        this.#write(keys);
        return result;
      } finally {
        rmSync(lock, { force: true });
      }
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      throw NO_ROOM.has(code) ? new StoreFull(`no room for ${this.path}: ${message}`, { cause: error }) : error;
    }
  }

  #write(keys: readonly KeyRecord[]): void {
    const temporary = `${this.path}.${randomBytes(6).toString('hex')}`;
    try {
      // Not one call of `write`: on a disk that is almost full that may write a part, and say nothing.
      const text = `${JSON.stringify({ version: 1, keys }, null, 2)}\n`;
      writeFileSync(temporary, text, { flag: 'wx', mode: 0o600, flush: true });
      renameSync(temporary, this.path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(dirname(this.path));
    this.#seen = this.#stamp();
  }

  #stamp(): string {
    const stat = statSync(this.path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? '' : `${stat.ino}/${stat.mtimeNs}/${stat.size}`;
  }
}

async function takeLock(path: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      closeSync(openSync(path, 'wx', 0o600));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const held = statSync(path, { throwIfNoEntry: false });
    if (held !== undefined && Date.now() - held.mtimeMs > STALE_LOCK_MS) rmSync(path, { force: true });
    else if (tries === LOCK_TRIES) throw new Error(`${path} is held by another process; try again`);
    else await sleep(LOCK_WAIT_MS);
  }
}

/** A rename is durable once the folder is. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function parseKeys(path: string, text: string): readonly KeyRecord[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new BrokenKeysFile(path, (error as Error).message);
  }
  const { version, keys } = (parsed ?? {}) as { version?: unknown; keys?: unknown };
  if (version !== 1 || !Array.isArray(keys)) throw new BrokenKeysFile(path, 'it is no list of keys, version 1');
  return keys as readonly KeyRecord[];
}
