import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalize } from '#kernel/json';
import { sha256 } from '#ledger-store/entry-codec';
import { makeSnapshot } from '#snapshot/making/made-snapshot';
import { agree, define, openEngagement, type Cast } from './http-story.ts';
import { RunningService, type Reply } from './running-service.ts';

const AT = '/v1/engagements/contoso';
const DOCUMENT = 'application/vnd.onus.matrix-snapshot+json';
const MARCH = '2026-03-14';

interface Sealed {
  readonly snapshotId: string;
  readonly effective: string;
  readonly treeSize: number;
  readonly root: string;
  readonly digest: string;
  readonly lines: number;
}

interface Document {
  readonly treeSize: number;
  lines: { ref: string; assignment: { marks: string[] }; acknowledged: number; objections?: readonly unknown[] }[];
}

let service: RunningService;
let cast: Cast;
let agreed: Reply;
beforeAll(async () => {
  service = await RunningService.start();
  cast = await openEngagement(service);
  agreed = await agree(service, cast, [define('LOG-03'), define('BCK-01')], '2026-02-01T00:00:00Z');
});
afterAll(() => service.stop());

const sealedIn = ({ body }: Reply): Sealed => body['snapshot'] as Sealed;

async function taken(body: object, key = cast.carl): Promise<Sealed> {
  const reply = await service.post(`${AT}/snapshots`, key, body);
  expect(reply.status).toBe(201);
  const sealed = sealedIn(reply);
  // Whoever reads next rests on it.
  await service.after(reply, `${AT}/snapshots/${sealed.snapshotId}`, cast.vera);
  return sealed;
}

const documentOf = (id: string): Promise<Reply> => service.get(`${AT}/snapshots/${id}/document`, cast.vera);

const verified = (id: string, text: string): Promise<Reply> =>
  service.send('POST', `${AT}/snapshots/${id}/verification`, {
    key: cast.vera,
    body: text,
    headers: { 'content-type': DOCUMENT },
  });

/** The document with something done to it, written canonically again. */
function altered(text: string, change: (document: Document) => void): string {
  const document = JSON.parse(text) as Document;
  change(document);
  return canonicalize(document);
}

describe('A snapshot over HTTP', () => {
  it('is sealed by its digest, its tree size and its root, and answered with a receipt', async () => {
    const size = agreed.body['treeSize'] as number;
    const reply = await service.post(`${AT}/snapshots`, cast.carl, { effective: MARCH, known: String(size) });
    expect(reply.status).toBe(201);
    const sealed = sealedIn(reply);
    const [entry] = reply.body.entries;
    expect(sealed).toMatchObject({
      snapshotId: `s${entry!.index}`,
      // The first instant of the day in Berlin.
      effective: '2026-03-13T23:00:00Z',
      treeSize: size,
      root: Buffer.from(agreed.body['rootHash'] as string, 'hex').toString('base64'),
      lines: 2,
      format: 'onus/matrix-snapshot/v2',
    });
    expect(reply.headers.get('onus-position')).toBe(reply.body.position);
    const read = await service.after(reply, `${AT}/snapshots/${sealed.snapshotId}`, cast.vera);
    expect(read.body).toMatchObject({
      id: sealed.snapshotId,
      digest: sealed.digest,
      verifies: true,
      made: sealed.digest,
    });
  });

  it('takes what is recorded, now, where it is not told otherwise, and means the same when it is sent again', async () => {
    const id = randomUUID();
    const [first, again] = await Promise.all([
      service.post(`${AT}/snapshots`, cast.carl, {}, id),
      service.post(`${AT}/snapshots`, cast.carl, {}, id),
    ]);
    await agree(service, cast, [define(`NEW-${first.body.position}`)], '2026-02-01T00:00:00Z');
    const later = await service.post(`${AT}/snapshots`, cast.carl, {}, id);
    expect([first.status, again.status, later.status]).toEqual([201, 201, 201]);
    expect(sealedIn(again)).toEqual(sealedIn(first));
    expect(sealedIn(later)).toEqual(sealedIn(first));
    expect(later.headers.get('idempotency-replayed')).toBe('true');
    const other = await service.post(`${AT}/snapshots`, cast.carl, { effective: MARCH }, id);
    expect([other.status, other.body.code]).toEqual([422, 'ledger/command-id-reused']);
  });

  it('gives the very bytes that were sealed, whatever was recorded since, with the digest for a tag', async () => {
    const { snapshotId, digest, treeSize } = await taken({ effective: MARCH });
    const first = await documentOf(snapshotId);
    await agree(service, cast, [{ act: 'retire', ref: 'BCK-01' }], '2026-03-01T00:00:00Z');
    const later = await documentOf(snapshotId);
    expect(later.text).toBe(first.text);
    expect(later.headers.get('content-type')).toMatch(DOCUMENT);
    expect(later.headers.get('etag')).toBe(`"${digest}"`);
    expect(`sha256:${sha256(later.text, 'hex')}`).toBe(digest);
    expect(canonicalize(JSON.parse(later.text))).toBe(later.text);
    expect(later.text).not.toContain('Anna Meier');
    expect((JSON.parse(later.text) as Document).treeSize).toBe(treeSize);
    // The same question, asked now as known then, is sealed with the same digest.
    expect(await taken({ effective: MARCH, known: String(treeSize) }, cast.ben)).toMatchObject({ digest });
  });

  it('is listed with the others in pages, in the order in which they were taken', async () => {
    const page = await service.get(`${AT}/snapshots?limit=2`, cast.vera);
    expect(page.body.items).toHaveLength(2);
    const next = await service.get(`${AT}/snapshots?limit=200&after=${encodeURIComponent(page.body.next!)}`, cast.vera);
    const ids = [...page.body.items, ...next.body.items].map(({ id }) => Number(id.slice(1)));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(ids.length).toBeGreaterThan(3);
  });

  it('is not taken by a viewer, nor of what is not there', async () => {
    const viewer = await service.post(`${AT}/snapshots`, cast.vera, {});
    expect([viewer.status, viewer.body.code]).toEqual([403, 'engagement/not-allowed']);
    const codes: string[] = [];
    for (const body of [{ known: '100000' }, { known: '0' }, { effective: '2026-02-30' }, { effective: 'noon' }]) {
      codes.push((await service.post(`${AT}/snapshots`, cast.carl, body)).body.code);
    }
    expect(codes).toEqual(['http/not-yet-known', 'snapshot/no-such-size', 'http/bad-instant', 'http/bad-instant']);
    // An entry that names such a time could be read by no verifier, and no pack of the ledger would be proven again.
    for (const effective of ['2250-01-02', '2620-01-01', '1799-12-31', '0026-03-14']) {
      for (const what of ['snapshots', 'versions']) {
        const reply = await service.post(`${AT}/${what}`, cast.carl, { effective });
        expect([effective, reply.status, reply.body.code]).toEqual([effective, 400, 'http/bad-instant']);
      }
    }
    for (const path of ['s0', 's999', 'x', 's0/document']) {
      const reply = await service.get(`${AT}/snapshots/${path}`, cast.vera);
      expect([path, reply.status, reply.body.code]).toEqual([path, 404, 'http/absent']);
    }
  });
});

describe('A snapshot whose digest is not that of the document', () => {
  it('is said not to verify, and no bytes are given out for it', async () => {
    const engagementId = service.onus.engagementId('contoso');
    const actor = await service.onus.actor(engagementId, 'm6', 'test');
    const right = await taken({ effective: MARCH });
    const { snapshotId: _, ...data } = right;
    const digest = `sha256:${'0'.repeat(64)}`;
    const command = { type: 'TakeSnapshot', data: { ...data, format: 'onus/matrix-snapshot/v2', digest } } as const;
    const { entries, position } = await service.onus.submit(engagementId, command, { commandId: randomUUID(), actor });
    await service.onus.read.reach(position, 120_000);
    const id = `s${entries[0]!.index}`;
    const shown = await service.get(`${AT}/snapshots/${id}`, cast.vera);
    expect(shown.body).toMatchObject({ digest, verifies: false, made: right.digest });
    const refused = await documentOf(id);
    expect([refused.status, refused.body.code]).toEqual([409, 'snapshot/not-reproducible']);
    const { text } = await documentOf(right.snapshotId);
    expect((await verified(id, text)).body.code).toBe('snapshot/not-reproducible');
  });
});

describe('A snapshot of the first format', () => {
  it('was taken before, and verifies as it did: it is made again in its own format', async () => {
    const { onus } = service;
    const engagementId = onus.engagementId('contoso');
    const point = { effective: { day: MARCH }, known: { treeSize: Number(agreed.body['treeSize']) } };
    const { document, digest, text } = await makeSnapshot(onus, engagementId, point, 'onus/matrix-snapshot/v1');
    const { format, effective, treeSize, root, lines } = document;
    const data = { format, effective, treeSize, root, digest, lines: lines.length };
    const actor = await onus.actor(engagementId, 'm6', 'test');
    const options = { commandId: randomUUID(), actor };
    const { entries, position } = await onus.submit(engagementId, { type: 'TakeSnapshot', data }, options);
    await onus.read.reach(position, 120_000);
    const id = `s${entries[0]!.index}`;
    expect((await service.get(`${AT}/snapshots/${id}`, cast.vera)).body).toMatchObject({
      format,
      digest,
      verifies: true,
    });
    expect((await documentOf(id)).text).toBe(text);
    expect(text).not.toContain('"objections"');
    expect((await verified(id, text)).body).toMatchObject({ verdict: 'same' });
  });
});

describe('A document that somebody holds', () => {
  let id: string;
  let text: string;
  beforeAll(async () => {
    ({ snapshotId: id } = await taken({ effective: MARCH, known: String(agreed.body['treeSize']) }));
    ({ text } = await documentOf(id));
  });

  it('is the same to the byte', async () => {
    const reply = await verified(id, text);
    expect(reply.body).toMatchObject({ verdict: 'same', why: [], lines: [] });
  });

  it('is told line by line and field by field where it was altered', async () => {
    const held = altered(text, ({ lines }) => {
      lines.find(({ ref }) => ref === 'LOG-03')!.assignment.marks = ['client'];
    });
    const reply = await verified(id, held);
    expect(reply.body).toMatchObject({
      verdict: 'differs',
      lines: [{ ref: 'LOG-03', kind: 'changed', fields: ['/assignment/marks'] }],
    });
    expect(reply.body['why']).toEqual([
      { code: 'other-lines', detail: 'one line differs, over the same entries: it was altered' },
    ]);
  });

  it('is told where it is of other entries, and where its bytes were written anew', async () => {
    const { snapshotId: other } = await taken({ effective: MARCH });
    const reply = await verified(other, text);
    expect((reply.body['why'] as { code: string }[]).map(({ code }) => code)).toEqual([
      'other-size',
      'other-root',
      'other-head',
      'other-lines',
    ]);
    expect(reply.body.lines).toContainEqual({ ref: 'BCK-01', kind: 'added', fields: [] });
    const indented = await verified(id, JSON.stringify(JSON.parse(text), null, 2));
    expect(indented.body).toMatchObject({ verdict: 'differs', why: [{ code: 'not-canonical' }], lines: [] });
  });

  it.each(['', '{}', 'lines', '{"format":"onus/matrix-snapshot/v1"}'])('is none: %j', async (held) => {
    const reply = await verified(id, held);
    expect([reply.status, reply.body.code]).toEqual([422, 'snapshot/no-document']);
  });
});

describe('Two snapshots', () => {
  it('are compared as any two instants on either clock are, with how many tasks differ', async () => {
    const before = await taken({ effective: MARCH, known: String(agreed.body['treeSize']) });
    const after = await taken({ effective: MARCH });
    const sides = async (from: string, to: string): Promise<Reply> =>
      service.get(`${AT}/snapshots/compare?${new URLSearchParams({ from, to }).toString()}`, cast.vera);
    const both = await sides(before.snapshotId, after.snapshotId);
    expect(both.body).toMatchObject({
      from: { id: before.snapshotId, digest: before.digest },
      to: { id: after.snapshotId },
      counts: { removed: 1, changed: 0, same: 1 },
    });
    const instants = await sides(`${MARCH}@${before.treeSize}`, `2026-03-13T23:00:00Z@${after.treeSize}`);
    expect(instants.body.lines).toEqual(both.body.lines);
    expect(instants.body).toMatchObject({ from: null, to: null });
    const mixed = await sides(before.snapshotId, MARCH);
    expect(mixed.body).toMatchObject({ from: { id: before.snapshotId }, to: null });
    expect([(await sides('s0', MARCH)).status, (await sides('yesterday', MARCH)).status]).toEqual([404, 400]);
  });
});
