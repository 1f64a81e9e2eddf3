import { StoreLocked, StoreUnavailable } from '#ledger-store/event-store';
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
  StoreLocked,
  StoreUnavailable,
];

/** Runs the service as the environment says. What cannot be begun with is said in plain words, and ends the process with 1. */
export async function run(): Promise<void> {
  try {
    await startService(readConfig());
  } catch (error) {
    const explained =
      EXPLAINED.some((kind) => error instanceof kind) || (error as { code?: string }).code === 'EADDRINUSE';
    console.error(explained ? (error as Error).message : error);
    process.exit(1);
  }
}
