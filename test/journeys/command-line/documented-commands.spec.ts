import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inShell, ROOT, workplace } from './onus-process.ts';
import { alikeWhereItFits, readTranscript } from './transcript.ts';

/** What a reader is told to type with `npx onus`, in order, with what the document shows of its answer. */
function commandsIn(document: string) {
  return readTranscript(readFileSync(join(ROOT, document), 'utf8'))
    .filter((step) => step.kind === 'command')
    .filter(({ command }) => command.startsWith('npx onus '));
}

describe.each(['README.md', 'docs/cli.md', 'docs/demo.md'])('What %s tells to type', (document) => {
  const { folder, clear } = workplace();
  const commands = commandsIn(document);

  // A reader types them in a checkout, where the baseline is; what they write must not stay in ours.
  beforeAll(() => symlinkSync(join(ROOT, 'libs'), join(folder, 'libs')));
  afterAll(clear);

  it('is something', () => {
    expect(commands.length).toBeGreaterThan(2);
  });

  it.each(commands)('line $line: $command', ({ command, output, exit }) => {
    const run = inShell(folder, command);
    expect({ exit: run.status, stderr: run.stderr }).toEqual({ exit, stderr: '' });
    expect(run.stdout).not.toBe('');
    // Not every document shows what is printed.
    if (output !== '') expect(alikeWhereItFits(run.stdout, output)).toBe(output);
  });
});
