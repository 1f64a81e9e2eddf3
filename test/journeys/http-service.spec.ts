import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import { AUTHORISATION } from '#apps/ledger/src/access/authorisation';
import { PROBLEMS } from '#http/problems';
import { ENGAGEMENT } from './http-story.ts';
import { RunningService } from './running-service.ts';

describe('The service itself', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await RunningService.start();
  });
  afterAll(() => service.stop());

  it('says that it lives and that it is ready, to anybody', async () => {
    expect(await service.get('/livez')).toMatchObject({ status: 200, body: { status: 'live' } });
    expect(await service.get('/readyz')).toMatchObject({ status: 200, body: { status: 'ready', lag: 0 } });
  });

  it('serves the first page and all its parts, from itself alone', async () => {
    const page = await service.get('/');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('<title>Onus');
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const parts = [...page.text.matchAll(/(?:src|href)="([^"/#:]+)"/g)].map(([, part]) => part!);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect([part, (await service.get(`/${part}`)).status]).toEqual([part, 200]);
  });

  it('serves no file that is not part of the page', async () => {
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/package.json', '/parts/']) {
      expect([path, (await service.get(path)).status]).toEqual([path, 404]);
    }
  });

  it('serves a page on which the interface can be read, from itself alone', async () => {
    const page = await service.get('/v1/docs');
    expect(page.status).toBe(200);
    const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part!);
    for (const part of parts) {
      expect(part).toMatch(/^\/(?!\/)/);
      expect([part, (await service.get(part)).status]).toEqual([part, 200]);
    }
  });

  it('describes every operation in OpenAPI 3.1, and every description leads somewhere', async () => {
    const { text } = await service.get('/v1/openapi.json');
    const document = JSON.parse(text) as OpenAPIObject;
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths).flatMap((item) =>
      Object.values(item as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    );
    expect([...operations].sort()).toEqual(Object.keys(AUTHORISATION).sort());
    const { schemas, responses } = document.components as Record<string, Record<string, unknown>>;
    const known = new Set([
      ...Object.keys(schemas!).map((name) => `#/components/schemas/${name}`),
      ...Object.keys(responses!).map((name) => `#/components/responses/${name}`),
    ]);
    const used = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!);
    expect(used.filter((reference) => !known.has(reference))).toEqual([]);
  });

  it('is described by the committed document', async () => {
    const committed = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as unknown;
    expect(JSON.parse((await service.get('/v1/openapi.json')).text)).toEqual(committed);
  });

  it('documents every problem of its own, and no other', () => {
    const section = readFileSync('docs/problems.md', 'utf8')
      .split(/^## HTTP$/m)[1]!
      .split(/^## /m)[0]!;
    const documented = [...section.matchAll(/^### `([^`]+)`\n\nStatus (\d+)\. /gm)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
    const own = Object.values(PROBLEMS).map(({ code, status }) => [code, status]);
    expect(documented).toEqual(own);
  });

  it('finishes what it has accepted before it closes, and takes nothing new', async () => {
    const other = await RunningService.start();
    const owner = await other.ownerKey();
    await other.post('/v1/engagements', owner, ENGAGEMENT);
    const party = { side: 'third', name: 'Fabrikam' };
    const accepted = Array.from({ length: 20 }, () => other.post('/v1/engagements/contoso/parties', owner, party));
    await accepted[0];
    await other.close();
    const outcomes = await Promise.allSettled(accepted);
    const recorded = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value.status === 201);
    await other.open();
    const listed = await other.get('/v1/engagements/contoso/parties', owner);
    // Every answer that was given tells the truth: nothing acknowledged is missing.
    expect(listed.body.items.length).toBeGreaterThanOrEqual(2 + recorded.length);
    expect(recorded.length).toBeGreaterThan(0);
    await other.stop();
  });

  it('builds the demonstration for an owner, once', async () => {
    const owner = await service.ownerKey();
    const built = await service.post('/v1/demo', owner);
    expect(built).toMatchObject({ status: 200, body: { built: true } });
    expect((await service.get(`/v1/engagements/${built.body.engagement}`, owner)).body['treeSize']).toBe(
      built.body.entries,
    );
    expect(await service.post('/v1/demo', owner)).toMatchObject({ status: 200, body: { built: false } });
    const answers = [
      'matrix?effective=2026-03-14',
      'changes?limit=200',
      'evidence?limit=200',
      'timeline?limit=200',
      'members',
    ];
    for (const path of answers) {
      expect((await service.get(`/v1/engagements/${built.body.engagement}/${path}`, owner)).status).toBe(200);
    }
    expect(service.faults).toEqual([]);
  });
});
