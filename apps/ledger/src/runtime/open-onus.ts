import type { Instant } from '#kernel/instant';
import { Onus } from './onus.ts';
import { folderSettings } from './settings.ts';
import { openStorage } from './storage.ts';

export interface OpenOnusOptions {
  /** The data folder. It is created where there is none. */
  readonly folder: string;
  /** Scheme-less URL under which ledgers are named; only at the first use of a folder. */
  readonly origin?: string;
  /** Quota of the event file in pages of 4 KiB; unlimited by default. */
  readonly maxPages?: number;
  readonly now?: () => Instant;
}

/**
 * Opens a data folder and what it holds, for this process alone.
 *
 * @throws StoreLocked where another process holds it, StoreUnavailable where a file is damaged, BadSettings where the folder
 * is of another format or of another origin.
 */
export async function openOnus({ folder, origin, maxPages, now }: OpenOnusOptions): Promise<Onus> {
  const storage = await openStorage({ folder, ...(maxPages !== undefined && { maxPages }) });
  try {
    const settings = folderSettings(folder, origin);
    const { store, read, snapshots, close } = storage;
    return new Onus({ origin: settings.origin, store, read, snapshots, release: close, ...(now && { now }) });
  } catch (error) {
    await storage.close();
    throw error;
  }
}
