import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REFUTED_CODES, UNREADABLE_CODES } from '#pack/verify/verdict';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../../docs/proofs.md'), 'utf8');

/** Codes in the table below a heading. */
function documented(heading: string): readonly string[] {
  const [, section = ''] = DOCUMENT.split(`### ${heading}\n`);
  const [own = ''] = section.split(/^##/m);
  return own.match(/(?<=^\| `)[a-z-]+(?=`)/gm) ?? [];
}

describe('docs/proofs.md', () => {
  it('describes every code of a verdict, and no other', () => {
    expect(documented('Refuted')).toEqual(REFUTED_CODES);
    expect(documented('Unreadable')).toEqual(UNREADABLE_CODES);
  });
});
