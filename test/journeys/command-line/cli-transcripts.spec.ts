import { spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, holdFolder, ONUS, ROOT, workplace } from './onus-process.ts';
import { alikeWhereItFits, readTranscript } from './transcript.ts';

const FOLDER = join(import.meta.dirname, '../transcripts');
const quoted = ONUS.map((word) => `'${word}'`).join(' ');
/** `onus` is a command like any other, and `npx` finds it: pipes and redirections work. */
const PRELUDE = `onus() { ${quoted} "$@"; }\nnpx() { shift; onus "$@"; }\n`;

function inShell(cwd: string, command: string) {
  return spawnSync('sh', ['-c', PRELUDE + command], { cwd, env: cleanEnvironment(), encoding: 'utf8' });
}

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith('.md')))('The transcript %s', (name) => {
  const steps = readTranscript(readFileSync(join(FOLDER, name), 'utf8'));
  const { folder, clear } = workplace();
  let holder: ChildProcess | undefined;

  beforeAll(() => {
    for (const step of steps) if (step.kind === 'file') writeFileSync(join(folder, step.name), step.content);
  });
  afterAll(async () => {
    await release();
    clear();
  });

  async function release(): Promise<void> {
    if (holder === undefined) return;
    const ended = once(holder, 'exit');
    holder.kill('SIGKILL');
    await ended;
    holder = undefined;
  }

  for (const step of steps) {
    if (step.kind === 'hold') {
      it(`another process holds ${step.folder}`, async () => {
        holder = await holdFolder(join(folder, step.folder));
        expect(holder.exitCode).toBeNull();
      });
    }
    if (step.kind === 'release') {
      it('the other process has ended', async () => {
        await release();
        expect(holder).toBeUndefined();
      });
    }
    if (step.kind === 'command') {
      const { command, output, exit, line } = step;
      it(`line ${line}: ${command}`, () => {
        const run = inShell(folder, command);
        expect(alikeWhereItFits(run.stdout + run.stderr, output)).toBe(output);
        expect(run.status).toBe(exit);
      });
    }
  }
});

describe.each(['README.md', 'docs/cli.md', 'docs/demo.md'])('The commands in %s', (path) => {
  const commands = readTranscript(readFileSync(join(ROOT, path), 'utf8'))
    .filter((step) => step.kind === 'command')
    .filter(({ command }) => command.startsWith('npx onus '));
  const { folder, clear } = workplace();

  // A reader types them in a checkout, where the baseline is.
  beforeAll(() => symlinkSync(join(ROOT, 'libs'), join(folder, 'libs')));
  afterAll(clear);

  it.each(commands)('line $line: $command', ({ command, output, exit }) => {
    const run = inShell(folder, command);
    expect({ exit: run.status, stderr: run.stderr }).toEqual({ exit, stderr: '' });
    // Not every document shows what is printed.
    if (output !== '') expect(alikeWhereItFits(run.stdout, output)).toBe(output);
    else expect(run.stdout).not.toBe('');
  });
});
