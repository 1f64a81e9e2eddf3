import type { Context } from '../../context.ts';
import { ProgressBar } from '../../print/progress.ts';
import { count } from '#answers/words/phrases';

/** Derives the read models anew from the ledgers, beside the old ones, and then takes their place. */
export async function rebuild(context: Context): Promise<void> {
  const { folder, shared, share } = context.existingFolder('onus rebuild');
  const { refuseMoved } = await import('#apps/ledger/src/runtime/settings');
  if (shared === undefined) refuseMoved(folder);
  const { openStorage } = await import('#apps/ledger/src/runtime/storage');
  const { store, read, close } = await openStorage({ folder, share, ...(shared !== undefined && { shared }) });
  const bar = new ProgressBar(context.io, 'rebuilding');
  try {
    const last = await store.lastPosition();
    const start = performance.now();
    let entries = 0;
    await read.rebuild({
      onProgress: (position, done) => {
        entries = done;
        bar.update(position, last);
      },
    });
    const seconds = Math.round(performance.now() - start) / 1000;
    bar.clear();
    const perSecond = Math.round(entries / seconds);
    context.answer({ entries, seconds, perSecond }, () => {
      const rate = `${seconds.toFixed(2)} s (${perSecond.toLocaleString('en-US')} per second)`;
      return `Rebuilt from ${count(entries, 'entry', 'entries')} in ${rate}.\n`;
    });
  } finally {
    bar.clear();
    await close();
  }
}
