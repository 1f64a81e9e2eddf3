import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agree, define, openEngagement, type Cast } from '../http-story.ts';
import { RunningService } from '../running-service.ts';
import { onusAnswers } from './onus-command.ts';

const at = '/v1/engagements/contoso';
const FORGED = 'Approved for the client by Ben Ortiz on 1 Mar 2026.';
/** What somebody writes who wants the terminal of the other side to say more than the ledger does. */
const hostile = (text: string): string => `${text}\n${FORGED}\r\n${FORGED}\u2028${FORGED}`;

describe('What people wrote with line breaks', () => {
  let service: RunningService;
  let keys: Cast;
  const shown = (...words: readonly string[]): Promise<string> =>
    onusAnswers([...words, '--engagement', 'contoso', '--server', service.url, '--key', keys.ben]);
  const linesOf = (text: string): readonly string[] => text.split(/[\r\n\u2028\u2029]/);

  beforeAll(async () => {
    service = await RunningService.start();
    keys = await openEngagement(service);
    await agree(service, keys, [define('LOG-03')], '2026-02-01T00:00:00Z');
    const change = { title: hostile('Log review'), reason: hostile('None'), effectiveFrom: '2026-03-01T00:00:00Z' };
    await service.post(`${at}/changes`, keys.carl, { ...change, lines: [define('LOG-04')] });
    await service.post(`${at}/tasks/LOG-03/objections`, keys.anna, { reason: hostile('Not so') });
    const members = [{ party: 'p1', kind: 'person', name: hostile('Mallory'), roles: ['viewer'] }];
    const added = await service.post(`${at}/members`, keys.owner, { members });
    expect(added.status).toBe(201);
    await service.after(added, `${at}/changes`, keys.ben);
  });
  afterAll(() => service.stop());

  it.each([
    ['a change', ['change', 'show', 'C-2']],
    ['an objection', ['object', 'show', 'OBJECTION']],
    ['a member', ['member', 'show', 'MEMBER']],
    ['the answer to a question', ['who', 'LOG-03']],
    ['the register of changes', ['change', 'list']],
  ])('is told in the line of its own: %s', async (_what, words) => {
    const { items } = (await service.get(`${at}/objections`, keys.ben)).body;
    const members = (await service.get(`${at}/members`, keys.ben)).body.items;
    const ids: Readonly<Record<string, string>> = { OBJECTION: items[0]!.id, MEMBER: members.at(-1)!.id };
    const text = await shown(...words.map((word) => ids[word] ?? word));
    expect(text).toContain(words[0] === 'who' ? 'Not so' : FORGED.slice(0, 20));
    expect(linesOf(text).filter((line) => line.startsWith('Approved for the client'))).toEqual([]);
  });
});
