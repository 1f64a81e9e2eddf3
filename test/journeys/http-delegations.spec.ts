import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { parseInstant } from '#kernel/instant';
import { define, openEngagement, type Cast } from './http-story.ts';
import { RunningService, type Reply } from './running-service.ts';

const at = '/v1/engagements/contoso';
const changes = `${at}/changes`;
const BEN = 'm5';
const VERA = 'm7';

/** Ben is an approver of the client, who lets Vera, who only reads, decide in his right for a week of March. */
const WEEK = { from: '2026-03-02T00:00:00Z', to: '2026-03-09T00:00:00Z' };

describe('Acting for another over HTTP', () => {
  let service: RunningService;
  let keys: Cast;
  let today = '2026-03-01T09:00:00Z';
  let digest: string;

  beforeAll(async () => {
    service = await RunningService.start(() => parseInstant(today));
    keys = await openEngagement(service);
    const body = { title: 'Log review', effectiveFrom: '2026-02-01T00:00:00Z', lines: [define('LOG-03')] };
    digest = (await service.post(changes, keys.carl, body)).body.digest;
  });
  afterAll(() => service.stop());

  const forBen = (change = 'C-1', read = digest): Promise<Reply> =>
    service.postFor(BEN, `${changes}/${change}/approvals`, keys.vera, { digest: read });

  it('takes a delegation', async () => {
    expect(await forBen()).toMatchObject({ status: 403, body: { code: 'engagement/no-delegation' } });
  });

  it('is granted for a time and within a scope, and told of both', async () => {
    const grant = { delegate: VERA, ...WEEK, scope: { changes: ['C-1', 'C-2'] }, reason: 'On leave' };
    const granted = await service.post(`${at}/delegations`, keys.ben, grant);
    expect(granted).toMatchObject({ status: 201, body: { delegation: 'd11' } });
    const listed = await service.after(granted, `${at}/delegations`, keys.anna);
    expect(listed.body.items).toMatchObject([
      {
        id: 'd11',
        status: 'not-begun',
        delegator: { member: BEN, name: 'Ben Ortiz' },
        delegate: { member: VERA, name: 'Vera Koch' },
        ...WEEK,
        scope: { changes: ['C-1', 'C-2'] },
        reason: 'On leave',
        granted: { by: { member: BEN } },
        revoked: null,
      },
    ]);
    for (const [instant, status] of [
      ['2026-03-01T23:59:59Z', 'not-begun'],
      [WEEK.from, 'current'],
      ['2026-03-08T23:59:59Z', 'current'],
      [WEEK.to, 'expired'],
    ] as const) {
      const { body } = await service.get(`${at}/members?at=${instant}`, keys.carl);
      const of = (id: string) => body.items.find((each) => each.id === id);
      expect(of(BEN)).toMatchObject({ delegations: { given: [{ id: 'd11', status }], held: [] } });
      expect(of(VERA)).toMatchObject({ delegations: { given: [], held: [{ id: 'd11', status }] } });
    }
  });

  it('begins at its first instant, and not before', async () => {
    expect(await forBen()).toMatchObject({ status: 403, body: { code: 'engagement/delegation-not-begun' } });
    today = WEEK.from;
    const own = await service.post(`${changes}/C-1/approvals`, keys.vera, { digest });
    expect(own).toMatchObject({ status: 403, body: { code: 'approval/not-approver' } });
    expect(await forBen()).toMatchObject({ status: 201, body: { agreed: false } });
  });

  it('counts both as one person', async () => {
    const twice = await service.post(`${changes}/C-1/approvals`, keys.ben, { digest });
    expect(twice).toMatchObject({ status: 409, body: { code: 'approval/person-twice' } });
  });

  it('is told by both names wherever the approval is told', async () => {
    const agreed = await service.post(`${changes}/C-1/approvals`, keys.anna, { digest });
    expect(agreed).toMatchObject({ status: 201, body: { agreed: true } });
    const both = { by: { member: VERA, name: 'Vera Koch' }, onBehalfOf: { member: BEN, name: 'Ben Ortiz' } };
    const view = await service.after(agreed, `${changes}/C-1`, keys.carl);
    expect(view.body).toMatchObject({ approvals: [both, { by: { member: 'm4' } }] });
    expect((view.body['approvals'] as readonly object[])[1]).not.toHaveProperty('onBehalfOf');
    const { body } = await service.get(`${at}/tasks/LOG-03/owner?effective=2026-02-15`, keys.carl);
    expect(body.intervals).toMatchObject([{ basis: { kind: 'change', approvals: [both, {}] } }]);
    const timeline = await service.get(`${at}/timeline`, keys.carl);
    const granted = timeline.body.items.filter(({ type }) => type === 'ApprovalGranted');
    expect(granted).toMatchObject([both, { by: { member: 'm4' } }]);
  });

  it('covers nothing outside of its scope', async () => {
    for (const [change, status, code] of [
      ['C-2', 201, undefined],
      ['C-3', 403, 'engagement/delegation-scope'],
    ] as const) {
      const body = { title: 'More', effectiveFrom: '2026-02-01T00:00:00Z', lines: [define(change)] };
      const written = await service.post(changes, keys.carl, body);
      const answer = await forBen(change, written.body.digest);
      expect([change, answer.status, answer.body.code]).toEqual([change, status, code]);
    }
  });

  it('passes nothing on: no delegation is granted in the right of another, and none goes round', async () => {
    const onwards = await service.postFor(BEN, `${at}/delegations`, keys.vera, { delegate: BEN, ...WEEK });
    expect(onwards).toMatchObject({ status: 403, body: { code: 'engagement/on-behalf-not-here' } });
    const only = { delegate: BEN, ...WEEK };
    const back = await service.post(`${at}/delegations`, keys.vera, only);
    expect(back).toMatchObject({ status: 403, body: { code: 'engagement/nothing-to-delegate' } });
    expect((await service.post(`${at}/members/${VERA}/roles`, keys.owner, { roles: ['contributor'] })).status).toBe(
      201,
    );
    const round = await service.post(`${at}/delegations`, keys.vera, only);
    expect(round).toMatchObject({ status: 409, body: { code: 'engagement/delegation-cycle' } });
  });

  it('ends at its last instant', async () => {
    today = '2026-03-08T23:59:59.999999Z';
    const reject = (): Promise<Reply> =>
      service.postFor(BEN, `${changes}/C-2/rejections`, keys.vera, { reason: 'Not so' });
    expect((await service.postFor(BEN, `${changes}/C-9/rejections`, keys.vera, { reason: 'No' })).body.code).toBe(
      'engagement/delegation-scope',
    );
    today = WEEK.to;
    expect(await reject()).toMatchObject({ status: 403, body: { code: 'engagement/delegation-expired' } });
  });

  it('ends when it is revoked, by whoever granted it', async () => {
    const grant = { delegate: VERA, from: WEEK.to, to: '2026-04-01T00:00:00Z' };
    const { body } = await service.post(`${at}/delegations`, keys.ben, grant);
    const revocation = `${at}/delegations/${String(body['delegation'])}/revocation`;
    const others = await service.post(revocation, keys.carl, {});
    expect(others).toMatchObject({ status: 403, body: { code: 'engagement/not-allowed' } });
    const revoked = await service.post(revocation, keys.ben, { reason: 'Back again' });
    expect(revoked).toMatchObject({ status: 201, body: { entries: [{ type: 'DelegationRevoked' }] } });
    const listed = await service.after(revoked, `${at}/delegations`, keys.ben);
    expect(listed.body.items.at(-1)).toMatchObject({
      status: 'revoked',
      revoked: { by: { member: BEN }, reason: 'Back again' },
    });
    const answer = await service.postFor(BEN, `${changes}/C-2/rejections`, keys.vera, { reason: 'Not so' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'engagement/delegation-revoked' } });
  });

  it.each(['ben', 'm', '-1', 'm5, m7', 'm1234567890123456'])(
    'refuses the header “%s”, and says how it is written',
    async (behalf) => {
      const answer = await service.postFor(behalf, `${changes}/C-2/approvals`, keys.vera, { digest });
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'http/bad-parameter', errors: [{ in: 'header', pointer: '/Onus-On-Behalf-Of' }] },
      });
    },
  );

  it('is taken by the commands that the rules let be given so, by asking what to sign for one, and by nothing else', async () => {
    const headers = { 'onus-on-behalf-of': BEN };
    const read = await service.send('GET', `${at}/matrix`, { key: keys.vera, headers });
    expect(read).toMatchObject({ status: 403, body: { code: 'engagement/on-behalf-not-here' } });
    const written = await service.postFor(BEN, `${at}/parties`, keys.owner, { side: 'third', name: 'Fabrikam' });
    expect(written).toMatchObject({ status: 403, body: { code: 'engagement/on-behalf-not-here' } });
    const document = (await service.get('/v1/openapi.json')).body as unknown as OpenAPIObject;
    const taking = Object.values(document.paths)
      .flatMap((item) => [item.get, item.post, item.delete])
      .filter((each) => each !== undefined)
      .filter(({ parameters = [] }) => parameters.some((each) => 'name' in each && each.name === 'Onus-On-Behalf-Of'));
    expect(new Set(taking.map(({ operationId }) => operationId))).toEqual(
      new Set([
        'acknowledgeAssignment',
        'acknowledgeAssignments',
        'approveChange',
        'declineAssignment',
        'giveApprovalChallenge',
        'openChange',
        'proposeChange',
        'rejectChange',
        'requestChanges',
        'reviseChange',
      ]),
    );
  });
});
