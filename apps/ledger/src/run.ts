import { StoreFull, StoreLocked, StoreUnavailable } from '#ledger-store/event-store';
import { ProjectionStopped } from '#read-models/read-models';
import { BrokenKeysFile } from './access/key-ring.ts';
import { BadConfig, readConfig } from './config.ts';
import { BadSigningKey } from '#sealing/key/key-file';
import { BadWitnessFile } from '#sealing/witnessing/witness-file';
import { BadSettings } from './runtime/settings.ts';
import { startService } from './start.ts';

/** Errors that say in their own words what to do. */
const EXPLAINED = [
  BadConfig,
  BadSettings,
  BadSigningKey,
  BadWitnessFile,
  BrokenKeysFile,
  ProjectionStopped,
  StoreFull,
  StoreLocked,
  StoreUnavailable,
];

/** Runs the service as the environment says. What cannot be begun with is said in plain words, and ends the process with 1. */
export async function run(): Promise<void> {
  try {
    await startService(readConfig());
  } catch (error) {
    console.error(inWords(error));
    process.exit(1);
  }
}

/** What to print of an error: a stack is for a fault of the program alone. */
function inWords(error: unknown): unknown {
  if (EXPLAINED.some((kind) => error instanceof kind)) return (error as Error).message;
  const { syscall, message } = error as NodeJS.ErrnoException;
  // The system names the file itself.
  if (typeof syscall === 'string')
    return `${message}; see that this user may read and write the data folder, and that there is room on its disk`;
  return error;
}
