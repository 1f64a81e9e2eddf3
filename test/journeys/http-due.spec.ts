import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openClockwork } from '#apps/ledger/src/clockwork/open-clockwork';
import { streamOf } from '#apps/ledger/src/runtime/onus';
import { nodePackCrypto } from '#apps/ledger/src/packing/node-pack-crypto';
import type { Instant } from '#kernel/instant';
import { decodeEntry, ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import { verifyPack } from '#pack/verify/verify-pack';
import { onusAnswers } from './command-line/onus-command.ts';
import { define, openEngagement, type Cast } from './http-story.ts';
import { RunningService } from './running-service.ts';

const AT = '/v1/engagements/contoso';
const CHANGES = `${AT}/changes`;
const QUORUM = [
  { party: 'p1', atLeast: 1 },
  { party: 'p2', atLeast: 1 },
];
const TIMED = {
  quorum: QUORUM,
  expiresAfterDays: 7,
  remindAfterDays: 3,
  escalation: { afterDays: 5, to: 'viewer' },
  ratifyWithinHours: 24,
};
const DEEMED = { quorum: QUORUM, deemed: { party: 'p2', afterDays: 10 }, ratifyWithinHours: 24 };
const DUE = new Set(['ApproversReminded', 'ChangeEscalated', 'ChangeExpired', 'AcceptanceDeemed']);

describe('What comes due while the service runs', () => {
  let clock: Instant = '2026-03-01T09:00:00Z';
  let service: RunningService;
  let keys: Cast;
  const troubles: string[] = [];

  beforeAll(async () => {
    service = await RunningService.start(() => clock);
    keys = await openEngagement(service);
  });
  afterAll(() => service.stop());

  /** A look at the clock by a clockwork that remembers nothing, once everything is derived. */
  const look = async (at: Instant) => {
    clock = at;
    await service.caughtUp();
    const tick = await openClockwork(service.onus, (what) => troubles.push(what)).tick();
    await service.caughtUp();
    return [
      ...tick.recorded.map(({ change, command }) => `${change} ${command}`),
      ...tick.refused.map(() => 'refused'),
    ];
  };
  const approve = async (change: string, ...by: readonly string[]) => {
    const { digest } = (await service.get(`${CHANGES}/${change}`, keys.carl)).body;
    for (const key of by) {
      const approved = await service.post(`${CHANGES}/${change}/approvals`, key, { digest });
      expect(approved.status).toBe(201);
    }
  };
  const propose = async (body: object): Promise<string> => {
    const proposed = await service.post(CHANGES, keys.carl, {
      title: 'A change',
      effectiveFrom: '2026-03-01T00:00:00Z',
      lines: [],
      ...body,
    });
    expect(proposed.status).toBe(201);
    await service.after(proposed, CHANGES, keys.carl);
    return String(proposed.body['change']);
  };
  const events = async (): Promise<readonly string[]> => {
    const engagement = service.onus.engagementId('contoso');
    const entries = await service.onus.store.readStream(streamOf(engagement), 0, 1_000);
    return entries
      .map(({ bytes }) => decodeEntry(bytes))
      .filter(({ type, actor }) => actor.kind === 'system' && DUE.has(type))
      .map(({ type, actor, data }) => `${type} of ${(data as { changeId: string }).changeId} by ${actor.auth}`);
  };

  it('is nothing, where nobody agreed on terms of time', async () => {
    expect(await propose({ lines: [define('LOG-01')] })).toBe('C-1');
    expect(await look('2026-03-02T09:00:00Z')).toEqual([]);
    await approve('C-1', keys.anna, keys.ben);
    await approve(await propose({ terms: { policy: TIMED } }), keys.anna, keys.ben);
  });

  it('reminds whoever can decide, and lets others decide as well, at their time and once each', async () => {
    expect(await propose({ lines: [define('LOG-02')] })).toBe('C-3');
    expect(await look('2026-03-05T08:59:59Z')).toEqual([]);
    expect(await look('2026-03-05T09:00:00Z')).toEqual(['C-3 RemindApprovers']);
    expect(await look('2026-03-05T10:00:00Z')).toEqual([]);
    expect(await look('2026-03-07T09:00:00Z')).toEqual(['C-3 EscalateChange']);
    const { body } = await service.get(`${CHANGES}/C-3`, keys.vera);
    expect(body).toMatchObject({
      status: 'proposed',
      reminders: [{ by: { member: 'system' }, members: ['m4', 'm5'] }],
      escalation: { by: { member: 'system' }, to: 'viewer', members: ['m7'] },
    });
  });

  it('ends what nobody decided, a long time later as well, and nothing else is said of it then', async () => {
    expect(await look('2026-04-01T00:00:00Z')).toEqual(['C-3 ExpireChange']);
    const { body } = await service.get(`${CHANGES}/C-3`, keys.vera);
    expect(body).toMatchObject({
      status: 'expired',
      expiresAt: '2026-03-09T09:00:00Z',
      decided: { by: { member: 'system' } },
    });
    expect(await look('2026-04-02T00:00:00Z')).toEqual([]);
  });

  it('takes silence for acceptance where that was agreed, and never tells it as an approval', async () => {
    await approve(await propose({ terms: { policy: DEEMED } }), keys.anna, keys.ben);
    clock = '2026-04-03T09:00:00Z';
    expect(await propose({ lines: [define('LOG-05')] })).toBe('C-5');
    expect(await look('2026-04-14T09:00:00Z')).toEqual([]);
    await approve('C-5', keys.anna);
    expect(await look('2026-04-14T10:00:00Z')).toEqual(['C-5 DeemAccepted']);
    const { body } = await service.get(`${CHANGES}/C-5`, keys.ben);
    expect(body).toMatchObject({
      status: 'agreed',
      approvals: [{ side: 'provider' }],
      quorum: [
        { party: 'p1', given: 1, deemed: false },
        { party: 'p2', given: 0, deemed: true },
      ],
    });
    expect(body['approvals']).toHaveLength(1);
  });

  it('is asked to be undone, where an emergency was not ratified', async () => {
    const emergency = {
      kind: 'emergency',
      effectiveFrom: '2026-04-14T10:00:00Z',
      lines: [
        {
          act: 'assign',
          ref: 'LOG-05',
          assignment: { marks: ['client'], raci: [] },
          before: { marks: ['mssp'], raci: [] },
        },
      ],
    };
    expect(await propose(emergency)).toBe('C-6');
    expect(await look('2026-04-15T09:59:59Z')).toEqual([]);
    expect(await look('2026-04-15T10:00:00Z')).toEqual(['C-6 ExpireChange']);
    const { body } = await service.get(`${CHANGES}/C-7`, keys.ben);
    expect(body).toMatchObject({ status: 'proposed', reverses: 'C-6' });
  });

  it('is recorded all the same where somebody used up the id that its command has', async () => {
    const ledger = `onus.example/engagements/${service.onus.engagementId('contoso')}`;
    expect(await propose({ lines: [define('LOG-08')] })).toBe('C-8');
    await approve('C-8', keys.anna);
    const due = 'due/C-8/DeemAccepted/2026-04-25T10:00:00Z';
    const members = [{ party: 'p1', kind: 'person', name: 'X', roles: [] }];
    const taken = await service.post(`${AT}/members`, keys.owner, { members }, uuid5(ledgerNamespace(ledger), due));
    expect(taken.status).toBe(201);
    expect(await look('2026-04-25T10:00:00Z')).toEqual(['C-8 DeemAccepted']);
    expect(await look('2026-04-26T10:00:00Z')).toEqual([]);
  });

  it('is recorded once by two that look at the same time, and by one that begins anew', async () => {
    expect(await propose({ lines: [define('LOG-09')] })).toBe('C-9');
    await approve('C-9', keys.anna);
    clock = '2026-05-20T00:00:00Z';
    await service.caughtUp();
    const [one, other] = [openClockwork(service.onus, fail), openClockwork(service.onus, fail)];
    await Promise.all([one.tick(), other.tick()]);
    await service.restart();
    expect(await look('2026-05-21T00:00:00Z')).toEqual([]);
    expect(await events()).toEqual([
      'ApproversReminded of C-3 by clockwork',
      'ChangeEscalated of C-3 by clockwork',
      'ChangeExpired of C-3 by clockwork',
      'AcceptanceDeemed of C-5 by clockwork',
      'ChangeExpired of C-6 by clockwork',
      'AcceptanceDeemed of C-8 by clockwork',
      'AcceptanceDeemed of C-9 by clockwork',
    ]);
    expect(troubles).toEqual([]);
  });

  it('is what the rules record, to whoever executes them again', async () => {
    const policy = await onusAnswers(['key', 'policy', '--engagement', 'contoso', '--data', service.folder]);
    const pack = await fetch(`${service.url}${AT}/pack?task=LOG-05&effective=2026-05-01`, {
      headers: { authorization: `Bearer ${keys.ben}` },
    });
    const verdict = verifyPack(new Uint8Array(await pack.arrayBuffer()), policy, nodePackCrypto);
    expect(verdict).toMatchObject({ verdict: 'proven' });
  });
});

const fail = (what: string): never => {
  throw new Error(what);
};
