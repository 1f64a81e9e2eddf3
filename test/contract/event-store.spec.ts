import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type FaultPlan, faulty } from '#ledger-store/faulty-event-store';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
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
eventStoreContract('MemoryEventStore that loses appends and answers', behindFaults(openMemory));
eventStoreContract('SqliteEventStore that loses appends and answers', behindFaults(openSqlite));

describe('The stores that lose appends and answers', () => {
  it('have lost many in the tests above', () => {
    expect(retries).toBeGreaterThan(1_000);
  });
});
