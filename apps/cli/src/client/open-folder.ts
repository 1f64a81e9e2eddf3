import type { Onus } from '#apps/ledger/src/runtime/onus';
import type { Io } from '../io.ts';
import { ProgressBar } from '../print/progress.ts';
import type { DataFolder } from './where.ts';

/** How long read models may take to catch up, in milliseconds: a rebuild of many millions of entries, and not for ever. */
const PATIENCE = 3_600_000;
const LOOK_EVERY = 100;

/**
 * Opens a data folder for this process alone. Read models that are behind (they were thrown away, or the last process was killed)
 * catch up first, with a bar where somebody watches.
 */
export async function openFolder(io: Io, { kind: _, origin, ...placed }: DataFolder): Promise<Onus> {
  const { openOnus } = await import('#apps/ledger/src/runtime/open-onus');
  const onus = await openOnus({ ...placed, ...(origin !== undefined && { origin }) });
  try {
    await catchUp(io, onus);
    return onus;
  } catch (error) {
    await onus.close();
    throw error;
  }
}

async function catchUp(io: Io, { store, read }: Onus): Promise<void> {
  const last = await store.lastPosition();
  if (read.position() >= last) return;
  const bar = new ProgressBar(io, 'reading the ledgers');
  const watch = setInterval(() => bar.update(read.position(), last), LOOK_EVERY);
  try {
    await read.reach(last, PATIENCE);
  } finally {
    clearInterval(watch);
    bar.clear();
  }
}
