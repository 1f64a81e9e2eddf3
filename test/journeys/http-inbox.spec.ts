import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboxItem, InboxView } from '#answers/inbox/views';
import type { Instant } from '#kernel/instant';
import { onusAnswers } from './command-line/onus-command.ts';
import { agree, openEngagement, type Cast } from './http-story.ts';
import { RunningService } from './running-service.ts';

const AT = '/v1/engagements/contoso';
const POLICY = {
  quorum: [
    { party: 'p1', atLeast: 1 },
    { party: 'p2', atLeast: 1 },
  ],
  expiresAfterDays: 10,
  ratifyWithinHours: 24,
};
const line = (ref: string, member?: string) => ({
  act: 'define',
  ref,
  definition: { title: `Task ${ref}` },
  assignment: {
    marks: ['mssp'],
    raci: [{ party: 'p1', ...(member !== undefined && { member }), roles: ['R', 'A'] }],
  },
});
const PART = {
  'waiting-on-me': 'waitingOnMe',
  'waiting-on-my-party': 'waitingOnMyParty',
  'asked-by-me': 'askedByMe',
  'my-duties': 'myDuties',
  deadlines: 'deadlines',
} as const;

describe('An inbox over HTTP', () => {
  let clock: Instant = '2026-03-01T09:00:00Z';
  let service: RunningService;
  let keys: Cast;

  beforeAll(async () => {
    service = await RunningService.start(() => clock);
    keys = await openEngagement(service);
    await agree(service, keys, [line('LOG-01', 'm4'), line('LOG-02', 'm4'), line('PAT-01')], '2026-03-01T00:00:00Z');
    const terms = await service.post(`${AT}/changes`, keys.carl, {
      title: 'Terms',
      effectiveFrom: '2026-03-01T00:00:00Z',
      lines: [],
      terms: { policy: POLICY },
    });
    for (const key of [keys.anna, keys.ben]) {
      await service.post(`${AT}/changes/C-2/approvals`, key, { digest: terms.body.digest });
    }
    await service.post(`${AT}/changes`, keys.carl, {
      title: 'Backups',
      effectiveFrom: '2026-04-01T00:00:00Z',
      lines: [line('BCK-01')],
    });
  });
  afterAll(() => service.stop());

  const inbox = async (key: string): Promise<InboxView> =>
    (await service.get(`${AT}/inbox`, key)).body as unknown as InboxView;
  const briefly = (items: readonly InboxItem[]): readonly string[] =>
    items.map((item) => [item.kind, item.id, item.state, item.for?.name].filter((word) => word != null).join(' '));

  it('tells an approver what waits for him, what he bears, and until when', async () => {
    const { waitingOnMe, myDuties, deadlines, askedByMe, member } = await inbox(keys.anna);
    expect(member.name).toBe('Anna Meier');
    expect(briefly(waitingOnMe.items)).toEqual(['approve-change C-3', 'acknowledge LOG-01', 'acknowledge LOG-02']);
    expect(waitingOnMe.items[0]).toMatchObject({ title: 'Backups', due: '2026-03-11T09:00:00Z', overdue: false });
    expect(briefly(myDuties.items)).toEqual(['duty LOG-01 not-answered', 'duty LOG-02 not-answered']);
    expect(myDuties.items[0]).toMatchObject({ title: 'Task LOG-01', roles: ['R', 'A'] });
    expect(briefly(deadlines.items)).toEqual(['approve-change C-3']);
    expect(askedByMe.items).toEqual([]);
  });

  it('tells whoever wrote a change how it stands, and that it waits for others of the party', async () => {
    const { waitingOnMe, waitingOnMyParty, askedByMe } = await inbox(keys.carl);
    expect(briefly(waitingOnMe.items)).toEqual([]);
    expect(briefly(waitingOnMyParty.items)).toEqual(['approve-change C-3']);
    expect(briefly(askedByMe.items)).toEqual(['change C-3 waits-for-approvals']);
  });

  it('moves with what people do: a request for another text goes back to its author', async () => {
    const { digest } = (await service.get(`${AT}/changes/C-3`, keys.ben)).body;
    await service.post(`${AT}/changes/C-3/requests`, keys.ben, { digest, reason: 'Name a deputy' });
    expect(briefly((await inbox(keys.carl)).waitingOnMe.items)).toEqual(['revise-change C-3']);
    expect(briefly((await inbox(keys.carl)).askedByMe.items)).toEqual(['change C-3 changes-requested']);
    const holding = (await service.get(`${AT}/tasks/LOG-01/owner`, keys.anna)).body.intervals[0] as unknown as {
      assignment: { entry: number };
      text: { digest: string };
    };
    const accepted = await service.post(`${AT}/tasks/LOG-01/acknowledgements`, keys.anna, {
      assignment: holding.assignment.entry,
      text: holding.text.digest,
    });
    expect(accepted.status).toBe(201);
    const anna = await inbox(keys.anna);
    expect(briefly(anna.waitingOnMe.items)).toEqual(['approve-change C-3', 'acknowledge LOG-02']);
    expect(briefly(anna.myDuties.items)).toEqual(['duty LOG-01 accepted', 'duty LOG-02 not-answered']);
  });

  it('tells of objections, evidence, reviews and risks, to those who may do something about them', async () => {
    await service.post(`${AT}/tasks/LOG-02/objections`, keys.ben, { reason: 'Contoso never agreed to that' });
    await service.post(`${AT}/tasks/LOG-02/evidence`, keys.carl, { digest: `sha256:${'a'.repeat(64)}`, title: 'Log' });
    await service.post(`${AT}/reviews`, keys.ben, { due: '2026-03-05T00:00:00Z', refs: ['LOG-01', 'LOG-02'] });
    await service.post(`${AT}/exceptions`, keys.carl, {
      refs: ['PAT-01'],
      owner: 'm5',
      measure: 'By hand',
      reason: 'The tool is replaced',
      from: '2026-03-01T00:00:00Z',
      to: '2026-03-10T00:00:00Z',
    });
    const ben = await inbox(keys.ben);
    expect(ben.waitingOnMe.items.map(({ kind }) => kind)).toEqual(['accept-risk', 'review-lines', 'check-evidence']);
    expect(ben.askedByMe.items.map(({ kind, state }) => [kind, state])).toEqual([['objection', 'open']]);
    const anna = await inbox(keys.anna);
    expect(anna.waitingOnMe.items.map(({ kind }) => kind)).toEqual([
      'approve-change',
      'review-lines',
      'answer-objection',
      'acknowledge',
    ]);
    expect(anna.waitingOnMe.items[2]).toMatchObject({ title: 'LOG-02: Contoso never agreed to that' });
    const vera = await inbox(keys.vera);
    expect(vera.waitingOnMe.items).toEqual([]);
    expect(vera.waitingOnMyParty.items.map(({ kind }) => kind)).toContain('check-evidence');
    clock = '2026-03-06T00:00:00Z';
    expect((await inbox(keys.ben)).deadlines.items.map(({ kind, overdue }) => [kind, overdue])).toEqual([
      ['review-lines', true],
      ['accept-risk', false],
    ]);
  });

  it('has what waits for whoever delegated, marked with his name, and no longer than that holds', async () => {
    const scope = { refs: ['LOG-02', 'BCK-01'] };
    const period = { from: clock, to: '2026-03-08T00:00:00Z' };
    const granted = await service.post(`${AT}/delegations`, keys.anna, { delegate: 'm3', ...period, scope });
    expect(granted.status).toBe(201);
    const nora = await inbox(keys.owner);
    expect(briefly(nora.waitingOnMe.items)).toEqual([
      'approve-change C-3 Anna Meier',
      expect.stringMatching(/^answer-objection o\d+$/),
      'acknowledge LOG-02 Anna Meier',
    ]);
    clock = '2026-03-08T00:00:00Z';
    expect((await inbox(keys.owner)).waitingOnMe.items.every((item) => item.for === null)).toBe(true);
  });

  it('is read in pages, part by part, and the pages fit together', async () => {
    for (const key of [keys.anna, keys.ben, keys.carl]) {
      const whole = await inbox(key);
      for (const [section, part] of Object.entries(PART)) {
        const items: unknown[] = [];
        for (let after: string | null = ''; after !== null;) {
          const query: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
          const { body } = await service.get(`${AT}/inbox/${section}?limit=1${query}`, key);
          items.push(...body.items);
          expect(body.items.length).toBeLessThanOrEqual(1);
          after = body.next;
        }
        expect(items).toEqual(whole[part].items);
      }
    }
    const first = (await service.get(`${AT}/inbox?limit=1`, keys.anna)).body as unknown as InboxView;
    expect(first.waitingOnMe.items).toHaveLength(1);
    expect(first.waitingOnMe.next).not.toBeNull();
  });

  it('is one’s own: whoever asks is the member of the key; other parts and cursors there are none', async () => {
    expect(await service.get(`${AT}/inbox`)).toMatchObject({ status: 401 });
    const absent = await service.get(`${AT}/inbox/all`, keys.anna);
    expect(absent).toMatchObject({ status: 404, body: { code: 'http/absent' } });
    const cursor = await service.get(`${AT}/inbox/my-duties?after=%C3%A4`, keys.anna);
    expect(cursor).toMatchObject({ status: 400, body: { code: 'http/bad-cursor' } });
  });

  it('is told by the command line in words', async () => {
    const text = await onusAnswers(['inbox', '-e', 'contoso', '--server', service.url, '--key', keys.anna]);
    expect(text).toMatch(/^Inbox of Anna Meier \(m4\) in contoso\n\nWaits for you:\n/);
    expect(text).toMatch(/^approve +C-3 +Backups +until 11 Mar 2026 10:00$/m);
    expect(text).toMatch(/^line +LOG-01 +Task LOG-01 +R, A, accepted$/m);
    const everywhere = await onusAnswers(['inbox', '--server', service.url, '--key', keys.anna]);
    expect(everywhere).toBe(text);
  });
});
