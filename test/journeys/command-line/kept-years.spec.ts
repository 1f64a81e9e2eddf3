import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onus, onusAnswers } from './onus-command.ts';

/** Days that a calendar has, and that begin outside of the years that a ledger keeps: mostly by a slip of the hand. */
const DAYS = ['2620-01-01', '2250-01-02', '1799-12-31', '1800-01-01', '0026-03-14'];

describe('A day outside of the years that a ledger keeps', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onus-kept-years-'));
  const ON = ['--engagement', 'litware', '--data', join(folder, 'data')] as const;
  const pack = join(folder, 'a.zip');
  const policy = join(folder, 'policy');

  beforeAll(async () => {
    const founder = [
      '--zone',
      'Europe/Berlin',
      '--provider',
      'Northwind',
      '--client',
      'Litware',
      '--founder',
      'N. Weiss',
    ];
    await onusAnswers(['engagement', 'open', 'litware', ...founder, '--data', join(folder, 'data')]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each<[string, readonly string[]]>([
    ['a snapshot', ['snapshot', 'take', '--on']],
    ['a version of the matrix', ['version', 'propose', '--on']],
    ['a question', ['matrix', '--on']],
    ['a pack', ['pack', '--out', pack, '--on']],
    ['the time of a member', ['member', 'period', 'm3', '--to']],
  ])('is refused, and nothing is recorded: %s', async (_what, words) => {
    for (const day of DAYS) {
      const { exit, stdout, stderr } = await onus([...words, day, ...ON]);
      expect([day, exit, stdout]).toEqual([day, 2, '']);
      expect(stderr).toContain('only the years 1800 to 2249 are kept');
    }
    expect(await onusAnswers(['matrix', ...ON])).toContain('4 entries known');
  });

  it('is kept out of the ledger, so that packs of it are proven', async () => {
    for (const day of [...DAYS, '2249-12-31', '1800-01-02']) await onus(['snapshot', 'take', '--on', day, ...ON]);
    await onusAnswers(['pack', '--out', pack, '--on', '2026-03-14', ...ON]);
    writeFileSync(policy, await onusAnswers(['key', 'policy', ...ON]));
    expect(await onusAnswers(['verify', pack, '--policy', policy])).toMatch(/^proven: 6 entries/);
  });
});
