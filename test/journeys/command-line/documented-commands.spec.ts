import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, ONUS, ROOT, workplace } from './onus-process.ts';
import { alikeWhereItFits, readTranscript } from './transcript.ts';

/** What a reader is told to type with `npx onus`, in order, with what the document shows of its answer. */
function commandsIn(document: string) {
  return readTranscript(readFileSync(join(ROOT, document), 'utf8'))
    .filter((step) => step.kind === 'command')
    .filter(({ command }) => command.startsWith('npx onus '));
}

describe.each(['README.md', 'docs/demo.md'])('What %s tells to type', (document) => {
  const { folder, clear } = workplace();
  const commands = commandsIn(document);

  afterAll(clear);

  it('is something', () => {
    expect(commands.length).toBeGreaterThan(2);
  });

  it.each(commands)('line $line: $command', ({ command, output }) => {
    const [program, ...words] = ONUS;
    const typed = command.split(' ').slice(2);
    const environment = { ...cleanEnvironment(), ONUS_DATA: join(folder, 'data') };
    const run = spawnSync(program, [...words, ...typed], { cwd: ROOT, env: environment, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(run.stdout).not.toBe('');
    expect(alikeWhereItFits(run.stdout, output)).toBe(output === '' ? run.stdout : output);
  });
});
