import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, ROOT, workplace } from './onus-process.ts';

const LAUNCHER = join(ROOT, 'apps/cli/bin/onus.js');
const OURS = realpathSync(join(ROOT, 'node_modules'));

/** A Node.js of this machine that is too old for the program, or undefined where there is none. */
function olderNode(): string | undefined {
  const found = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  return found.find((file) => {
    if (!existsSync(file) || realpathSync(file).startsWith(OURS)) return false;
    const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
    const major = Number(/^v(\d+)\./.exec(stdout)?.[1]);
    return major >= 20 && major < 26;
  });
}

const older = olderNode();
const { folder, clear } = workplace();
afterAll(clear);

const run = (node: string, words: readonly string[]) =>
  spawnSync(node, words, { cwd: folder, env: cleanEnvironment(), encoding: 'utf8' });

function place(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

(older === undefined ? describe.skip : describe)('onus on a Node.js that is too old (needs one from 20 to 25)', () => {
  it('starts the one of its own packages, from any folder, and says what it says', () => {
    const { stdout, stderr, status } = run(older!, [LAUNCHER, '--help']);
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toMatch(/^Usage: onus /);
  });

  it('is found through a link, as npm installs a program', () => {
    symlinkSync(LAUNCHER, join(folder, 'onus'));
    expect(run(older!, [join(folder, 'onus'), '--help'])).toMatchObject({ status: 0, stderr: '' });
  });

  it('ends as the program ends', () => {
    const { stderr, status } = run(older!, [LAUNCHER, 'verify', 'nowhere.zip', '--policy', 'nowhere.policy']);
    expect(stderr).toMatch(/there is no such file/);
    expect(status).toBe(2);
  });

  it('is not started over and over: where the other one is too old as well, it says what to do', () => {
    // An installation whose own Node.js is as old, and one that has none.
    const launcher = place('apps/cli/bin/onus.js', readFileSync(LAUNCHER, 'utf8'));
    place('package.json', '{"type":"module"}');
    place('dist/apps/cli/src/main.js', 'export const main = () => process.exit(1);');
    expect(run(older!, [launcher, '--help'])).toMatchObject({ status: 70 });
    place('node_modules/node/package.json', '{}');
    mkdirSync(join(folder, 'node_modules/node/bin'));
    symlinkSync(realpathSync(older!), join(folder, 'node_modules/node/bin/node'));
    const { stderr, status } = run(older!, [launcher, '--help']);
    expect(stderr).toMatch(/is needed\.\nRun "npm ci"/);
    expect(status).toBe(70);
  });
});

describe('onus on the Node.js of its packages', () => {
  it('runs in the process that was started', () => {
    expect(run(process.execPath, [LAUNCHER, '--help'])).toMatchObject({ status: 0, stderr: '' });
  });
});
