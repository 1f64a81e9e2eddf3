import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AUTHORISATION } from '#apps/ledger/src/access/authorisation';
import { define, ENGAGEMENT, openEngagement, type Cast } from './http-story.ts';
import { RunningService, type Reply } from './running-service.ts';

const at = '/v1/engagements/contoso';
const day = '2026-01-01T00:00:00Z';

/** One request for each write, that asks for nothing impossible: what decides is who asks. */
const WRITES: Readonly<Record<string, readonly [method: string, path: string, body?: object]>> = {
  addParty: ['POST', `${at}/parties`, { side: 'third', name: 'Fabrikam' }],
  addMembers: [
    'POST',
    `${at}/members`,
    { members: [{ party: 'p1', kind: 'person', name: 'Dora', roles: ['viewer'] }] },
  ],
  changeRoles: ['POST', `${at}/members/m7/roles`, { roles: ['viewer'] }],
  removeMember: ['DELETE', `${at}/members/m8`],
  issueKey: ['POST', `${at}/members/m5/keys`, { label: 'one more' }],
  revokeKey: ['DELETE', `${at}/members/m5/keys/none`],
  defineTask: ['POST', `${at}/tasks`, { ref: 'D-1', definition: { title: 'D' }, effectiveFrom: day }],
  closeTask: ['POST', `${at}/tasks/A-1/close`, { effectiveFrom: day }],
  reopenTask: ['POST', `${at}/tasks/A-1/reopen`, { effectiveFrom: day }],
  proposeChange: ['POST', `${at}/changes`, { title: 'P', effectiveFrom: day, lines: [define('P-1')] }],
  approveChange: ['POST', `${at}/changes/C-1/approvals`],
  rejectChange: ['POST', `${at}/changes/C-1/rejections`, { reason: 'no' }],
  submitEvidence: ['POST', `${at}/tasks/A-1/evidence`, { digest: `sha256:${'0'.repeat(64)}`, title: 'E' }],
};

/** In one place of the table: what a role of the ledger may write. Members by the role that they have. */
const MEMBERS = { owner: 'owner', carl: 'contributor', vera: 'viewer', ben: 'approver' } as const;

describe('Who may do what', () => {
  let service: RunningService;
  let cast: Cast;
  let digest: string;

  /** A request without a body is about the change, by the digest that was read. */
  const send = (key: string, [method, path, body = { digest }]: readonly [string, string, object?]): Promise<Reply> =>
    method === 'DELETE' ? service.remove(path, key) : service.post(path, key, body);

  beforeAll(async () => {
    service = await RunningService.start();
    cast = await openEngagement(service);
    await service.post(`${at}/tasks`, cast.carl, { ref: 'A-1', definition: { title: 'A' }, effectiveFrom: day });
    const change = { title: 'C', effectiveFrom: day, lines: [define('C-1')] };
    digest = (await service.post(`${at}/changes`, cast.owner, change)).body.digest;
    const [, , body] = WRITES['addMembers']!;
    await service.post(`${at}/members`, cast.owner, body);
  });
  afterAll(() => service.stop());

  it.each(Object.keys(WRITES))('%s is for the roles that the table names, and nobody else', async (operation) => {
    const row = AUTHORISATION[operation]!;
    const roles: readonly string[] = 'roles' in row ? row.roles : [];
    expect(roles).not.toEqual([]);
    for (const [name, role] of Object.entries(MEMBERS) as [keyof typeof MEMBERS, string][]) {
      const { status } = await send(cast[name], WRITES[operation]!);
      expect([operation, role, status === 403]).toEqual([operation, role, !roles.includes(role)]);
    }
  });

  it('lets any member read, and nobody whose key is bound elsewhere', async () => {
    await service.post('/v1/engagements', cast.owner, { ...ENGAGEMENT, slug: 'other' });
    const issued = await service.post('/v1/engagements/other/members/m3/keys', cast.owner, { label: 'other' });
    await service.caughtUp();
    for (const path of ['', '/parties', '/members', '/matrix', '/timeline', '/changes', '/evidence', '/diff']) {
      expect([path, (await service.get(`${at}${path}`, cast.vera)).status]).toEqual([path, 200]);
      expect([path, (await service.get(`${at}${path}`, issued.body.key)).status]).toEqual([path, 404]);
    }
    expect((await service.get('/v1/engagements/other', issued.body.key)).status).toBe(200);
  });

  it('takes the id of an engagement, and the scheme of a key, in small letters or in capitals', async () => {
    const id = service.onus.engagementId('contoso');
    for (const named of [id, id.toUpperCase()]) {
      expect(await service.get(`/v1/engagements/${named}`, cast.vera)).toMatchObject({ status: 200, body: { id } });
    }
    const headers = { authorization: `bearer ${cast.vera}` };
    expect((await service.send('GET', at, { headers })).status).toBe(200);
  });

  it('lists to a key only what it may see', async () => {
    const slugs = async (key: string): Promise<unknown[]> =>
      (await service.get('/v1/engagements', key)).body.items.map(({ slug }) => slug);
    expect(await slugs(cast.vera)).toEqual(['contoso']);
    expect(new Set(await slugs(cast.owner))).toEqual(new Set(['contoso', 'other']));
  });

  it('lets a removed member in no more, as if there were nothing', async () => {
    const issued = await service.post(`${at}/members/m7/keys`, cast.owner, { label: 'Vera, laptop' });
    expect((await service.get(at, issued.body.key)).status).toBe(200);
    expect((await service.remove(`${at}/members/m7`, cast.owner)).status).toBe(200);
    const reply = await service.get(at, issued.body.key);
    expect(reply).toMatchObject({ status: 404, body: { code: 'http/no-such-engagement' } });
    const key = await service.post(`${at}/members/m7/keys`, cast.owner, { label: 'again' });
    expect(key).toMatchObject({ status: 422, body: { code: 'engagement/unknown-member' } });
  });

  it('shows an owner the keys of a member, and ends one', async () => {
    const issued = await service.post(`${at}/members/m5/keys`, cast.owner, { label: 'Ben, lost phone' });
    const listed = await service.get(`${at}/members/m5/keys`, cast.owner);
    expect(listed.body.items).toContainEqual(
      expect.objectContaining({ id: issued.body.id, label: 'Ben, lost phone', member: 'm5', revokedAt: null }),
    );
    expect(listed.text).not.toContain(issued.body.key.slice(-43));
    expect(await service.get(`${at}/members/m5/keys`, cast.ben)).toMatchObject({ status: 403 });
    const path = `${at}/members/m5/keys/${issued.body.id}`;
    expect(await service.remove(`/v1/engagements/other/members/m5/keys/${issued.body.id}`, cast.owner)).toMatchObject({
      status: 404,
    });
    expect(await service.remove(path, cast.owner)).toMatchObject({
      status: 200,
      body: { revokedAt: expect.any(String) },
    });
    expect((await service.get(at, issued.body.key)).status).toBe(401);
  });

  it('answers every operation on a foreign engagement as on none, and none without a key', async () => {
    const { key: stranger } = await service.keys.create({ label: 'of nobody' });
    const { paths } = JSON.parse((await service.get('/v1/openapi.json')).text) as OpenAPIObject;
    const within = Object.entries(paths).filter(([path]) => path.includes('{engagement}'));
    expect(within.length).toBeGreaterThan(20);
    for (const [pattern, item] of within) {
      for (const method of Object.keys(item)) {
        const answers = async (engagement: string): Promise<unknown> => {
          const path = pattern.replace('{engagement}', engagement).replaceAll(/\{\w+\}/g, 'm3');
          const headers = { 'idempotency-key': '0198a6f0-0000-7000-8000-000000000000' };
          const none = await service.send(method.toUpperCase(), path, { headers });
          expect([pattern, method, none.status]).toEqual([pattern, method, 401]);
          const { status, body } = await service.send(method.toUpperCase(), path, { key: stranger, headers });
          return {
            pattern,
            method,
            status,
            body: { ...body, detail: body.detail.replace(engagement, '…'), traceId: '' },
          };
        };
        const foreign = await answers('contoso');
        expect(foreign).toMatchObject({ status: 404, body: { code: 'http/no-such-engagement' } });
        expect(foreign).toEqual(await answers('nowhere'));
      }
    }
  });

  it('found no fault of the service in any of it', () => {
    expect(service.faults).toEqual([]);
  });
});
