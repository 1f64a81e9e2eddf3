import { BadLogsFile } from '#witness/logs-file';
import { BadConfig, readConfig } from './config.ts';
import { NoIdentity } from './identity/own-key.ts';
import { StorageUnusable } from './storage/database.ts';
import { startWitness } from './start.ts';

/** Errors that say in their own words what to do. */
const EXPLAINED = [BadConfig, BadLogsFile, NoIdentity, StorageUnusable];

try {
  await startWitness(readConfig());
} catch (error) {
  const explained =
    EXPLAINED.some((kind) => error instanceof kind) || (error as { code?: string }).code === 'EADDRINUSE';
  console.error(explained ? (error as Error).message : error);
  process.exit(1);
}
