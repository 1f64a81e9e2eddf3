import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseInstant } from '#kernel/instant';
import { openEngagement, type Cast } from './http-story.ts';
import { RunningService } from './running-service.ts';

const at = '/v1/engagements/contoso';
const CARL = 'm6';
const VERA = 'm7';

describe('Who takes part, over HTTP', () => {
  let service: RunningService;
  let keys: Cast;
  let today = '2026-03-01T09:00:00Z';

  beforeAll(async () => {
    service = await RunningService.start(() => parseInstant(today));
    keys = await openEngagement(service);
  });
  afterAll(() => service.stop());

  const memberOf = async (id: string) => {
    const { body } = await service.get(`${at}/members`, keys.owner);
    return body.items.find((each) => each.id === id);
  };
  const catchUp = (written: Awaited<ReturnType<RunningService['post']>>) =>
    service.after(written, `${at}/parties`, keys.owner);

  it('is kept by each side for itself, as soon as it has an owner', async () => {
    const add = (party: string, roles: readonly string[], name = 'Erik Falk') =>
      service.post(`${at}/members`, keys.owner, { members: [{ party, kind: 'person', name, roles }] });
    // The client has no owner yet: somebody must bring the first one in.
    expect(await add('p2', ['owner'])).toMatchObject({ status: 201, body: { members: ['m8'] } });
    for (const answer of [
      await add('p2', ['approver']),
      await service.post(`${at}/members/${VERA}/roles`, keys.owner, { roles: ['approver'] }),
      await service.remove(`${at}/members/${VERA}`, keys.owner),
      await service.post(`${at}/members/${VERA}/period`, keys.owner, { to: '2027-01-01T00:00:00Z' }),
      await service.post(`${at}/members/${VERA}/contact`, keys.owner, { hours: 'never' }),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'engagement/other-side' } });
    }
    expect((await add('p1', ['viewer'], 'Dora Haas')).status).toBe(201);
  });

  it('so are keys, as soon as an owner of the side has one', async () => {
    const keysOf = (member: string) => `${at}/members/${member}/keys`;
    const first = await service.post(keysOf('m8'), keys.owner, { label: 'Erik' });
    expect(first.status).toBe(201);
    const erik = first.body.key;
    const refusal = { status: 403, body: { code: 'engagement/other-side' } };
    expect(await service.post(keysOf('m5'), keys.owner, { label: 'as Ben' })).toMatchObject(refusal);
    const made = await service.post(keysOf('m5'), erik, { label: 'Ben, phone' });
    expect(made.status).toBe(201);
    expect(await service.remove(`${keysOf('m5')}/${made.body.id}`, keys.owner)).toMatchObject(refusal);
    expect((await service.remove(`${keysOf('m5')}/${made.body.id}`, erik)).status).toBe(200);
    expect(await service.post(keysOf(CARL), erik, { label: 'as Carl' })).toMatchObject({ status: 201 });
    // The other side does not learn what for, and with how many, somebody comes.
    expect(await service.get(keysOf('m5'), keys.owner)).toMatchObject(refusal);
    expect(await service.remove(`${keysOf('m5')}/none`, keys.owner)).toMatchObject(refusal);
  });

  it('and stay so when the only key of its owner is revoked', async () => {
    const keysOf = (member: string) => `${at}/members/${member}/keys`;
    const erik = (await service.keys.list()).filter(({ bindings }) => bindings.some(({ member }) => member === 'm8'));
    expect(erik).toHaveLength(1);
    await service.keys.revoke(erik[0]!.id);
    const refused = await service.post(keysOf('m5'), keys.owner, { label: 'as Ben' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'engagement/other-side' } });
  });

  it('is written down with how somebody is reached, and sealed', async () => {
    const contact = {
      deputy: 'm5',
      zone: 'Europe/Berlin',
      hours: 'Office hours',
      channels: 'By mail',
      verifiedOn: '2026-02-27',
    };
    const set = await service.post(`${at}/members/${VERA}/contact`, keys.vera, contact);
    expect(set).toMatchObject({ status: 201, body: { entries: [{ type: 'ContactChanged' }] } });
    await catchUp(set);
    expect(await memberOf(VERA)).toMatchObject({
      contact: { ...contact, deputy: { member: 'm5', name: 'Ben Ortiz' }, said: { by: { member: VERA } } },
    });
    expect((await service.get(`${at}/me`, keys.vera)).body['contact']).toMatchObject({ hours: 'Office hours' });
    const bad = await service.post(`${at}/members/${VERA}/contact`, keys.vera, { verifiedOn: '27.2.2026' });
    expect(bad).toMatchObject({ status: 422, body: { code: 'http/invalid-body' } });
  });

  it('ends with the period: nothing is read any more, as nothing is written', async () => {
    const to = '2026-03-10T00:00:00Z';
    const set = await service.post(`${at}/members/${CARL}/period`, keys.owner, { to });
    expect(set).toMatchObject({ status: 201, body: { entries: [{ type: 'MemberPeriodSet' }] } });
    await catchUp(set);
    expect(await memberOf(CARL)).toMatchObject({ period: { from: null, to }, present: true });
    today = '2026-03-09T23:59:59.999999Z';
    expect((await service.get(`${at}/matrix`, keys.carl)).status).toBe(200);
    today = to;
    expect(await memberOf(CARL)).toMatchObject({ present: false, removed: false });
    for (const answer of [
      await service.get(`${at}/me`, keys.carl),
      await service.get(`${at}/matrix`, keys.carl),
      await service.get(`${at}/feed`, keys.carl),
      await service.get(`${at}/log/checkpoint`, keys.carl),
      await service.post(`${at}/tasks`, keys.carl, { ref: 'X', definition: { title: 'X' }, effectiveFrom: to }),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'engagement/outside-period' } });
    }
    expect((await service.post(`${at}/members/${CARL}/period`, keys.owner, {})).status).toBe(201);
    expect((await service.get(`${at}/me`, keys.carl)).status).toBe(200);
  });

  it('goes on with the terms of the contract, of which each part takes the place of what stood', async () => {
    const before = await service.get(at, keys.carl);
    expect(before.body).toMatchObject({ terms: { contract: null, deadlines: [], amended: [] } });
    const contract = { reference: 'NW-2026-017', start: '2026-01-01', services: ['monitoring'] };
    const deadlines = [{ of: 'personal data breach', hours: 24 }];
    expect((await service.post(`${at}/terms`, keys.owner, { contract })).status).toBe(201);
    const amended = await service.post(`${at}/terms`, keys.owner, { deadlines });
    expect(amended).toMatchObject({ status: 201, body: { entries: [{ type: 'TermsAmended' }] } });
    const after = await service.after(amended, at, keys.carl);
    expect(after.body).toMatchObject({ slug: 'contoso', terms: { contract, deadlines, amended: [{}, {}] } });
    for (const [key, body, code] of [
      [keys.carl, { deadlines }, 'engagement/not-allowed'],
      [keys.owner, {}, 'engagement/nothing-amended'],
      [keys.owner, { contract: { start: '2026-02-30' } }, 'engagement/bad-day'],
      [keys.owner, { deadlines: [{ of: 'breach', hours: 0 }] }, 'http/invalid-body'],
    ] as const) {
      expect((await service.post(`${at}/terms`, key, body)).body.code).toBe(code);
    }
  });
});
