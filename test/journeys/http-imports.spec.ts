import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OutcomeUnknown } from '#ledger-store/event-store';
import { openEngagement, type Cast } from './http-story.ts';
import { RunningService, type Reply } from './running-service.ts';

const at = '/v1/engagements/contoso';
const BASELINE = readFileSync('libs/intake/baseline/mssp-baseline.csv');
const FEED = [
  { item: 'INC-1', at: '2026-01-01T08:00:00Z', kind: 'assigned', owner: 'Kim', actor: 'sys' },
  { item: 'INC-1', at: '2026-01-02T08:00:00Z', kind: 'assigned', owner: 'Lea', actor: 'sys' },
];
const NDJSON = FEED.map((line) => `${JSON.stringify(line)}\n`).join('');

describe('Importing over HTTP', () => {
  let service: RunningService;
  let cast: Cast;

  const send = (query: string, type: string, body: Uint8Array | string, key = cast.owner): Promise<Reply> =>
    service.send('POST', `${at}/imports?${query}`, {
      key,
      body,
      headers: { 'content-type': type, 'idempotency-key': randomUUID() },
    });

  beforeAll(async () => {
    service = await RunningService.start();
    cast = await openEngagement(service);
  });
  afterAll(() => service.stop());

  it('records a dated version of a matrix as it stands, and says what it recorded', async () => {
    const query = 'format=matrix-csv&effective=2026-01-01T00:00:00Z&name=baseline.csv';
    const reply = await send(query, 'text/csv', BASELINE);
    expect(reply).toMatchObject({
      status: 200,
      body: { recorded: true, reason: null, lines: 69, counts: { define: 69 } },
    });
    // The receipt is that of the last entry, under which all others stand.
    const treeSize = Number(reply.body['treeSize']);
    expect(reply.body['receipt']).toMatchObject({ treeSize, entries: [{ index: treeSize - 1 }] });
    expect(reply.headers.get('onus-position')).toBe(reply.body.position);
    const answer = await service.after(reply, `${at}/tasks/LOG-01/owner?effective=2026-02-01`, cast.vera);
    expect(answer.body.intervals).toMatchObject([
      { mark: 'Shared', basis: { kind: 'import', agreed: false, format: 'matrix-csv', note: expect.any(String) } },
    ]);
    const again = await send(query, 'text/csv', BASELINE);
    expect(again).toMatchObject({ status: 200, body: { recorded: false, reason: 'no-difference', import: null } });
  });

  it('records a feed, also compressed', async () => {
    const reply = await send('format=assignments&mode=replace&onClose=keep', 'application/gzip', gzipSync(NDJSON));
    expect(reply).toMatchObject({ status: 200, body: { recorded: true, lines: 2 } });
    const answer = await service.after(reply, `${at}/tasks/INC-1/owner?effective=2026-01-02`, cast.vera);
    expect(answer.body.intervals.map(({ owner }) => owner)).toEqual(['Kim', 'Lea']);
    const plain = await send('format=assignments', 'application/x-ndjson', NDJSON);
    expect(plain).toMatchObject({ status: 200, body: { recorded: true } });
    // What follows asks how large the ledger is.
    await service.after(plain, at, cast.vera);
  });

  it('goes on from whoever is in charge where a feed begins, and frees whom a feed takes away', async () => {
    const [first, second, third] = ['2026-03-01T08:00:00Z', '2026-03-05T08:00:00Z', '2026-03-09T08:00:00Z'];
    const feed = (mode: string, ...events: readonly object[]): Promise<Reply> => {
      const lines = events.map((event) => `${JSON.stringify({ item: 'INC-7', ...event })}\n`);
      return send(`format=assignments&mode=${mode}`, 'application/x-ndjson', lines.join(''));
    };
    await feed(
      'set',
      { at: first, kind: 'assigned', owner: 'Kim', group: 'Kim' },
      { at: second, kind: 'assigned', owner: 'Lea' },
    );
    await feed('set', { at: second, kind: 'assigned', owner: 'Mia' });
    const last = await feed('replace', { at: third, kind: 'unassigned', owner: 'Kim' });
    const bearers = async (when: string): Promise<unknown> => {
      const { body } = await service.after(last, `${at}/tasks/INC-7/owner?effective=${when}`, cast.vera);
      return body.intervals.map(({ owners, group }) => [(owners as { name: string }[]).map(({ name }) => name), group]);
    };
    expect(await bearers(first)).toEqual([[['Kim'], 'Kim']]);
    expect(await bearers(second)).toEqual([[['Kim', 'Lea', 'Mia'], 'Kim']]);
    expect(await bearers(third)).toEqual([[[], null]]);
    const { body } = await service.get(`${at}/members`, cast.vera);
    const namesakes = body.items.filter(({ name }) => name === 'Kim').map(({ kind }) => kind);
    expect(new Set(namesakes)).toEqual(new Set(['person', 'team']));
  });

  it('takes nobody whom a feed names for a member of a side who is called so', async () => {
    const { body } = await service.get(`${at}/members`, cast.vera);
    const { name } = body.items.find(({ id }) => id === 'm3')!;
    const line = { item: 'INC-8', at: '2026-03-01T08:00:00Z', kind: 'assigned', owner: name };
    const reply = await send('format=assignments', 'application/x-ndjson', `${JSON.stringify(line)}\n`);
    const answer = await service.after(reply, `${at}/tasks/INC-8/owner?effective=2026-03-02`, cast.vera);
    expect(answer.body.intervals).toMatchObject([{ owners: [{ name, partyName: 'Not stated by the source' }] }]);
  });

  it('refuses a broken file whole, with line, column and mend', async () => {
    const before = (await service.get(at, cast.vera)).body['treeSize'];
    const reply = await send('format=assignments', 'application/x-ndjson', `${NDJSON}{"item":"INC-2"}\n`);
    expect(reply).toMatchObject({ status: 422, body: { code: 'intake/missing-field', line: 3, column: 1 } });
    expect(reply.body.errors).toMatchObject([{ in: 'body', pointer: '', detail: expect.any(String) }]);
    expect((await service.get(at, cast.vera)).body['treeSize']).toBe(before);
  });

  it.each([
    [
      'a feed',
      'format=assignments',
      'application/x-ndjson',
      `${NDJSON.replaceAll('Kim', 'Mia')}{"item":" INC-3","at":"2026-01-01T00:00:00Z","kind":"closed"}\n`,
      3,
    ],
    ['a matrix', 'format=matrix-csv&effective=2031-01-01T00:00:00Z', 'text/csv', `ref,title\nA-1,x\n"A\u00012",y\n`, 3],
  ])('refuses %s with a reference that cannot be one before anybody whom it names is recorded', async (...given) => {
    const [, query, type, body, line] = given;
    const before = await service.onus.store.lastPosition();
    expect(await send(query, type, body)).toMatchObject({ status: 422, body: { code: 'intake/bad-ref', line } });
    expect(await service.onus.store.lastPosition()).toBe(before);
  });

  it('refuses settings that do not go with the format, or are missing', async () => {
    const csv = (query: string): Promise<Reply> => send(`format=matrix-csv&${query}`, 'text/csv', BASELINE);
    const bad = { status: 400, body: { code: 'http/bad-parameter' } };
    expect(await csv('')).toMatchObject(bad);
    expect(await csv('effective=2026-01-01T00:00:00Z&mode=set')).toMatchObject(bad);
    expect(await csv('effective=2026-01-01T00:00:00Z&map=none')).toMatchObject(bad);
    expect(await csv('effective=2026-01-01')).toMatchObject({ status: 400, body: { code: 'http/bad-instant' } });
    expect(await send('format=xlsx', 'text/csv', BASELINE)).toMatchObject(bad);
    expect(await send('format=assignments&effective=2026-01-01T00:00:00Z', 'text/csv', NDJSON)).toMatchObject(bad);
    const broken = await csv(`effective=2026-01-01T00:00:00Z&map=${encodeURIComponent('{"marks":1}')}`);
    expect(broken).toMatchObject({ status: 422, body: { code: 'intake/broken-map' } });
  });

  it('takes a map of the caller', async () => {
    const map = JSON.stringify({
      ref: 'nr',
      texts: { title: 'what' },
      marks: [{ column: 'who', words: { us: 'mssp', them: 'client' } }],
    });
    const query = `format=matrix-csv&effective=2030-01-01T00:00:00Z&map=${encodeURIComponent(map)}`;
    const reply = await send(query, 'text/csv', 'nr,what,who\nX-1,Patching,them\n');
    expect(reply).toMatchObject({ status: 200, body: { recorded: true, lines: 1 } });
    // From its date on the file is the whole matrix.
    const refs = async (when: string): Promise<readonly unknown[]> => {
      const answer = await service.after(reply, `${at}/matrix?limit=200&effective=${when}`, cast.vera);
      return answer.body.lines.map((line) => (line as unknown as { ref: string }).ref);
    };
    expect(await refs('2030-01-01T00:00:00Z')).toEqual(['X-1']);
    expect(await refs('2029-12-31T23:59:59Z')).toContain('LOG-01');
  });

  it('is for owners', async () => {
    expect(await send('format=assignments', 'text/csv', NDJSON, cast.carl)).toMatchObject({ status: 403 });
  });

  it('takes a reference that a task has in another form of Unicode for that task, and makes no second one', async () => {
    const [one, two] = ['RELEV\u00c9', 'RELEVE\u0301'];
    const query = 'format=matrix-csv&effective=2031-01-01T00:00:00Z';
    const first = await send(query, 'text/csv', `ref,title\n${one},Statement\n`);
    expect(first).toMatchObject({ body: { recorded: true, counts: { define: 1 } } });
    const again = await send(query, 'text/csv', `ref,title\n${two},Statement\n`);
    // What stands in the columns is kept as it stands.
    expect(again).toMatchObject({ body: { counts: { define: 0, retire: 0, revise: 1 } } });
    const event = { at: '2031-02-01T00:00:00Z', kind: 'assigned', actor: 'sys' };
    const lines = [
      { ...event, item: two, owner: 'Mia' },
      { ...event, item: 'CAF\u00c9', owner: 'Mia' },
      { ...event, item: 'CAFE\u0301', owner: 'Noa' },
    ];
    const feed = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const fed = await send('format=assignments', 'application/x-ndjson', feed);
    expect(fed).toMatchObject({ body: { recorded: true, counts: { define: 1, assign: 3 } } });
    const owner = `${at}/tasks/${encodeURIComponent(one)}/owner?effective=2031-02-02`;
    expect((await service.after(fed, owner, cast.vera)).body.intervals).toMatchObject([{ owner: 'Mia' }]);
  });

  it('is over at the next part for whoever may act no more; nothing of it holds, and somebody else finishes it', async () => {
    const { onus, keys } = service;
    const leaving = await keys.create({ label: 'leaving', owner: true });
    const lines = Array.from({ length: 1_500 }, (_, i) => `LEFT-${i},Duty ${i},MSSP`);
    const csv = `ref,title,owner\n${lines.join('\n')}\n`;
    const query = 'format=matrix-csv&effective=2032-01-01T00:00:00Z';
    const submit = onus.submit.bind(onus);
    const open = async () => (await onus.state(onus.engagementId('contoso'))).state.responsibility.openImports;
    onus.submit = async (...given) => {
      const accepted = await submit(...given);
      await keys.revoke(leaving.id);
      return accepted;
    };
    const cut = await send(query, 'text/csv', csv, leaving.key);
    onus.submit = submit;
    expect(cut).toMatchObject({ status: 404, body: { code: 'http/no-such-engagement' } });
    const [[id, begun] = []] = [...(await open())];
    expect(begun).toMatchObject({ recordedParts: 1, parts: expect.any(Number) });
    await service.caughtUp();
    const task = `${at}/tasks/LEFT-0/owner?effective=2032-02-01`;
    expect((await service.get(task, cast.vera)).body).toMatchObject({ exists: false });
    const whole = await send(query, 'text/csv', csv);
    expect(whole).toMatchObject({ status: 200, body: { recorded: true, import: id } });
    expect((await service.after(whole, task, cast.vera)).body).toMatchObject({ exists: true });
    expect((await open()).size).toBe(0);
  });

  it('begins anew where the matrix has moved since it was cut short', async () => {
    const { onus } = service;
    const lines = Array.from({ length: 1_500 }, (_, i) => `MOVED-${i},Duty ${i},MSSP`);
    const csv = `ref,title,owner\n${lines.join('\n')}\n`;
    const query = 'format=matrix-csv&effective=2033-01-01T00:00:00Z';
    const submit = onus.submit.bind(onus);
    let parts = 0;
    onus.submit = (...given) => (parts++ === 0 ? submit(...given) : Promise.reject(new OutcomeUnknown('planned')));
    expect(await send(query, 'text/csv', csv)).toMatchObject({ status: 503 });
    onus.submit = submit;
    const task = { ref: 'NEW-1', definition: { title: 'Another duty' }, effectiveFrom: '2026-01-01T00:00:00Z' };
    expect((await service.post(`${at}/tasks`, cast.owner, task)).status).toBe(201);
    expect(await send(query, 'text/csv', csv)).toMatchObject({ status: 200, body: { recorded: true } });
  });

  it('found no fault of the service in any of it', () => {
    expect(service.faults).toEqual([]);
  });
});
