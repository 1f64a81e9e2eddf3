import type { DatabaseSync } from 'node:sqlite';
import type { Share } from '#ledger-store/shares/share';
import type { EntryFeed } from '../feed.ts';
import { openForProjecting } from '../storage/database.ts';
import { removeFile } from '../storage/files.ts';
import { Projector } from './projector.ts';

/** SQLITE_ERROR (a table is not as expected), SQLITE_CORRUPT, SQLITE_NOTADB: the file is none of ours, or not any more. */
const UNUSABLE: ReadonlySet<number> = new Set([1, 11, 26]);

/** A file that is followed into, and of which share of the engagements it is. */
export interface Followed {
  readonly path: string;
  readonly share?: Share | undefined;
}

/**
 * Opens the projector of a file. A file that is damaged, or that was derived from another store than this one (a backup was
 * put back), is thrown away: everything in it can be derived again.
 */
export async function openProjector(
  { path, share }: Followed,
  feed: EntryFeed,
): Promise<{ readonly database: DatabaseSync; readonly projector: Projector }> {
  const opened = openOrNothing(path, share);
  if (opened !== undefined) {
    const position = opened.projector.position();
    const standing = position === 0 ? undefined : await feed.readAt(position);
    if (opened.projector.continues(standing)) return opened;
    opened.database.close();
  }
  removeFile(path);
  const database = openForProjecting(path);
  return { database, projector: new Projector(database, share) };
}

function openOrNothing(
  path: string,
  share: Share | undefined,
): { database: DatabaseSync; projector: Projector } | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = openForProjecting(path);
    return { database, projector: new Projector(database, share) };
  } catch (error) {
    if (database?.isOpen === true) database.close();
    const { errcode = 0 } = error as { errcode?: number };
    if (UNUSABLE.has(errcode & 0xff)) return undefined;
    throw error;
  }
}
