import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type FaultPlan, faulty } from '#ledger-store/faults/faulty-event-store';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { KurrentDbEventStore } from '#kurrentdb-store/kurrentdb-event-store';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { type OpenedStore, eventStoreContract } from './event-store.contract.ts';
import { RetryingStore } from './retrying-store.ts';

const openMemory = async (): Promise<OpenedStore> => {
  const store = new MemoryEventStore();
  return { store, close: () => store.close() };
};

const openSqlite = async (): Promise<OpenedStore> => {
  const folder = await mkdtemp(join(tmpdir(), 'onus-store-'));
  const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
  const close = async (): Promise<void> => {
    await store.close();
    await rm(folder, { recursive: true });
  };
  return { store, close };
};

/** The adapter over real connections to a server of the tests. */
const openKurrentDb = async (): Promise<OpenedStore> => {
  const server = await KurrentTestServer.start();
  // Hundreds of calls are under way at once: none of them is lost here, and none is to be given up.
  const store = new KurrentDbEventStore({ url: server.url, deadline: 120_000 });
  const close = async (): Promise<void> => {
    await store.close();
    await server.stop();
    // One call for each append, and never the one that all streams share.
    expect(server.calls.filter(({ method }) => method === 'batch-append' || method === 'features')).toEqual([]);
  };
  return { store, close };
};

/** A real server, where there is one. Every store has a namespace of its own, and what it wrote stays there. */
const openRealKurrentDb = async (): Promise<OpenedStore> => {
  const namespace = `contract${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`;
  const store = new KurrentDbEventStore({ url: realServer!, namespace });
  return { store, close: () => store.close() };
};
const realServer = process.env['KURRENTDB_URL'];

/** Loses three appends in seven: two before they are written, one after. */
const losesMany: FaultPlan = ({ nth }) =>
  nth % 7 === 0 ? 'fails-but-persists' : nth % 7 < 3 ? 'fails-and-does-not' : undefined;

/** Appends that had to be made again, in all tests: a check on the checking. */
let retries = 0;

/** A store whose appends fail, behind a caller who does what the port says; afterwards the audit must be clean. */
const behindFaults = (open: () => Promise<OpenedStore>) => async (): Promise<OpenedStore> => {
  const inner = await open();
  const store = new RetryingStore(faulty(inner.store, losesMany));
  const close = async (): Promise<void> => {
    await store.close();
    await inner.close();
    retries += store.retries;
    expect(store.findings).toEqual([]);
  };
  return { store, close };
};

eventStoreContract('MemoryEventStore', openMemory);
eventStoreContract('SqliteEventStore', openSqlite);
eventStoreContract('KurrentDbEventStore on a test server', openKurrentDb);
(realServer === undefined ? describe.skip : describe)(
  `With a real server${realServer === undefined ? ' (skipped: KURRENTDB_URL names none)' : ''}`,
  () => eventStoreContract('KurrentDbEventStore', openRealKurrentDb),
);
eventStoreContract('MemoryEventStore that loses appends and answers', behindFaults(openMemory));
eventStoreContract('SqliteEventStore that loses appends and answers', behindFaults(openSqlite));
eventStoreContract('KurrentDbEventStore that loses appends and answers', behindFaults(openKurrentDb));

describe('The stores that lose appends and answers', () => {
  it('have lost many in the tests above', () => {
    expect(retries).toBeGreaterThan(1_000);
  });
});
