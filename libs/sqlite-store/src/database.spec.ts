import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '#ledger-store/event-store';
import { openForReading, openForWriting, pragma } from './database.ts';

describe('The event file', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onus-database-'));
    file = join(folder, 'events.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Changes a file as a stranger would, past the store. */
  const change = (sql: string): void => {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  };
  const written = (): void => {
    const database = openForWriting(file);
    database.exec("INSERT INTO streams (name) VALUES ('s')");
    for (let i = 0; i < 200; i++) {
      database.prepare('INSERT INTO entries (stream, revision, bytes) VALUES (1, ?, ?)').run(i, new Uint8Array(600));
    }
    database.close();
  };

  it('is written so that a commit survives a power cut', () => {
    const database = openForWriting(file);
    expect(pragma(database, 'journal_mode')).toBe('wal');
    expect(pragma(database, 'synchronous')).toBe(2);
    expect(pragma(database, 'fullfsync')).toBe(1);
    expect(pragma(database, 'secure_delete')).toBe(1);
    database.close();
  });

  it('keeps its entries even from whoever writes SQL', () => {
    written();
    expect(() => change('DELETE FROM entries WHERE position = 200')).toThrow('never deleted');
    expect(() => change("UPDATE entries SET bytes = x'00' WHERE position = 1")).toThrow('never changed');
  });

  it('is read only by those who open it for reading', () => {
    written();
    const database = openForReading(file);
    expect(() => database.exec("INSERT INTO streams (name) VALUES ('t')")).toThrow('readonly');
    database.close();
  });

  it('brings back in full what a crash left in the log, and leaves no log behind', () => {
    const crashed = openForWriting(file);
    crashed.exec("INSERT INTO streams (name) VALUES ('s')");
    const reopened = openForWriting(file);
    expect(pragma(reopened, 'wal_checkpoint(NOOP)')).toBe(0);
    expect(reopened.prepare('PRAGMA wal_checkpoint(NOOP)').get()).toMatchObject({ log: 0 });
    expect(reopened.prepare('SELECT name FROM streams').all()).toEqual([expect.objectContaining({ name: 's' })]);
    reopened.close();
    crashed.close();
  });

  const damages: Record<string, () => void> = {
    'is no database': () => writeFileSync(file, 'somebody wrote something else here\n'.repeat(200)),
    'was cut off': () => {
      written();
      truncateSync(file, 40_000);
    },
    'belongs to another program': () => change('CREATE TABLE theirs (a)'),
    'was written by a later version': () => {
      written();
      change('PRAGMA user_version = 3');
    },
  };

  it.each([
    ['is no database', 'file is not a database'],
    ['was cut off', 'malformed'],
    ['belongs to another program', 'not an Onus event store'],
    ['was written by a later version', 'version 3, this program knows version 2'],
  ])('is refused when it %s', (damage, reason) => {
    damages[damage]!();
    for (const open of [openForWriting, openForReading]) {
      expect(() => open(file)).toThrow(StoreUnavailable);
      expect(() => open(file)).toThrow(reason);
      expect(() => open(file)).toThrow(file);
    }
  });

  it('is not created by those who read, nor where there is no folder', () => {
    expect(() => openForReading(file)).toThrow(StoreUnavailable);
    expect(() => openForWriting(join(folder, 'missing', 'events.sqlite'))).toThrow('cannot create');
  });
});
