import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { holdFolder, inShell, workplace } from './onus-process.ts';
import { alikeWhereItFits, readTranscript } from './transcript.ts';

const TRANSCRIPTS = join(import.meta.dirname, '../transcripts');

/** Each transcript of a shelf is typed again, line by line in a folder of its own, and must answer as it says. */
export function describeTranscripts(shelf: 'agreement' | 'ledger'): void {
  const names = readdirSync(join(TRANSCRIPTS, shelf)).filter((name) => name.endsWith('.md'));
  describe.each(names)('The transcript %s', (name) => {
    const steps = readTranscript(readFileSync(join(TRANSCRIPTS, shelf, name), 'utf8'));
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
}
