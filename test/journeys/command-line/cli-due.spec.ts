import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { DEFAULT_POLICY } from '#approval/domain/policy';
import { toSeal } from '#kernel/sealed';
import { actorFor, commandOf, openEngagement, type Person } from '#test/faults/service/writing/acts';
import { onus, onusAnswers, onusJson } from './onus-command.ts';

const MARCH = '2026-03-01T09:00:00Z';

describe('What is due in a data folder that no service works on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onus-cli-due-'));
  const DATA = ['--data', folder] as const;

  beforeAll(async () => {
    const past = await openOnus({ folder, now: () => MARCH });
    const id = await openEngagement(past, 'contoso');
    const give = (by: Person, command: Parameters<typeof past.submit>[1]) =>
      past.submit(id, command, { commandId: randomUUID(), actor: actorFor(by) });
    const open = { kind: 'ordinary', open: true, effectiveFrom: MARCH } as const;
    const policy = { ...DEFAULT_POLICY, expiresAfterDays: 14, remindAfterDays: 7 };
    await give('carl', {
      type: 'DraftChange',
      data: { ...open, title: toSeal('Terms'), lines: [], terms: { policy } },
    });
    const { digest } = (await past.state(id)).state.approval.open.get('C-1')!.text;
    for (const by of ['anna', 'ben'] as const)
      await give(by, commandOf({ kind: 'approve', by, change: 'C-1', digest }));
    const lines = [
      { act: 'define', ref: 'LOG-03', definition: { title: 'Log review' }, assignment: { marks: ['mssp'], raci: [] } },
    ] as const;
    await give('carl', commandOf({ kind: 'propose', title: 'Log review', lines, from: MARCH }));
    await past.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is told, and nothing is recorded by that', async () => {
    expect((await onusAnswers(['due', ...DATA])).replaceAll(/ +/g, ' ')).toBe(
      'Engagement Change What Since\n' +
        'contoso C-2 approvers are reminded 8 Mar 2026 10:00\n' +
        'contoso C-2 expires 15 Mar 2026 10:00\n',
    );
    expect(await onusJson('due', ...DATA)).toMatchObject([{ command: 'RemindApprovers' }, { command: 'ExpireChange' }]);
  });

  it('is recorded where that is asked for, once', async () => {
    expect((await onusAnswers(['due', '--record', ...DATA])).replaceAll(/ +/g, ' ')).toBe(
      'Engagement Change What Since\ncontoso C-2 expires 15 Mar 2026 10:00 recorded\n',
    );
    expect(await onusAnswers(['due', '--record', ...DATA])).toBe('Nothing is due.\n');
    expect(await onusAnswers(['due', ...DATA])).toBe('Nothing is due.\n');
    expect(await onusAnswers(['change', 'show', 'C-2', '--engagement', 'contoso', ...DATA])).toContain('expired');
  });

  it('is asked of a data folder, not of a server', async () => {
    expect(await onus(['due', '--server', 'http://127.0.0.1:1', '--key', 'k'])).toMatchObject({ exit: 2 });
  });
});
