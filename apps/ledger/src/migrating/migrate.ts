import { isDeepStrictEqual } from 'node:util';
import { KeyRing } from '../access/key-ring.ts';
import type { EventStore } from '#ledger-store/event-store';
import { readInstallation, stateKey, type Installation } from '../runtime/installation.ts';
import { adoptSettings, BadSettings, knownSettings, type FolderSettings } from '../runtime/settings.ts';
import { openFolderEvents, openSharedStore } from '../runtime/storage.ts';
import { compareEntries, copyEntries, type MigrationProgress } from './copying.ts';

export interface MigrateOptions {
  /** The data folder whose ledgers move. No other process may hold it. */
  readonly folder: string;
  /** Connection string of the event store that they move to. */
  readonly to: string;
  readonly onProgress?: MigrationProgress;
}

export interface Migrated {
  readonly entries: number;
  /** Entries that were copied now; the others had been before. */
  readonly copied: number;
  readonly texts: number;
  readonly keys: number;
}

/**
 * Copies the ledgers of a data folder into an event store that replicas share: entries and sealed checkpoints byte for byte, texts that
 * were not erased, API keys. What was copied before is passed over. Then everything is read from both and compared, and only after that
 * replicas can start on it, and the folder refuses to go on by itself.
 *
 * @throws BadSettings for a folder that cannot move there, MigrationStopped where the two do not agree, StoreLocked, or the store's error
 */
export async function migrate({ folder, to, onProgress = () => {} }: MigrateOptions): Promise<Migrated> {
  const settings = knownSettings(folder);
  if (settings === undefined) throw new BadSettings(folder, 'no data folder of Onus', 'name one with --data');
  const source = await openFolderEvents(folder);
  try {
    const target = await openSharedStore(to);
    try {
      return await move({ folder, settings, source }, target, onProgress);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

interface Moving {
  readonly folder: string;
  readonly settings: FolderSettings;
  readonly source: Parameters<typeof copyEntries>[0];
}

async function move(
  { folder, settings, source }: Moving,
  target: EventStore,
  onProgress: MigrationProgress,
): Promise<Migrated> {
  const there = await readInstallation(target);
  const ours = { origin: settings.origin, signingKeys: settings.signingKeys };
  if (there !== undefined && !isDeepStrictEqual(there, ours)) {
    const reason = `the event store has an installation of its own, ${there.origin}`;
    throw new BadSettings(folder, reason, 'move it into an event store that nothing uses');
  }
  const copied = await copyEntries(source, target, onProgress);
  const { entries, texts } = await compareEntries(source, target, onProgress);
  const keys = await copyKeys(folder, target);
  await stateInstallation(target, ours, there);
  adoptSettings(folder, ours, { before: settings, asked: undefined });
  return { entries, copied, texts, keys };
}

async function copyKeys(folder: string, target: EventStore): Promise<number> {
  const keys = KeyRing.open(folder);
  await KeyRing.shared(target).take(keys);
  return (await keys.list()).length;
}

/** Last of all: from here on replicas start on it. */
async function stateInstallation(store: EventStore, ours: Installation, there?: Installation): Promise<void> {
  let known: Installation = there ?? { origin: ours.origin, signingKeys: [] };
  for (const key of ours.signingKeys.slice(known.signingKeys.length)) known = await stateKey(store, known, key);
}
