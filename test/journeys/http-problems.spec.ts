import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGAGEMENT } from './http-story.ts';
import { RunningService, type Reply } from './running-service.ts';

const at = '/v1/engagements/contoso';

describe('What goes wrong is answered as a problem document', () => {
  let service: RunningService;
  let owner: string;

  beforeAll(async () => {
    service = new RunningService();
    service.positionWaitMs = 50;
    await service.open();
    owner = await service.ownerKey();
    const opened = await service.post('/v1/engagements', owner, ENGAGEMENT);
    expect(opened.status).toBe(201);
    await service.caughtUp();
  });
  afterAll(() => service.stop());

  function expectProblem(reply: Reply, status: number, code: string): void {
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(reply.body).toMatchObject({
      type: `urn:onus:problem:${code}`,
      status,
      title: expect.any(String),
      detail: expect.any(String),
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(reply.text).not.toMatch(/\bat \S+ \(|node_modules|\.ts:\d|\.js:\d/);
  }

  it('without a key, or with one that is unknown, malformed or revoked', async () => {
    const { id, key } = await service.keys.create({ label: 'gone', owner: true });
    await service.keys.revoke(id);
    for (const authorization of [undefined, 'Bearer', 'Bearer x', `Bearer ${key}`, `Basic ${owner}`, owner]) {
      const reply = await service.get(at, undefined, authorization === undefined ? {} : { authorization });
      expectProblem(reply, 401, 'http/unauthenticated');
      expect(reply.headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  it('without a key, before anything of the body is read', async () => {
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    const head = [
      'POST /v1/engagements/contoso/imports?format=assignments HTTP/1.1',
      'Host: x',
      'Content-Type: text/csv',
    ];
    // All but the last byte of what is announced would be waited for, and kept.
    socket.write([...head, 'Content-Length: 60000000', '', 'x'].join('\r\n'));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer.toString()).toContain('http/unauthenticated');
  });

  it('says the same of a foreign engagement as of none', async () => {
    const { key } = await service.keys.create({ label: 'of nobody' });
    const foreign = await service.get(at, key);
    const none = await service.get('/v1/engagements/nowhere', key);
    expectProblem(foreign, 404, 'http/no-such-engagement');
    const same = ({ body }: Reply) => ({ ...body, detail: body.detail.replace(/contoso|nowhere/, '…'), traceId: '' });
    expect(same(foreign)).toEqual(same(none));
    expectProblem(await service.get(`${at}/timeline?after=x`, key), 404, 'http/no-such-engagement');
    expectProblem(await service.post(`${at}/parties`, key, {}), 404, 'http/no-such-engagement');
  });

  it('for an engagement that is not there', async () => {
    expectProblem(await service.get('/v1/engagements/nowhere', owner), 404, 'http/no-such-engagement');
    expectProblem(await service.get(`/v1/engagements/${randomUUID()}`, owner), 404, 'http/no-such-engagement');
    const proposed = await service.post('/v1/engagements/nowhere/parties', owner, { side: 'third', name: 'X' });
    expectProblem(proposed, 404, 'http/no-such-engagement');
  });

  it('for a key that may not open engagements', async () => {
    const { key } = await service.keys.create({ label: 'of nobody' });
    expectProblem(await service.post('/v1/engagements', key, ENGAGEMENT), 403, 'http/owner-key-needed');
    expectProblem(await service.post('/v1/demo', key), 403, 'http/owner-key-needed');
  });

  it('for an address that is not there, and for a method that an address does not know', async () => {
    expectProblem(await service.get('/v1/nothing', owner), 404, 'http/no-such-route');
    expectProblem(await service.get('/../etc/passwd', owner), 404, 'http/no-such-route');
    const wrong = await service.send('PUT', `${at}/tasks/LOG-03/close`, { key: owner });
    expectProblem(wrong, 405, 'http/method-not-allowed');
    expect(wrong.headers.get('allow')).toBe('POST');
    const known = await service.send('PATCH', `${at}/members`, { key: owner, body: {} });
    expectProblem(known, 405, 'http/method-not-allowed');
    expect(known.headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it('for an address that cannot be read, or with a part that is too long', async () => {
    expectProblem(await service.get(`${at}/tasks/%E0%A4%A/owner`, owner), 400, 'http/bad-request');
    expectProblem(await service.get(`${at}/tasks/${'x'.repeat(2_500)}`, owner), 414, 'http/address-too-long');
  });

  it('for a write without Idempotency-Key, or with one that is no UUID', async () => {
    const body = { side: 'third', name: 'Fabrikam' };
    expectProblem(await service.send('POST', `${at}/parties`, { key: owner, body }), 400, 'http/no-idempotency-key');
    expectProblem(await service.post(`${at}/parties`, owner, body, 'again'), 400, 'http/no-idempotency-key');
  });

  it('for a body that is no JSON, with line and column', async () => {
    const send = (body: string | Uint8Array) =>
      service.send('POST', `${at}/parties`, {
        key: owner,
        body,
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      });
    const broken = await send('{\n  "side": third }');
    expectProblem(broken, 400, 'http/malformed-json');
    expect(broken.body).toMatchObject({ line: 2, column: 11 });
    const twice = await send('{"side":"third","name":"A","name":"B"}');
    expectProblem(twice, 400, 'http/malformed-json');
    expect(twice.body.detail).toContain('twice');
    expectProblem(await send(`{"name":${'['.repeat(65)}${']'.repeat(65)}}`), 400, 'http/malformed-json');
    expectProblem(await send('{"side":"third","name":"\\ud800"}'), 400, 'http/malformed-json');
    expectProblem(await send(Uint8Array.of(0x7b, 0xff, 0x7d)), 400, 'http/malformed-json');
    expectProblem(await send(''), 422, 'http/invalid-body');
    expectProblem(await send('[]'), 422, 'http/invalid-body');
  });

  it('for a body that is not as documented, with a pointer to each fault', async () => {
    const reply = await service.post(`${at}/members`, owner, {
      members: [{ party: 'p1', kind: 'robot', name: '', roles: ['owner'], email: 'x' }],
      notify: true,
    });
    expectProblem(reply, 422, 'http/invalid-body');
    expect(reply.body.errors).toEqual([
      { in: 'body', pointer: '/notify', detail: 'is not a known property' },
      { in: 'body', pointer: '/members/0/email', detail: 'is not a known property' },
      { in: 'body', pointer: '/members/0/kind', detail: 'must be one of person, team, service' },
      { in: 'body', pointer: '/members/0/name', detail: 'must be a text of 1 to 200 characters' },
    ]);
  });

  it('for a naive time in a body and in a query', async () => {
    const body = { ref: 'A-1', definition: { title: 'A' }, effectiveFrom: '2026-03-14T09:30:00' };
    const defined = await service.post(`${at}/tasks`, owner, body);
    expectProblem(defined, 422, 'http/invalid-body');
    expect(defined.body.errors).toMatchObject([{ in: 'body', pointer: '/effectiveFrom' }]);
    for (const query of [
      'effective=2026-03-14T09:30:00',
      'effective=2026-02-30',
      'effective=yesterday',
      'known=2026-03-14',
      'known=-1',
    ]) {
      const reply = await service.get(`${at}/matrix?${query}`, owner);
      expectProblem(reply, 400, 'http/bad-instant');
      expect(reply.body.errors).toMatchObject([{ in: 'query', pointer: `/${query.split('=')[0]}` }]);
    }
  });

  it('for a body of a hundred faults, of which it tells fifty', async () => {
    const members = Array.from({ length: 100 }, () => 'nobody');
    const reply = await service.post(`${at}/members`, owner, { members });
    expectProblem(reply, 422, 'http/invalid-body');
    expect(reply.body.errors).toHaveLength(50);
  });

  it('for a parameter that is unknown, given twice, or out of range', async () => {
    for (const query of ['efective=2026-03-14', 'limit=0', 'limit=201', 'limit=1e2', 'limit=1&limit=2', 'limit=']) {
      expectProblem(await service.get(`${at}/matrix?${query}`, owner), 400, 'http/bad-parameter');
    }
  });

  it('for a cursor that the service did not give', async () => {
    for (const path of ['matrix', 'timeline', 'changes', 'evidence']) {
      expectProblem(await service.get(`${at}/${path}?after=made-up`, owner), 400, 'http/bad-cursor');
    }
    expectProblem(await service.get('/v1/engagements?after=made-up', owner), 400, 'http/bad-cursor');
    const { key } = await service.keys.create({ label: 'of nobody' });
    expectProblem(await service.get('/v1/engagements?after=made-up', key), 400, 'http/bad-cursor');
  });

  it('for a tree size that the ledger does not have yet', async () => {
    expectProblem(await service.get(`${at}/matrix?known=5000`, owner), 422, 'http/not-yet-known');
  });

  it('for a position that does not come, after waiting for it', async () => {
    const reply = await service.get(at, owner, { 'if-position-at-least': '999999' });
    expectProblem(reply, 503, 'http/not-there-yet');
    expect(reply.headers.get('retry-after')).toBe('1');
    expect(reply.body['lag']).toEqual(expect.any(Number));
    expectProblem(await service.get(at, owner, { 'if-position-at-least': 'x' }), 400, 'http/bad-parameter');
  });

  it('for a body that is too large, or of another type', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const large = await service.send('POST', `${at}/parties`, {
      key: owner,
      headers,
      body: { name: 'x'.repeat(1_100_000) },
    });
    expectProblem(large, 413, 'http/too-large');
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/csv', 'application/xml']) {
      const sent = { key: owner, body: 'a', headers: { ...headers, 'content-type': type } };
      expectProblem(await service.send('POST', `${at}/parties`, sent), 415, 'http/unsupported-media-type');
    }
    const json = await service.post(`${at}/imports?format=assignments`, owner, {});
    expectProblem(json, 415, 'http/unsupported-media-type');
  });

  it('for what the rules of the ledger refuse, under the code of the rule', async () => {
    expectProblem(await service.post('/v1/engagements', owner, ENGAGEMENT), 409, 'engagement/already-open');
    const slug = { ...ENGAGEMENT, slug: 'No Slug' };
    expectProblem(await service.post('/v1/engagements', owner, slug), 422, 'engagement/bad-slug');
    expectProblem(await service.post(`${at}/changes/C-9/withdrawal`, owner), 404, 'approval/unknown-change');
    const digest = 'x'.repeat(64);
    expectProblem(await service.post(`${at}/changes/C-9/approvals`, owner, { digest }), 404, 'approval/unknown-change');
    expectProblem(await service.remove(`${at}/members/m3`, owner), 409, 'engagement/last-owner');
  });

  it('for what is not there to read', async () => {
    expectProblem(await service.get(`${at}/changes/C-9`, owner), 404, 'http/absent');
    expectProblem(await service.get(`${at}/tasks/NO-1`, owner), 404, 'http/absent');
  });

  it('for bytes that are no HTTP at all', async () => {
    const { hostname, port } = new URL(service.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end('NONSENSE\r\n\r\n'));
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      socket.on('close', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('"code":"http/bad-request"');
  });

  it('takes the trace id of the caller', async () => {
    const trace = 'c'.repeat(32);
    const reply = await service.get('/v1/nothing', owner, { traceparent: `00-${trace}-${'d'.repeat(16)}-01` });
    expect(reply.body.traceId).toBe(trace);
  });

  it('found no fault of the service in any of it', () => {
    expect(service.faults).toEqual([]);
  });
});
