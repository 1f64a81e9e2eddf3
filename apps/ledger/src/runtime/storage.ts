import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventStore } from '#ledger-store/event-store';
import type { SnapshotStore } from '#ledger-store/ports';
import type { Progress } from '#read-models/read-models';
import type { EntryFeed } from '#read-models/sqlite/feed';
import { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import { STATE_VERSION } from '#rulebook/rulebook';
import type { AuditSource, AuditSourceInThread } from '#sealing/audit/audit-source';
import { SqliteEventReader } from '#sqlite-store/sqlite-event-reader';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { SqliteSnapshotStore } from '#sqlite-store/sqlite-snapshot-store';

const EVENTS = 'events.sqlite';

export interface StorageOptions {
  /** The data folder. It is created where there is none, and locked for this process. */
  readonly folder: string;
  /** Quota of the event file in pages of 4 KiB; unlimited by default. */
  readonly maxPages?: number;
  /** Told once when something gives trouble that nobody who asks can mend, in words for whoever runs it, and when it has passed. */
  readonly onTrouble?: (what: string) => void;
}

export interface Storage {
  readonly store: EventStore;
  readonly read: SqliteReadModels;
  readonly snapshots: SnapshotStore;
  /** Bytes that can still be written: what the disk and the quota leave. */
  readonly room: () => Promise<number>;
  /** Changes the quota while the store is open; without a number there is no limit. */
  readonly limitPages: (maxPages?: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens everything that is stored in a data folder. The one file that names a storage engine: another engine takes its place
 * here and nowhere else.
 *
 * @throws StoreLocked where another process holds the folder, StoreUnavailable where a file is damaged.
 */
export async function openStorage({ folder, maxPages, onTrouble = () => {} }: StorageOptions): Promise<Storage> {
  const file = join(folder, EVENTS);
  const store = await SqliteEventStore.open({
    file,
    ...(maxPages !== undefined && { maxPages }),
    onFailure: ({ message }) => onTrouble(`Nothing more is recorded: ${message}`),
  });
  const disclosures = new SqliteEventReader(file);
  const snapshots = new SqliteSnapshotStore(join(folder, 'snapshots.sqlite'), STATE_VERSION);
  const closeRest = async (): Promise<void> => {
    snapshots.close();
    disclosures.close();
    await store.close();
  };
  try {
    const read = await SqliteReadModels.open({
      folder,
      // The projector's thread loads this very file and opens the events for itself.
      feed: { module: import.meta.url, data: file },
      disclosures: { read: (stream, commitments) => disclosures.readDisclosures(stream, commitments) },
    });
    const listening = store.onCommit((position) => read.notify(position));
    tellOfTrouble(read, onTrouble);
    return {
      store,
      read,
      snapshots,
      room: async () => Math.min(await freeOnDisk(folder), store.quotaLeft()),
      limitPages: (limit) => store.limitPages(limit),
      close: async () => {
        listening();
        await read.close();
        await closeRest();
      },
    };
  } catch (error) {
    await closeRest();
    throw error;
  }
}

async function freeOnDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Deriving that stalls or stops holds up nobody who writes: without a word it would go unseen. */
function tellOfTrouble(read: SqliteReadModels, tell: (what: string) => void): void {
  let known: Progress['state'] = 'following';
  const look = ({ state, reason = '' }: Progress): void => {
    if (state === known) return;
    known = state;
    tell(state === 'following' ? 'The read models follow again.' : `The read models have ${state}: ${reason}`);
  };
  look(read.progress());
  read.onProgress(look);
}

/** Where an audit of a data folder reads from, on a thread of its own. */
export const auditSourceOf = (folder: string): AuditSourceInThread => ({
  module: import.meta.url,
  data: join(folder, EVENTS),
});

/** What the thread of an audit reads: the events of the file that it was given. */
export const openAuditSource = (file: unknown): AuditSource => new SqliteEventReader(String(file));

/** What the projector's thread reads: the events of the file that it was given. */
export function openEntryFeed(file: unknown): EntryFeed {
  const reader = new SqliteEventReader(String(file));
  return {
    readAll: (afterPosition, limit) => reader.readAll(afterPosition, limit),
    readAt: (position) => reader.readAt(position),
    readDisclosures: (stream, commitments) => reader.readDisclosures(stream, commitments),
    close: () => reader.close(),
  };
}
