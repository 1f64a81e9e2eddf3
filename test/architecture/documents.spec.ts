import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pathsOf, ROOT, textOf } from './source-tree.ts';

interface ShellCommand {
  readonly path: string;
  readonly line: string;
}

const DOCUMENTS = pathsOf('{*.md,docs/**/*.md,docker/**/*.md,libs/**/*.md,apps/**/*.md,test/**/*.md}');
const FROM_SOURCES = ['--conditions=source', join(ROOT, 'apps/cli/src/main.ts')];
// What npm itself knows.
const OF_NPM = new Set(['ci', 'cit', 'install', 'start', 'test', 'audit', 'view', 'outdated']);

/** Lines that begin with `$ ` in the console blocks of a document: what a reader is told to type. */
function shellCommands(path: string): readonly ShellCommand[] {
  const blocks = textOf(path).matchAll(/^```console\n([\s\S]*?)^```/gm);
  const typed = [...blocks].flatMap(([, block]) => (block ?? '').split('\n').filter((line) => line.startsWith('$ ')));
  return typed.flatMap((line) => line.slice(2).split(/\s*(?:&&|\|)\s*/)).map((line) => ({ path, line: line.trim() }));
}

/** Links of a document to files of the project, without the part after `#`. */
function linkedFiles(path: string): readonly string[] {
  const links = textOf(path).matchAll(/\]\(([^)\s]+)\)/g);
  return [...links]
    .map(([, target]) => (target ?? '').replace(/#.*/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => normalize(join(dirname(path), target)));
}

describe('The documents', () => {
  const commands = DOCUMENTS.flatMap(shellCommands);
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  let known: ReadonlySet<string>;

  beforeAll(() => {
    const help = execFileSync(process.execPath, [...FROM_SOURCES, '--help'], { encoding: 'utf8' });
    known = new Set([...help.matchAll(/^ +([a-z][\w-]*)/gm)].map(([, verb]) => verb ?? ''));
  });

  it('begin with README.md, which tells what to type', () => {
    expect(commands.map(({ path }) => path)).toContain('README.md');
  });

  it('name npm scripts that exist', () => {
    const unknown = commands.filter(({ line }) => {
      const [, verb = '', script = ''] = /^npm (\S+)(?: (\S+))?/.exec(line) ?? [];
      return verb === 'run' ? !(script in scripts) : verb !== '' && !OF_NPM.has(verb);
    });
    expect(unknown).toEqual([]);
  });

  it('name commands that `onus --help` lists', () => {
    const unknown = commands.filter(({ line }) => {
      const verb = /^(?:npx )?onus ([a-z]\S*)/.exec(line)?.[1];
      return verb !== undefined && !known.has(verb);
    });
    expect(unknown).toEqual([]);
  });

  it('list every decision, in order', () => {
    const listed = linkedFiles('docs/decisions/README.md').filter((target) => target.startsWith('docs/decisions/'));
    expect(listed).toEqual(pathsOf('docs/decisions/[0-9]*.md'));
  });

  it('link to files that exist', () => {
    const dead = DOCUMENTS.flatMap((path) =>
      linkedFiles(path)
        .filter((target) => !existsSync(join(ROOT, target)))
        .map((target) => `${path} → ${target}`),
    );
    expect(dead).toEqual([]);
  });
});
