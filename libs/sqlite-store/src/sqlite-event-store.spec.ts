import { mkdtempSync, openSync, rmSync, statSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type NewEntry, NO_STREAM, StoreFull, StoreLocked, StoreUnavailable } from '#ledger-store/event-store';
import { SqliteEventReader } from './sqlite-event-reader.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';

const entries = (from: number, count: number): NewEntry[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `${from + i}`,
    bytes: new TextEncoder().encode(`entry ${from + i} `.padEnd(600, '.')),
  }));

/** What every event store does: see test/contract. Here is what this one does beyond it. */
describe('The event store on SQLite', () => {
  let folder: string;
  let file: string;
  let store: SqliteEventStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-sqlite-'));
    file = join(folder, 'events.sqlite');
    store = await SqliteEventStore.open({ file });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** Overwrites everything but the first pages, where the schema is. */
  const damage = (): void => {
    const damaged = openSync(file, 'r+');
    const pages = statSync(file).size / 4_096;
    for (let page = 8; page < pages; page++) writeSync(damaged, Buffer.alloc(4_096, 0xff), 0, 4_096, page * 4_096);
    closeSync(damaged);
  };

  it('finds everything again when it is opened again, and goes on from there', async () => {
    await store.append('s', NO_STREAM, entries(0, 3));
    await store.append('t', NO_STREAM, entries(0, 1));
    await store.close();
    store = await SqliteEventStore.open({ file });
    expect(await store.lastRevision('s')).toBe(2);
    await expect(store.append('s', 0, entries(9, 1))).rejects.toMatchObject({ actual: 2 });
    expect(await store.append('s', NO_STREAM, entries(0, 3))).toEqual({ firstRevision: 0, position: 3 });
    expect(await store.append('s', 2, entries(3, 1))).toEqual({ firstRevision: 3, position: 5 });
    expect((await store.readAll(0, 100)).map(({ stream, revision }) => `${stream}${revision}`)).toEqual([
      's0',
      's1',
      's2',
      't0',
      's3',
    ]);
  });

  it('leaves one file and the lock when it is closed', async () => {
    await store.append('s', NO_STREAM, entries(0, 3));
    await store.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => statSync(`${file}-wal`)).toThrow('ENOENT');
    const reader = new SqliteEventReader(file);
    expect(reader.readAll(0, 10)).toHaveLength(3);
    reader.close();
  });

  it('is refused while it is open already, and opens when it was closed', async () => {
    await expect(SqliteEventStore.open({ file })).rejects.toThrow(StoreLocked);
    await store.close();
    store = await SqliteEventStore.open({ file });
  });

  it('gives the folder free again when opening fails', async () => {
    await store.close();
    const header = openSync(file, 'r+');
    writeSync(header, 'no longer SQLite', 0);
    closeSync(header);
    await expect(SqliteEventStore.open({ file })).rejects.toThrow(StoreUnavailable);
    await expect(SqliteEventStore.open({ file })).rejects.toThrow('file is not a database');
  });

  it('rejects with StoreFull at its quota, writes nothing, and goes on when there is room, without a restart', async () => {
    await store.append('s', NO_STREAM, entries(0, 10));
    await store.limitPages(1);
    await expect(store.append('s', 9, entries(10, 500))).rejects.toThrow(StoreFull);
    await expect(store.append('s', 9, entries(10, 500))).rejects.toThrow(file);
    expect(await store.lastRevision('s')).toBe(9);
    expect(await store.readStream('s', 0, 100)).toHaveLength(10);
    await store.limitPages();
    expect(await store.append('s', 9, entries(10, 500))).toEqual({ firstRevision: 10, position: 510 });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s pages as a quota', async (maxPages) => {
    await expect(store.limitPages(maxPages)).rejects.toThrow(RangeError);
    const elsewhere = join(folder, 'elsewhere', 'events.sqlite');
    await expect(SqliteEventStore.open({ file: elsewhere, maxPages })).rejects.toThrow(RangeError);
  });

  it('keeps the quota that it was opened with', async () => {
    await store.close();
    store = await SqliteEventStore.open({ file, maxPages: 30 });
    const filling = async (): Promise<void> => {
      for (let i = 0; i < 1_000; i++) await store.append('s', i - 1, entries(i, 1));
    };
    await expect(filling()).rejects.toThrow(StoreFull);
    const last = await store.lastRevision('s');
    expect(last).toBeGreaterThan(10);
    await store.close();
    expect(statSync(file).size).toBeLessThanOrEqual(30 * 4_096);
    store = await SqliteEventStore.open({ file });
    expect(await store.lastRevision('s')).toBe(last);
  });

  it('stops for good when its file turns out to be damaged, and says so once', async () => {
    await store.append('s', NO_STREAM, entries(0, 2_000));
    await store.close();
    damage();
    const failures: Error[] = [];
    store = await SqliteEventStore.open({ file, onFailure: (error) => failures.push(error) });
    await expect(store.append('s', 1_999, entries(2_000, 1))).rejects.toThrow('is damaged');
    await expect(store.append('t', NO_STREAM, entries(0, 1))).rejects.toThrow(StoreUnavailable);
    await expect(store.readStream('s', 0, 1)).rejects.toThrow(StoreUnavailable);
    expect(failures).toHaveLength(1);
  });

  it('tells listeners of each commit, until they ask it to stop', async () => {
    const heard: number[] = [];
    const stop = store.onCommit((position) => heard.push(position));
    await store.append('s', NO_STREAM, entries(0, 3));
    await store.append('s', 2, entries(3, 1));
    expect(heard).toEqual([3, 4]);
    stop();
    await store.append('s', 3, entries(4, 1));
    expect(heard).toEqual([3, 4]);
  });

  it('ends a follower with the failure that ends the store', async () => {
    await store.append('s', NO_STREAM, entries(0, 2_000));
    await store.close();
    damage();
    store = await SqliteEventStore.open({ file });
    const follow = async (): Promise<void> => {
      for await (const batch of store.follow(1_000_000, new AbortController().signal)) expect(batch).toEqual([]);
    };
    const following = follow();
    await nextTurn();
    await Promise.all([
      expect(following).rejects.toThrow(StoreUnavailable),
      expect(store.append('s', 1_999, entries(2_000, 1))).rejects.toThrow(StoreUnavailable),
    ]);
  });

  it('can be read on another thread, which sees each commit as soon as it was announced', async () => {
    const thread = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       import(workerData.module).then(({ SqliteEventReader }) => {
         const reader = new SqliteEventReader(workerData.file);
         parentPort.on('message', (position) => {
           if (position === 0) return reader.close(), parentPort.close();
           parentPort.postMessage({ asked: position, last: reader.lastPosition(), read: reader.readAll(position - 1, 1)[0].revision });
         });
         parentPort.postMessage('ready');
       });`,
      { eval: true, workerData: { file, module: new URL('sqlite-event-reader.ts', import.meta.url).href } },
    );
    const seen: { asked: number; last: number; read: number }[] = [];
    await new Promise((resolve) => thread.once('message', resolve));
    thread.on('message', (message: { asked: number; last: number; read: number }) => seen.push(message));
    store.onCommit((position) => thread.postMessage(position));
    for (let i = 0; i < 100; i++) await store.append('s', i - 1, entries(i, 1));
    const exited = new Promise((resolve) => thread.once('exit', resolve));
    thread.postMessage(0);
    await exited;
    expect(seen.map(({ asked }) => asked)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(seen.every(({ asked, last, read }) => last >= asked && read === asked - 1)).toBe(true);
  });
});
