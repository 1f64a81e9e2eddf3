import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** The command line, from its sources: what `npx onus` runs, before it is built. */
export const ONUS = [process.execPath, '--conditions=source', join(ROOT, 'apps/cli/src/main.ts')] as const;

export interface Finished {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing of the caller's environment decides what a command does. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => {
  const { ONUS_DATA: _data, ONUS_KEY: _key, NODE_OPTIONS: _options, ...rest } = process.env;
  return rest;
};

/** Runs `onus` as a process of its own, to its end. */
export function onus(cwd: string, args: readonly string[], input?: string): Finished {
  const [command, ...before] = ONUS;
  const { status, stdout, stderr, error } = spawnSync(command, [...before, ...args], {
    cwd,
    env: cleanEnvironment(),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    ...(input !== undefined && { input }),
  });
  if (error !== undefined) throw error;
  return { exit: status ?? -1, stdout, stderr };
}

/** As `onus`, where it must succeed: its answer. */
export function onusAnswers(cwd: string, args: readonly string[], input?: string): string {
  const { exit, stdout, stderr } = onus(cwd, args, input);
  if (exit !== 0) throw new Error(`onus ${args.join(' ')} ended with ${exit}: ${stderr}`);
  return stdout;
}

/** As `onusAnswers`, with `--json`. */
export const onusJson = (cwd: string, ...args: readonly string[]): unknown =>
  JSON.parse(onusAnswers(cwd, [...args, '--json']));

/** An empty folder to work in, and how to be rid of it. */
export function workplace(): { readonly folder: string; readonly clear: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'onus-journey-'));
  return { folder, clear: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Another process that holds a data folder open until it is ended. */
export async function holdFolder(folder: string): Promise<ChildProcess> {
  const holder = join(ROOT, 'test/journeys/hold-folder.ts');
  const child = spawn(process.execPath, ['--conditions=source', holder, folder], {
    cwd: ROOT,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((done, fail) => {
    child.stdout.once('data', () => done());
    child.once('exit', (code) => fail(new Error(`the holder ended with ${code}`)));
  });
  return child;
}
