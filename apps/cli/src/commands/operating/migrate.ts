import { count } from '#answers/words/phrases';
import type { Context } from '../../context.ts';
import { ProgressBar } from '../../print/progress.ts';

export interface MigrateOptions {
  /** The engine that the ledgers are in: those of the data folder. */
  readonly from: 'sqlite';
  /** Connection string of the event store that they move to. */
  readonly to: string;
}

/** Moves the ledgers of a data folder into an event store that replicas share. Goes on where it was stopped. */
export async function migrateFolder(context: Context, { to }: MigrateOptions): Promise<void> {
  const target = context.sharedStore('--to', to);
  const { folder } = context.existingFolder('onus migrate');
  const { migrate } = await import('#apps/ledger/src/migrating/migrate');
  const bars = {
    copying: new ProgressBar(context.io, 'copying'),
    comparing: new ProgressBar(context.io, 'comparing'),
  };
  try {
    const migrated = await migrate({ folder, to: target, onProgress: (what, done, of) => bars[what].update(done, of) });
    for (const bar of Object.values(bars)) bar.clear();
    const { entries, copied, texts, keys } = migrated;
    context.answer(migrated, () => {
      const all = `${count(entries, 'entry', 'entries')}, ${count(texts, 'text', 'texts')}, ${count(keys, 'API key', 'API keys')}`;
      return (
        `Moved and compared: ${all}; ${count(copied, 'entry was', 'entries were')} copied now.\n` +
        'From here on this folder is that of one replica: start it with ONUS_STORE, and give every other replica the same signing key.\n'
      );
    });
  } finally {
    for (const bar of Object.values(bars)) bar.clear();
  }
}
