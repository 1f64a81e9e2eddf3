import { once } from 'node:events';
import { BadLogsFile } from '#witness/logs-file';
import { CommandFault } from './commands/command-fault.ts';
import { run } from './commands/program.ts';
import { BadConfig, readConfig } from './config.ts';
import { NoIdentity } from './identity/own-key.ts';
import { StorageUnusable } from './storage/database.ts';

/** Errors that say in their own words what to do. */
const EXPLAINED = [BadConfig, BadLogsFile, CommandFault, NoIdentity, StorageUnusable];

// Whoever reads us may have seen enough (`entries | head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

async function print(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

try {
  process.exitCode = await run(process.argv.slice(2), readConfig, print);
} catch (error) {
  const explained = EXPLAINED.some((kind) => error instanceof kind);
  console.error(explained ? (error as Error).message : error);
  process.exit(1);
}
