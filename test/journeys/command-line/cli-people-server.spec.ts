import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseInstant } from '#kernel/instant';
import { define, openEngagement, type Cast } from '../http-story.ts';
import { RunningService } from '../running-service.ts';
import { onus, onusAnswers } from './onus-command.ts';

const ABOUT = ['--engagement', 'contoso'] as const;
const WEEK = ['--from', '2026-03-02', '--to', '2026-03-09'] as const;
const CHANGE = { title: 'Log review', effectiveFrom: '2026-02-01T00:00:00Z', lines: [define('LOG-03')] };

describe('People on a server, from the command line', () => {
  let service: RunningService;
  let keys: Cast;
  let today = '2026-03-03T09:00:00Z';
  let file: (name: string) => string;
  const at = (key: string) => ['--server', service.url, '--key', key];
  /** What one command recorded another need not see at once: it comes over a connection of its own. */
  const caughtUp = async (): Promise<void> => {
    const { store, read: models } = service.onus;
    await models.reach(await store.lastPosition(), 120_000);
  };
  const read = async (...args: readonly string[]): Promise<string> => {
    await caughtUp();
    return onusAnswers(args);
  };

  beforeAll(async () => {
    service = await RunningService.start(() => parseInstant(today));
    keys = await openEngagement(service);
    file = (name) => join(service.folder, name);
    writeFileSync(file('change.json'), JSON.stringify(CHANGE));
    writeFileSync(file('terms.json'), JSON.stringify({ deadlines: [{ of: 'breach', hours: 24 }] }));
    writeFileSync(file('wrong.json'), JSON.stringify({ deadlines: [{ of: 'breach', hours: 'soon' }] }));
    await onusAnswers(['change', 'propose', file('change.json'), ...ABOUT, ...at(keys.carl)]);
    await caughtUp();
  });
  afterAll(() => service.stop());

  it('act for others who let them, and for nobody else', async () => {
    const approve = ['change', 'approve', 'C-1', ...ABOUT, '--on-behalf-of', 'm5', ...at(keys.vera)];
    const alone = await onus(approve);
    expect(alone).toMatchObject({ exit: 3, stderr: 'onus: m5 has not let m7 act in his right.\n' });
    const grant = ['delegation', 'grant', 'm7', ...WEEK, '--change', 'C-1', '--reason', 'On leave', ...ABOUT];
    expect(await onusAnswers([...grant, ...at(keys.ben)])).toBe(
      'Granted: d11 to m7, 2 Mar 2026 → 9 Mar 2026, C-1 (entry 11).\n',
    );
    expect(await onusAnswers(approve)).toContain('Approved for the client by Vera Koch for Ben Ortiz on 3 Mar 2026');
    const odd = await onus([...approve.slice(0, -4), '--on-behalf-of', 'Ben', ...at(keys.vera)]);
    expect(odd).toMatchObject({ exit: 2 });
  });

  it('are listed with the delegations that they gave and hold, which end', async () => {
    const list = ['delegation', 'list', ...ABOUT, ...at(keys.anna)];
    expect(await read(...list)).toMatch(/^d11 +current +Vera Koch +Ben Ortiz +2 Mar 2026 → 9 Mar 2026 +C-1$/m);
    today = '2026-03-08T23:00:00Z';
    expect(await read(...list)).toMatch(/^d11 +expired /m);
    expect(await read('member', 'show', 'm5', ...ABOUT, ...at(keys.anna))).toBe(
      'm5 Ben Ortiz, person of p2, approver\nAdded by Northwind (Nora Lund) on 3 Mar 2026 (entry 5).\nLets Vera Koch act: d11, 2 Mar 2026 → 9 Mar 2026, C-1, expired.\n',
    );
    const none = await onus(['member', 'show', 'm99', ...ABOUT, ...at(keys.anna)]);
    expect(none).toMatchObject({ exit: 1 });
  });

  it('revoke what they granted', async () => {
    const revoke = ['delegation', 'revoke', 'd11', ...ABOUT];
    expect(await onus([...revoke, ...at(keys.vera)])).toMatchObject({ exit: 3 });
    expect(await onusAnswers([...revoke, '--reason', 'Back', ...at(keys.ben)])).toMatch(/^Revoked: d11 /);
  });

  it('are kept by an owner of their side: roles, time, contact, and their end', async () => {
    const owner = at(keys.owner);
    expect(await onusAnswers(['member', 'roles', 'm6', '--role', 'viewer', ...ABOUT, ...owner])).toMatch(
      /^Changed: m6 has viewer /,
    );
    expect(await onusAnswers(['member', 'roles', 'm6', ...ABOUT, ...owner])).toMatch(/^Changed: m6 has no role /);
    expect(await onusAnswers(['member', 'period', 'm6', '--from', '2026-03-10', ...ABOUT, ...owner])).toMatch(
      /^Written down: m6 takes part since 10 Mar 2026, open end /,
    );
    const contact = ['--deputy', 'm4', '--hours', 'Nights', '--channels', 'Pager', '--verified-on', '2026-03-01'];
    expect(await onusAnswers(['member', 'contact', 'm6', ...contact, ...ABOUT, ...owner])).toMatch(
      /^Written down: how m6/,
    );
    expect(await read('member', 'show', 'm6', ...ABOUT, ...owner)).toBe(
      [
        'm6 Carl Weiss, person of p1, no role',
        'Added by Northwind (Nora Lund) on 3 Mar 2026 (entry 6).',
        'Takes part since 10 Mar 2026, open end, so not now.',
        'Reached: Nights',
        'By: Pager',
        'Stands in: Anna Meier',
        'Tried on 2026-03-01',
        '',
      ].join('\n'),
    );
    expect(await onusAnswers(['member', 'remove', 'm6', ...ABOUT, ...owner])).toMatch(/^Removed: m6 /);
    expect(await read('member', 'list', ...ABOUT, ...owner)).toMatch(/^m6 .* removed$/m);
  });

  it('bring third parties in, and write down what the contract says', async () => {
    const owner = at(keys.owner);
    expect(await onusAnswers(['party', 'add', 'Fabrikam', ...ABOUT, ...owner])).toMatch(
      /^Added: p\d+ Fabrikam, a third party /,
    );
    expect(await read('terms', 'show', ...ABOUT, ...owner)).toBe('Nothing is written down of the contract.\n');
    await onusAnswers(['terms', 'amend', file('terms.json'), ...ABOUT, ...owner]);
    expect(JSON.parse(await read('terms', 'show', ...ABOUT, ...owner, '--json'))).toMatchObject({
      contract: null,
      deadlines: [{ of: 'breach', hours: 24 }],
      amended: [{ by: { member: 'm3' } }],
    });
    const wrong = await onus(['terms', 'amend', file('wrong.json'), ...ABOUT, ...owner, '--json']);
    expect(wrong.exit).toBe(2);
    expect(JSON.parse(wrong.stderr)).toMatchObject({ code: 'cli/broken-terms', pointer: '/deadlines/0/hours' });
  });
});
