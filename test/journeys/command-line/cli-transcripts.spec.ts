import { spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, holdFolder, ONUS, workplace } from './onus-process.ts';
import { alikeWhereItFits, readTranscript } from './transcript.ts';

const FOLDER = join(import.meta.dirname, '../transcripts');
const quoted = ONUS.map((word) => `'${word}'`).join(' ');
/** In a transcript `onus` is a command like any other: pipes and redirections work. */
const PRELUDE = `onus() { ${quoted} "$@"; }\n`;

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
        const run = spawnSync('sh', ['-c', PRELUDE + command], {
          cwd: folder,
          env: cleanEnvironment(),
          encoding: 'utf8',
        });
        expect(alikeWhereItFits(run.stdout + run.stderr, output)).toBe(output);
        expect(run.status).toBe(exit);
      });
    }
  }
});
