import type { DatabaseSync } from 'node:sqlite';
import type { EntryFeed } from '../feed.ts';
import { openForProjecting } from '../storage/database.ts';
import { removeFile } from '../storage/files.ts';
import { Projector } from './projector.ts';

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/**
 * Opens the projector of a file. A file that is damaged, or that was derived from another store than this one (a backup was
 * put back), is thrown away: everything in it can be derived again.
 */
export async function openProjector(
  path: string,
  feed: EntryFeed,
): Promise<{ readonly database: DatabaseSync; readonly projector: Projector }> {
  const opened = openOrNothing(path);
  if (opened !== undefined) {
    const position = opened.projector.position();
    const [standing] = position === 0 ? [] : await feed.readAll(position - 1, 1);
    if (opened.projector.continues(standing)) return opened;
    opened.database.close();
  }
  removeFile(path);
  const database = openForProjecting(path);
  return { database, projector: new Projector(database) };
}

function openOrNothing(path: string): { database: DatabaseSync; projector: Projector } | undefined {
  try {
    const database = openForProjecting(path);
    return { database, projector: new Projector(database) };
  } catch (error) {
    const { errcode = 0 } = error as { errcode?: number };
    if ([SQLITE_CORRUPT, SQLITE_NOTADB].includes(errcode & 0xff)) return undefined;
    throw error;
  }
}
