import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onus, onusAnswers, onusJson } from './onus-command.ts';
import { makeOverdue } from './overdue-folder.ts';

describe('What is due in a data folder that no service works on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onus-cli-due-'));
  const DATA = ['--data', folder] as const;

  beforeAll(() => makeOverdue(folder));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is told, and nothing is recorded by that', async () => {
    expect((await onusAnswers(['due', ...DATA])).replaceAll(/ +/g, ' ')).toBe(
      'Engagement Change What Since\n' +
        'contoso C-2 approvers are reminded 8 Mar 2024 10:00\n' +
        'contoso C-2 expires 15 Mar 2024 10:00\n',
    );
    expect(await onusJson('due', ...DATA)).toMatchObject([{ command: 'RemindApprovers' }, { command: 'ExpireChange' }]);
  });

  it('is recorded where that is asked for, once', async () => {
    expect((await onusAnswers(['due', '--record', ...DATA])).replaceAll(/ +/g, ' ')).toBe(
      'Engagement Change What Since\ncontoso C-2 expires 15 Mar 2024 10:00 recorded\n',
    );
    expect(await onusAnswers(['due', '--record', ...DATA])).toBe('Nothing is due.\n');
    expect(await onusAnswers(['due', ...DATA])).toBe('Nothing is due.\n');
    expect(await onusAnswers(['change', 'show', 'C-2', '--engagement', 'contoso', ...DATA])).toContain('expired');
  });

  it('is asked of a data folder, not of a server', async () => {
    expect(await onus(['due', '--server', 'http://127.0.0.1:1', '--key', 'k'])).toMatchObject({ exit: 2 });
  });
});
