import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type EventStore, StoreUnavailable } from '#ledger-store/event-store';
import { isIn, sameShare, type Share } from '#ledger-store/shares/share';
import type { SnapshotStore } from '#ledger-store/ports';
import type { Progress } from '#read-models/read-models';
import type { EntryFeed, FeedPurpose } from '#read-models/sqlite/feed';
import { LEDGER_STREAM } from '#read-models/sqlite/projections/ledgers';
import { SqliteReadModels } from '#read-models/sqlite/sqlite-read-models';
import { STATE_VERSION } from '#rulebook/rulebook';
import type { AuditSource, AuditSourceInThread } from '#sealing/audit/audit-source';
import { sealStream } from '#sealing/seals/seal-stream';
import { lockFolder } from '#sqlite-store/folder-lock';
import { SqliteEventReader } from '#sqlite-store/sqlite-event-reader';
import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';
import { SqliteSnapshotStore } from '#sqlite-store/sqlite-snapshot-store';
import { ShareOfFolder } from './settings.ts';

/*
 * The adapter of the store that replicas share is loaded where it is used: its client is two megabytes of code, in the memory of each
 * thread, and of no use to whoever keeps everything in one folder.
 */

const EVENTS = 'events.sqlite';

/** Positions that read models may lag behind before a replica takes no questions: entries in one engine, bytes in the other. */
const MOST_LAG = { embedded: 10_000, shared: 16 * 2 ** 20 } as const;

export interface StorageOptions {
  /** The data folder. It is created where there is none, and locked for this process. */
  readonly folder: string;
  /** Connection string of the event store that replicas share; without it the events are in the data folder. */
  readonly shared?: string;
  /** The share of the engagements that is looked after here; without one, all of them. */
  readonly share?: Share | undefined;
  /** Quota of the event file in pages of 4 KiB; unlimited by default. */
  readonly maxPages?: number;
  /** Told once when something gives trouble that nobody who asks can mend, in words for whoever runs it, and when it has passed. */
  readonly onTrouble?: (what: string) => void;
}

export interface Storage {
  readonly store: EventStore;
  readonly read: SqliteReadModels;
  readonly snapshots: SnapshotStore;
  /** Where an audit reads from, on a thread of its own. */
  readonly audited: AuditSourceInThread;
  /** Positions that the read models may lag behind before no questions should come here. */
  readonly mostLag: number;
  /** Position of the newest entry when it was opened. */
  readonly recordedBefore: number;
  /** Bytes that can still be written: what the disk and the quota leave. */
  readonly room: () => Promise<number>;
  /** Changes the quota of an event file while it is open; without a number there is no limit. */
  readonly limitPages: (maxPages?: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What the threads that read for themselves are given: the file of the events, or how to reach the store and the texts beside it. */
type Source = string | { readonly url: string; readonly texts: string; readonly share: Share | undefined };

/**
 * Opens everything that is stored in a data folder, and the event store that it shares with others, where it does. The one file that
 * names a storage engine: another engine takes its place here and nowhere else.
 *
 * @throws StoreLocked where another process holds the folder, StoreUnavailable where a file is damaged or the store cannot be reached,
 * ShareOfFolder for a share of what is in the folder alone.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { folder, shared, share } = options;
  if (shared !== undefined) return openReplica(options, shared);
  if (share !== undefined) throw new ShareOfFolder(folder);
  return openEmbedded(options);
}

async function openEmbedded({ folder, maxPages, onTrouble = () => {} }: StorageOptions): Promise<Storage> {
  const file = join(folder, EVENTS);
  // Whoever opens it is told by what is thrown.
  let opened = false;
  const store = await SqliteEventStore.open({
    file,
    ...(maxPages !== undefined && { maxPages }),
    onFailure: ({ message }) => {
      if (opened) onTrouble(`Nothing more is recorded: ${message}`);
    },
  });
  opened = true;
  const disclosures = new SqliteEventReader(file);
  const events = { store, release: [() => disclosures.close(), () => store.close()] };
  return beside({ folder, source: file, ...events }, onTrouble, {
    disclosures: { read: (stream, commitments) => disclosures.readDisclosures(stream, commitments) },
    mostLag: MOST_LAG.embedded,
    listen: (notify) => store.onCommit(notify),
    room: async () => Math.min(await freeOnDisk(folder), store.quotaLeft()),
    limitPages: (limit) => store.limitPages(limit),
    settled: () => {},
  });
}

async function openReplica({ folder, share, onTrouble = () => {} }: StorageOptions, url: string): Promise<Storage> {
  const { NAMESPACE } = await import('#kurrentdb-store/names');
  const { TextFiles } = await import('#kurrentdb-store/replica/text-files');
  const lock = lockFolder(folder);
  const release: Release[] = [() => lock.release()];
  const texts = new TextFiles(folder, NAMESPACE);
  const source = { url, texts: texts.path(share), share };
  try {
    const store = await openSharedStore(url);
    release.unshift(() => store.close());
    release.unshift(() => texts.close());
    return await beside({ folder, share, source, store, release }, onTrouble, {
      disclosures: (of) => texts.of(of),
      mostLag: MOST_LAG.shared,
      listen: () => () => {},
      room: () => freeOnDisk(folder),
      limitPages: () => Promise.resolve(),
      settled: () => texts.keepOnly(share),
    });
  } catch (error) {
    for (const each of release) await each();
    throw error;
  }
}

type Release = () => void | Promise<void>;

/** The events of a data folder alone, locked for this process. @throws StoreLocked, StoreUnavailable */
export async function openFolderEvents(folder: string): Promise<Pick<Storage, 'store' | 'close'>> {
  const store = await SqliteEventStore.open({ file: join(folder, EVENTS) });
  return { store, close: () => store.close() };
}

/** Whether a data folder has events of its own. */
export const hasEvents = (folder: string): boolean => existsSync(join(folder, EVENTS));

/** What differs from engine to engine. */
interface Engine extends Pick<Storage, 'mostLag' | 'room' | 'limitPages'> {
  readonly disclosures: Parameters<typeof SqliteReadModels.open>[0]['disclosures'];
  /** Tells of what is recorded, where the projector's thread does not hear of it by itself; gives how to stop that. */
  readonly listen: (notify: (position: number) => void) => () => void;
  /** Called when what answers is what is derived here, and nothing that was derived of another share. */
  readonly settled: () => void;
}

interface Opened extends Pick<StorageOptions, 'folder' | 'share'> {
  readonly source: Source;
  readonly store: EventStore;
  readonly release: readonly Release[];
}

/** What stands beside the events, whatever keeps them: read models and snapshots, in the data folder. */
async function beside(
  { folder, share, source, store, release }: Opened,
  onTrouble: (what: string) => void,
  { disclosures, listen, settled, ...engine }: Engine,
): Promise<Storage> {
  const snapshots = new SqliteSnapshotStore(join(folder, 'snapshots.sqlite'), STATE_VERSION);
  const closeRest = async (): Promise<void> => {
    snapshots.close();
    for (const each of release) await each();
  };
  try {
    const recordedBefore = await store.lastPosition();
    // The threads load this very file and open the events for themselves.
    const thread = { module: import.meta.url, data: source };
    const read = await SqliteReadModels.open({ folder, feed: thread, disclosures, share });
    const listening = listen((position) => read.notify(position));
    tellOfTrouble(read, onTrouble);
    whenSettled(read, share, settled);
    const close = async (): Promise<void> => {
      listening();
      await read.close();
      await closeRest();
    };
    return { store, read, snapshots, audited: thread, recordedBefore, ...engine, close };
  } catch (error) {
    await closeRest();
    throw error;
  }
}

/** The event store of a connection string, without anything beside it. @throws StoreUnavailable for one that is none */
export async function openSharedStore(url: string): Promise<EventStore> {
  const { BadConnectionString } = await import('#kurrentdb-store/client/connection-string');
  const { KurrentDbEventStore } = await import('#kurrentdb-store/kurrentdb-event-store');
  try {
    return new KurrentDbEventStore({ url });
  } catch (error) {
    // Said in the port's terms: whoever asks knows no engine.
    throw error instanceof BadConnectionString ? new StoreUnavailable(error.message) : error;
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

/** Says once that the read models are those of the share that is derived here. */
function whenSettled(read: SqliteReadModels, share: Share | undefined, tell: () => void): void {
  if (sameShare(read.share(), share)) return tell();
  const stop = read.onProgress(() => {
    if (!sameShare(read.share(), share)) return;
    stop();
    tell();
  });
}

/** Whether a share looks after a stream: the ledgers and seals of its engagements, and what belongs to no engagement. */
const keptBy = (share: Share | undefined) => (stream: string) => {
  const prefix = [LEDGER_STREAM, sealStream('')].find((each) => stream.startsWith(each));
  return prefix === undefined || isIn(share, stream.slice(prefix.length));
};

/** Of everything, nothing is asked whose it is. */
const withKept = ({ share, ...source }: Exclude<Source, string>) =>
  share === undefined ? source : { ...source, keeps: keptBy(share) };

/** What the thread of an audit reads. */
export async function openAuditSource(data: unknown): Promise<AuditSource> {
  const source = data as Source;
  if (typeof source === 'string') return new SqliteEventReader(source);
  const { AuditedLog } = await import('#kurrentdb-store/replica/audited-log');
  return new AuditedLog(withKept(source));
}

/** What the projector's thread reads. */
export async function openEntryFeed(data: unknown, purpose: FeedPurpose): Promise<EntryFeed> {
  const source = data as Source;
  if (typeof source === 'string') return new SqliteEventReader(source);
  const { ReplicaFeed } = await import('#kurrentdb-store/replica/replica-feed');
  const { ReplicaLog } = await import('#kurrentdb-store/replica/replica-log');
  return purpose === 'follow' ? new ReplicaFeed(withKept(source)) : new ReplicaLog(withKept(source));
}
