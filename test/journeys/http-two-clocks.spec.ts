import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agree, define, openEngagement, type Cast } from './http-story.ts';
import { RunningService, type AnswerBody } from './running-service.ts';

const at = '/v1/engagements/contoso';

describe('Questions at a point on both clocks', () => {
  let service: RunningService;
  let cast: Cast;
  let before: number;
  let position: string;

  const ask = async (path: string): Promise<AnswerBody> => {
    const reply = await service.get(`${at}/${path}`, cast.vera, { 'if-position-at-least': position });
    expect([path, reply.status]).toEqual([path, 200]);
    return reply.body;
  };
  const owners = ({ intervals }: AnswerBody): unknown[] =>
    intervals.map(({ from, to, owner }) => ({ from, to, owner }));

  beforeAll(async () => {
    service = await RunningService.start();
    cast = await openEngagement(service);
    const first = await agree(service, cast, [define('LOG-03'), define('A/B (1)')], '2026-01-01T00:00:00Z');
    before = first.body.entries.at(-1)!.index + 1;
    const handover = { act: 'assign', ref: 'LOG-03', assignment: { marks: ['client'], raci: [] } };
    const second = await agree(service, cast, [handover], '2026-03-14T12:00:00+01:00');
    position = second.body.position;
  });
  afterAll(() => service.stop());

  it('answers an instant, and a day of the contract zone as the list of its intervals', async () => {
    expect(owners(await ask('tasks/LOG-03/owner?effective=2026-03-14T10:59:59Z'))).toMatchObject([
      { owner: 'Northwind' },
    ]);
    expect(owners(await ask('tasks/LOG-03/owner?effective=2026-03-14T11:00:00Z'))).toMatchObject([
      { owner: 'Contoso' },
    ]);
    expect(owners(await ask('tasks/LOG-03/owner?effective=2026-03-14'))).toEqual([
      { from: '2026-03-13T23:00:00Z', to: '2026-03-14T11:00:00Z', owner: 'Northwind' },
      { from: '2026-03-14T11:00:00Z', to: '2026-03-14T23:00:00Z', owner: 'Contoso' },
    ]);
  });

  it('answers as known then, and echoes what the answer rests on', async () => {
    const then = await ask(`tasks/LOG-03/owner?effective=2026-04-01T00:00:00Z&known=${before}`);
    expect(owners(then)).toMatchObject([{ owner: 'Northwind' }]);
    expect(then['asOf']).toMatchObject({ effective: '2026-04-01T00:00:00Z', treeSize: before, zone: 'Europe/Berlin' });
    expect(then['later']).toMatchObject([{ type: 'ResponsibilityAssigned' }]);
    const now = await ask('tasks/LOG-03/owner?effective=2026-04-01T00:00:00Z');
    expect(owners(now)).toMatchObject([{ owner: 'Contoso' }]);
    const { knownAt } = then['asOf'] as { knownAt: string };
    const byTime = await ask(`tasks/LOG-03/owner?effective=2026-04-01T00:00:00Z&known=${encodeURIComponent(knownAt)}`);
    expect((byTime['asOf'] as { treeSize: number }).treeSize).toBeGreaterThanOrEqual(before);
  });

  it('takes offsets with and without escaping', async () => {
    for (const plus of ['+', '%2B']) {
      const answer = await ask(`tasks/LOG-03/owner?effective=2026-03-14T12:00:00${plus}01:00`);
      expect(answer['asOf']).toMatchObject({ effective: '2026-03-14T11:00:00Z' });
    }
  });

  it('knows tasks by references that an address must escape', async () => {
    const ref = encodeURIComponent('A/B (1)');
    expect(await ask(`tasks/${ref}/owner?effective=2026-02-01`)).toMatchObject({
      exists: true,
      task: { ref: 'A/B (1)' },
    });
    expect(await ask(`tasks/${ref}?effective=2026-02-01`)).toMatchObject({ task: { ref: 'A/B (1)' } });
    expect((await ask(`tasks/${ref}/timeline`)).items).not.toEqual([]);
  });

  it('says of a task that nobody ever defined that it does not exist', async () => {
    expect(await ask('tasks/NO-1/owner?effective=2026-02-01')).toMatchObject({ exists: false, task: null });
  });

  it('gives the matrix at a point, and what differs between two points', async () => {
    const matrix = await ask('matrix?effective=2026-04-01T00:00:00Z');
    expect(matrix.lines.map(({ ref, owner }) => [ref, owner])).toEqual([
      ['A/B (1)', 'Northwind'],
      ['LOG-03', 'Contoso'],
    ]);
    const diff = await ask('diff?fromEffective=2026-02-01T00:00:00Z&toEffective=2026-04-01T00:00:00Z');
    expect(diff).toMatchObject({ counts: { added: 0, removed: 0, changed: 1, same: 1 } });
    expect(diff.lines).toMatchObject([{ ref: 'LOG-03', kind: 'changed' }]);
    const now = '2026-04-01T00:00:00Z';
    const learned = await ask(`diff?fromEffective=${now}&toEffective=${now}&fromKnown=${before}`);
    expect(learned.lines).toMatchObject([{ ref: 'LOG-03', kind: 'changed' }]);
  });

  it('gives everything else as known then as well', async () => {
    expect((await ask(`changes?known=${before}`)).items.map(({ id }) => id)).toEqual(['C-1']);
    expect((await ask('changes')).items.map(({ id }) => id).sort()).toEqual(['C-1', 'C-2']);
    expect((await ask('changes?status=proposed')).items).toEqual([]);
    expect((await ask('parties?known=2')).items).toHaveLength(1);
    expect((await ask('members?known=4')).items).toMatchObject([{ id: 'm3', name: 'Nora Lund' }]);
    expect((await ask(`timeline?known=${before}&limit=200`)).items).toHaveLength(before);
  });

  it('answers many short questions at once, in order, from one tree size', async () => {
    const lines = [
      '1\tLOG-03\t2026-02-01T00:00:00Z',
      'x\tLOG-03\t2026-04-01T00:00:00Z\tmore',
      '3\tNO-1\t2026-04-01T00:00:00Z',
    ];
    const reply = await service.send('POST', `${at}/questions`, {
      key: cast.vera,
      body: lines.join('\n'),
      headers: { 'content-type': 'text/tab-separated-values', 'if-position-at-least': position },
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson');
    const answers = reply.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AnswerBody);
    expect(answers.map(({ id, item, owner, exists }) => [id, item, owner, exists])).toEqual([
      [1, 'LOG-03', 'Northwind', true],
      ['x', 'LOG-03', 'Contoso', true],
      [3, 'NO-1', null, false],
    ]);
    expect(new Set(answers.map(({ treeSize }) => treeSize)).size).toBe(1);
  });

  it('takes questions as JSON as well, and refuses them as carefully', async () => {
    const ask = (body: string) =>
      service.send('POST', `${at}/questions`, {
        key: cast.vera,
        body,
        headers: { 'content-type': 'application/x-ndjson' },
      });
    const reply = await ask('{"id":"q","item":"LOG-03","at":"2026-04-01T02:00:00+02:00"}\n');
    expect(JSON.parse(reply.text)).toMatchObject({ id: 'q', at: '2026-04-01T02:00:00+02:00', owner: 'Contoso' });
    const good = '{"id":1,"item":"LOG-03","at":"2026-04-01T00:00:00Z"}';
    for (const [line, code, column] of [
      ['{"id":1,"item"', 'intake/not-json', 15],
      ['[]', 'intake/not-an-object', 1],
      ['{"id":1.5,"item":"LOG-03","at":"2026-04-01T00:00:00Z"}', 'intake/broken-question', 1],
      ['{"id":1,"at":"2026-04-01T00:00:00Z"}', 'intake/broken-question', 1],
      ['{"id":1,"item":"LOG-03"}', 'intake/broken-question', 1],
      ['{"id":1,"item":"LOG-03","at":"2026-04-01"}', 'intake/not-an-instant', 1],
    ]) {
      expect(await ask(`${good}\n${line}`)).toMatchObject({ status: 422, body: { code, line: 2, column } });
    }
  });

  it('refuses broken questions whole, with line and column', async () => {
    const reply = await service.send('POST', `${at}/questions`, {
      key: cast.vera,
      body: '1\tLOG-03\t2026-02-01T00:00:00Z\n2\tLOG-03\tyesterday\n',
      headers: { 'content-type': 'text/tab-separated-values' },
    });
    expect(reply).toMatchObject({ status: 422, body: { code: 'intake/not-an-instant', line: 2, column: 10 } });
  });

  it('gives long answers in pages that a link leads through', async () => {
    const seen: unknown[] = [];
    let path: string | null = `${at}/timeline?limit=5&known=${before}`;
    let pages = 0;
    while (path !== null) {
      const page = await service.get(path, cast.vera);
      seen.push(...page.body.items.map(({ entry }) => entry));
      pages++;
      path = /^<(.*)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1] ?? null;
      expect(path === null).toBe(page.body.next === null);
    }
    expect(seen).toEqual(Array.from({ length: before }, (_, i) => i));
    expect(pages).toBe(Math.ceil(before / 5));
  });

  it('refuses a cursor that was given for another question', async () => {
    const page = await service.get(`${at}/timeline?limit=5`, cast.vera);
    const elsewhere = await service.get(`${at}/matrix?after=${encodeURIComponent(page.body.next!)}`, cast.vera);
    expect(elsewhere).toMatchObject({ status: 400, body: { code: 'http/bad-cursor' } });
  });

  it('found no fault of the service in any of it', () => {
    expect(service.faults).toEqual([]);
  });
});
