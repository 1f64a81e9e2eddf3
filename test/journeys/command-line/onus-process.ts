import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** The command line, from its sources: what `npx onus` runs, before it is built. */
export const ONUS = [process.execPath, '--conditions=source', join(ROOT, 'apps/cli/src/main.ts')] as const;

/** What was compiled once need not be again for each of a hundred processes. */
const COMPILED = join(tmpdir(), 'onus-journeys-compiled');

/** Nothing of the caller's environment decides what a command does. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => {
  const { ONUS_DATA: _data, ONUS_KEY: _key, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, NODE_COMPILE_CACHE: COMPILED };
};

/** `onus` is a command like any other, and `npx` finds it: pipes and redirections work. */
const PRELUDE = `onus() { ${ONUS.map((word) => `'${word}'`).join(' ')} "$@"; }\nnpx() { shift; onus "$@"; }\n`;

/** What a shell makes of a line that a reader is told to type. */
export function inShell(cwd: string, command: string) {
  return spawnSync('sh', ['-c', PRELUDE + command], { cwd, env: cleanEnvironment(), encoding: 'utf8' });
}

/** An empty folder to work in, and how to be rid of it. */
export function workplace(): { readonly folder: string; readonly clear: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'onus-journey-'));
  return { folder, clear: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Another process that holds a data folder open until it is ended. */
export async function holdFolder(folder: string): Promise<ChildProcess> {
  const holder = join(ROOT, 'test/journeys/command-line/hold-folder.ts');
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
