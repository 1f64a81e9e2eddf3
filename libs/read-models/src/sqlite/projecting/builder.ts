import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntryFeed } from '../feed.ts';
import { finishBuilding, openForBuilding } from '../storage/database.ts';
import { LEDGER_STREAM } from '../projections/ledgers.ts';
import { removeFile } from '../storage/files.ts';
import { BATCH } from './follower.ts';
import { Projector } from './projector.ts';

export interface Build {
  /** Where the file stands until it is complete, and its name then. */
  readonly path: string;
  readonly finalPath: string;
  /** What cursors were authenticated with so far; they stay good. */
  readonly secret?: Uint8Array;
}

/**
 * Derives everything that the store has into a new file, and gives it its name when that is done.
 * @throws CannotProject, or what the store, the disk or the signal says; the file is gone then
 */
export async function build(
  { path, finalPath, secret }: Build,
  feed: EntryFeed,
  report: (position: number, entries: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  removeFile(path);
  const database = openForBuilding(path, secret);
  try {
    const projector = new Projector(database);
    let entries = 0;
    for (;;) {
      signal?.throwIfAborted();
      const batch = await feed.readAll(projector.position(), BATCH);
      if (batch.length === 0) break;
      projector.apply(batch);
      // Sealed checkpoints stand among them, and nothing is derived from those.
      for (const { stream } of batch) if (stream.startsWith(LEDGER_STREAM)) entries++;
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
