import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, ONUS, ROOT, workplace } from './onus-process.ts';
import { alikeWhereItFits, readTranscript } from './transcript.ts';

/** What a reader is told to type with `npx onus`, in order, with what the document shows of its answer. */
function commandsIn(document: string) {
  return readTranscript(readFileSync(join(ROOT, document), 'utf8'))
    .filter((step) => step.kind === 'command')
    .filter(({ command }) => command.startsWith('npx onus '));
}

/** As a reader has it: `npx onus` is a command like any other, so pipes and redirections work. */
const PRELUDE = `npx() { shift; ${ONUS.map((word) => `'${word}'`).join(' ')} "$@"; }\n`;

describe.each(['README.md', 'docs/demo.md'])('What %s tells to type', (document) => {
  const { folder, clear } = workplace();
  const commands = commandsIn(document);

  // A reader types them in a checkout, where the baseline is; what they write must not stay in ours.
  beforeAll(() => symlinkSync(join(ROOT, 'libs'), join(folder, 'libs')));
  afterAll(clear);

  it('is something', () => {
    expect(commands.length).toBeGreaterThan(2);
  });

  it.each(commands)('line $line: $command', ({ command, output }) => {
    const environment = { ...cleanEnvironment(), ONUS_DATA: join(folder, 'data') };
    const run = spawnSync('sh', ['-c', PRELUDE + command], { cwd: folder, env: environment, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(run.stdout).not.toBe('');
    expect(alikeWhereItFits(run.stdout, output)).toBe(output === '' ? run.stdout : output);
  });
});
