import process from 'node:process';
import { readEnvironment } from './environment.ts';
import { terminal } from './io.ts';
import { run } from './program/program.ts';

/** `onus`: one command, its answer, and its exit code. */
export async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), terminal(), readEnvironment());
}

if (import.meta.main) await main();
