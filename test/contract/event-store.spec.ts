import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventStore } from '#ledger-store/memory-event-store';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { type OpenedStore, eventStoreContract } from './event-store.contract.ts';

async function openMemory(): Promise<OpenedStore> {
  const store = new MemoryEventStore();
  return { store, close: () => store.close() };
}

async function openSqlite(): Promise<OpenedStore> {
  const folder = await mkdtemp(join(tmpdir(), 'onus-store-'));
  const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
  const close = async (): Promise<void> => {
    await store.close();
    await rm(folder, { recursive: true });
  };
  return { store, close };
}

eventStoreContract('MemoryEventStore', openMemory);
eventStoreContract('SqliteEventStore', openSqlite);
