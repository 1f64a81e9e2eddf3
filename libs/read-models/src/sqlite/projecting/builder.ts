import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Share } from '#ledger-store/shares/share';
import type { EntryFeed } from '../feed.ts';
import { finishBuilding, openForBuilding } from '../storage/database.ts';
import { removeFile } from '../storage/files.ts';
import { BATCH } from './follower.ts';
import { isDerived, Projector } from './projector.ts';

export interface Build {
  /** Where the file stands until it is complete, and its name then. */
  readonly path: string;
  readonly finalPath: string;
  /** Whose engagements are derived; all of them without one. */
  readonly share?: Share | undefined;
  /** What cursors were authenticated with so far; they stay good. */
  readonly secret?: Uint8Array;
}

/**
 * Derives everything that the store has into a new file, and gives it its name when that is done.
 * @throws CannotProject, or what the store, the disk or the signal says; the file is gone then
 */
export async function build(
  { path, finalPath, share, secret }: Build,
  feed: EntryFeed,
  report: (position: number, entries: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  removeFile(path);
  const database = openForBuilding(path, secret);
  try {
    const projector = new Projector(database, share);
    let entries = 0;
    for (;;) {
      signal?.throwIfAborted();
      const batch = await feed.readAll(projector.position(), BATCH);
      if (batch.length === 0) break;
      projector.apply(batch);
      for (const { stream } of batch) if (isDerived(stream, share)) entries++;
      report(projector.position(), entries);
      await nextTurn();
    }
    finishBuilding(database, path, finalPath);
  } catch (error) {
    if (database.isOpen) database.close();
    removeFile(path);
    throw error;
  }
}
