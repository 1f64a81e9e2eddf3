import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEngagement, type Cast } from './http-story.ts';
import { RunningService } from './running-service.ts';

const changes = '/v1/engagements/contoso/changes';
const text = {
  effectiveFrom: '2026-02-01T00:00:00+01:00',
  lines: [
    {
      act: 'define',
      ref: 'LOG-03',
      definition: { title: 'Daily review of security event logs' },
      assignment: { marks: ['mssp'], raci: [{ party: 'p1', roles: ['R', 'A'] }] },
    },
  ],
};
const policy = {
  quorum: [
    { party: 'p1', atLeast: 1 },
    { party: 'p2', percent: 50 },
  ],
  ratifyWithinHours: 24,
};

describe('A change over HTTP', () => {
  let service: RunningService;
  let keys: Cast;
  let digest: string;

  beforeAll(async () => {
    service = await RunningService.start();
    keys = await openEngagement(service);
  });
  afterAll(() => service.stop());

  it('is drafted with terms, and nobody can decide about the draft', async () => {
    const body = { title: 'Log review', draft: true, ...text, terms: { policy } };
    const drafted = await service.post(changes, keys.carl, body);
    expect(drafted).toMatchObject({ status: 201, body: { change: 'C-1' } });
    const refused = await service.post(`${changes}/C-1/approvals`, keys.anna, { digest: drafted.body['digest'] });
    expect(refused).toMatchObject({ status: 409, body: { code: 'approval/still-a-draft' } });
  });

  it('is revised, described and opened', async () => {
    const revised = await service.post(`${changes}/C-1/revisions`, keys.carl, { ...text, note: 'Without terms' });
    expect(revised).toMatchObject({ status: 201, body: { change: 'C-1' } });
    digest = revised.body['digest']!;
    const described = await service.post(`${changes}/C-1/descriptions`, keys.carl, { title: 'Log review begins' });
    expect(described.status).toBe(201);
    expect((await service.post(`${changes}/C-1/openings`, keys.carl, { digest })).status).toBe(201);
  });

  it('waits while another text is asked for, and tells its whole course', async () => {
    const asked = await service.post(`${changes}/C-1/requests`, keys.ben, { digest, reason: 'Name a deputy' });
    expect(asked.status).toBe(201);
    const view = await service.after(asked, `${changes}/C-1`, keys.ben);
    expect(view.body).toMatchObject({
      status: 'proposed',
      title: 'Log review begins',
      revision: 2,
      terms: null,
      revisions: [{ note: null }, { note: 'Without terms' }],
      requests: [{ side: 'client', reason: 'Name a deputy', stands: true }],
    });
  });

  it('is put in force without its approvals on the word of two, and never told as agreed', async () => {
    const overrides = `${changes}/C-1/overrides`;
    const short = await service.post(overrides, keys.owner, { digest, reason: 'too short' });
    expect(short.status).toBe(422);
    const reason = 'The SIEM is down and nobody answers';
    expect((await service.post(overrides, keys.owner, { digest, reason })).status).toBe(201);
    const confirmed = await service.post(`${overrides}/confirmations`, keys.anna, { digest });
    expect(confirmed.status).toBe(201);
    const { body } = await service.after(confirmed, `${changes}/C-1`, keys.ben);
    expect(body).toMatchObject({ status: 'overridden', override: { reason } });
  });
});
