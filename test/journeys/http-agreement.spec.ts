import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningService } from './running-service.ts';

describe('From an open engagement to who owned it', () => {
  let service: RunningService;
  let owner: string;
  const keys: Record<string, string> = {};
  const at = '/v1/engagements/contoso';

  beforeAll(async () => {
    service = await RunningService.start();
    owner = await service.ownerKey();
  });
  afterAll(() => service.stop());

  it('opens the engagement', async () => {
    const opened = await service.post('/v1/engagements', owner, {
      slug: 'contoso',
      title: 'Contoso managed security',
      zone: 'Europe/Berlin',
      provider: 'Northwind',
      client: 'Contoso',
      founder: { kind: 'person', name: 'Nora Lund' },
    });
    expect(opened).toMatchObject({
      status: 201,
      body: { slug: 'contoso', founder: 'm3', provider: 'p1', client: 'p2' },
    });
    expect(opened.body.entries.map(({ index, type }) => [index, type])).toEqual([
      [0, 'EngagementOpened'],
      [1, 'PartyAdded'],
      [2, 'PartyAdded'],
      [3, 'MemberAdded'],
    ]);
    expect(opened.headers.get('onus-position')).toBe(opened.body.position);
    const view = await service.after(opened, at, owner);
    expect(view.body).toMatchObject({
      id: opened.body.engagement,
      slug: 'contoso',
      zone: 'Europe/Berlin',
      treeSize: 4,
    });
  });

  it('adds members of both sides, each with a key', async () => {
    const added = await service.post(`${at}/members`, owner, {
      members: [
        { party: 'p1', kind: 'person', name: 'Anna Meier', roles: ['approver', 'contributor'] },
        { party: 'p2', kind: 'person', name: 'Ben Ortiz', roles: ['approver'] },
        { party: 'p1', kind: 'person', name: 'Carl Weiss', roles: ['contributor'] },
      ],
    });
    expect(added).toMatchObject({ status: 201, body: { members: ['m4', 'm5', 'm6'] } });
    for (const [name, member] of Object.entries({ anna: 'm4', ben: 'm5', carl: 'm6' })) {
      const issued = await service.post(`${at}/members/${member}/keys`, owner, { label: name });
      expect(issued.status).toBe(201);
      keys[name] = issued.body.key;
    }
  });

  it('proposes, and both sides approve what they read', async () => {
    const proposed = await service.post(`${at}/changes`, keys['carl']!, {
      title: 'Log review',
      effectiveFrom: '2026-02-01T00:00:00+01:00',
      lines: [
        {
          act: 'define',
          ref: 'LOG-03',
          definition: { title: 'Daily review of security event logs' },
          assignment: { marks: ['mssp'], raci: [{ party: 'p1', member: 'm4', roles: ['R', 'A'] }] },
        },
      ],
    });
    expect(proposed).toMatchObject({
      status: 201,
      body: { change: 'C-1', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const read = await service.after(proposed, `${at}/changes/C-1`, keys['ben']!);
    expect(read.body).toMatchObject({
      id: 'C-1',
      status: 'proposed',
      title: 'Log review',
      digest: proposed.body.digest,
    });

    const { digest } = read.body;
    const first = await service.post(`${at}/changes/C-1/approvals`, keys['anna']!, { digest });
    expect(first).toMatchObject({ status: 201, body: { change: 'C-1', agreed: false } });
    const second = await service.post(`${at}/changes/C-1/approvals`, keys['ben']!, { digest });
    expect(second).toMatchObject({ status: 201, body: { agreed: true } });

    const answer = await service.after(second, `${at}/tasks/LOG-03/owner?effective=2026-03-14`, keys['ben']!);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        exists: true,
        asOf: { effective: '2026-03-14', zone: 'Europe/Berlin' },
        intervals: [{ owner: 'Anna Meier', mark: 'MSSP', basis: { kind: 'change', agreed: true, change: 'C-1' } }],
      },
    });
    expect(service.faults).toEqual([]);
  });
});
