import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EXIT } from './exit-codes.ts';

const SOURCES = import.meta.dirname;
const DOCUMENT = readFileSync(join(SOURCES, '../../../docs/cli.md'), 'utf8');

const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'),
);
const used = new Set(
  sources.flatMap((name) => readFileSync(join(SOURCES, name), 'utf8').match(/(?<=')cli\/[a-z-]+(?=')/g) ?? []),
);

describe('docs/cli.md', () => {
  it('describes every code of the command line, and no other', () => {
    const described = DOCUMENT.match(/(?<=^\| `)cli\/[a-z-]+(?=`)/gm);
    expect(new Set(described)).toEqual(used);
    expect(used.size).toBeGreaterThan(10);
  });

  it('describes every exit code, and no other', () => {
    const described = [...DOCUMENT.matchAll(/^\| (\d+) +\| /gm)].map(([, code]) => Number(code));
    expect(described).toEqual(Object.values(EXIT));
  });
});
