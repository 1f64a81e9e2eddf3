import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { holdFolder, inTransaction, openDatabase, StorageUnusable, type Database } from './database.ts';
import { WITNESS_FILE } from './witness-file.ts';

describe('The file of a witness', () => {
  let folder: string;
  let file: string;
  let database: Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onus-witness-file-'));
    file = join(folder, 'witness.sqlite');
    database = openDatabase(file, WITNESS_FILE);
  });
  afterEach(() => {
    if (database.isOpen) database.close();
    rmSync(folder, { recursive: true });
  });

  const root = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
  const add = (size: number, time: number, origin = 'a'): unknown =>
    database.prepare('INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?)').run(origin, size, root(size), root(0), time);

  it('is written so that a commit survives a power cut, for this user alone', () => {
    expect(database.prepare('PRAGMA synchronous').get()).toEqual(expect.objectContaining({ synchronous: 2 }));
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual(expect.objectContaining({ journal_mode: 'wal' }));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('lets no log shrink, no time go back and no root change, whoever writes', () => {
    add(5, 100);
    add(9, 100);
    add(1, 1, 'b');
    for (const [size, time] of [
      [9, 200],
      [7, 200],
      [5, 200],
      [12, 99],
    ] as const) {
      expect(() => add(size, time)).toThrow(/a log only grows|UNIQUE/);
    }
    expect(() => add(1, 0, 'c')).toThrow('CHECK');
    const change = (what: string) => () =>
      database.exec(`UPDATE checkpoints SET ${what} WHERE origin = 'a' AND size = 9`);
    for (const what of ['root = zeroblob(32)', 'size = 10', "origin = 'c'", 'cosigned_at = 99']) {
      expect(change(what)).toThrow('a size keeps its root');
    }
    change('cosigned_at = 101')();
    expect(() => database.exec('DELETE FROM checkpoints')).toThrow('never deleted');
  });

  it('undoes what failed half way', () => {
    const half = (): void => {
      add(5, 100);
      throw new Error('half way');
    };
    expect(() => inTransaction(database, half)).toThrow('half way');
    expect(database.prepare('SELECT * FROM checkpoints').all()).toEqual([]);
    inTransaction(database, () => add(5, 100));
  });

  it('is refused where it is something else, or of another time', () => {
    database.exec('PRAGMA user_version = 9');
    database.close();
    expect(() => openDatabase(file, WITNESS_FILE)).toThrow('version 9');
    const theirs = join(folder, 'theirs.sqlite');
    const other = new DatabaseSync(theirs);
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    expect(() => openDatabase(theirs, WITNESS_FILE)).toThrow('choose another data folder');
    writeFileSync(join(folder, 'text'), 'no database at all\n'.repeat(100));
    expect(() => openDatabase(join(folder, 'text'), WITNESS_FILE)).toThrow(StorageUnusable);
  });

  it('belongs to one witness at a time', () => {
    const lock = holdFolder(folder);
    expect(() => holdFolder(folder)).toThrow('in use by another witness');
    lock.release();
    holdFolder(folder).release();
  });
});
