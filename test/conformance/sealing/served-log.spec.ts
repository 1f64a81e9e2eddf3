import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nodeCrypto, nodeSha256 } from '#ledger-store/node-crypto';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { founder, streamOf } from '#apps/ledger/src/runtime/onus';
import { openEngagement, type Cast } from '#test/journeys/http-story';
import { RunningService } from '#test/journeys/running-service';
import { fromBase64 } from '#transparency/bytes';
import { leafHash } from '#transparency/merkle/hashing';
import { verifyConsistency } from '#transparency/merkle/verification';
import type { TrustPolicy } from '#transparency/policy/policy';
import { parseTlogProof, verifyTlogProof } from '#transparency/tlog-proof';
import { walkLog, type WalkedLog } from './walk-log.ts';

const at = '/v1/engagements/contoso/log';
const TASKS = 600;

let service: RunningService;
let cast: Cast;
let policy: TrustPolicy;
let small: WalkedLog;

const fetched = (path: string, key = cast.vera): Promise<Response> =>
  fetch(`${service.url}${at}/${path}`, { headers: { authorization: `Bearer ${key}` } });
const bytes = async (path: string): Promise<Buffer> => {
  const response = await fetched(path);
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return Buffer.from(await response.arrayBuffer());
};
const engagement = (): string => service.onus.engagementId('contoso');
const size = async (): Promise<number> => (await service.onus.store.lastRevision(streamOf(engagement()))) + 1;

/** Records tasks past HTTP: there it would take a while. */
async function grow(from: number, to: number): Promise<void> {
  const submit = (i: number): Promise<unknown> =>
    service.onus.submit(
      engagement(),
      {
        type: 'DefineTask',
        data: { ref: `T-${i}`, definition: { title: `Task ${i}` }, effectiveFrom: '2026-01-01T00:00:00Z' },
      },
      { commandId: randomUUID(), actor: founder('test') },
    );
  await Promise.all(Array.from({ length: to - from }, (_, i) => submit(from + i)));
}

beforeAll(async () => {
  service = await RunningService.start();
  cast = await openEngagement(service);
  const ledger = `onus.example/engagements/${engagement()}`;
  policy = {
    logs: [{ key: ledgerKey(ledger, service.onus.publicKey), url: undefined }],
    witnesses: [],
    quorum: { kind: 'none' },
  };
});
afterAll(() => service.stop());

describe('A ledger, read as a tiled log', () => {
  it('is walked by a client that knows nothing but the specification, as a viewer', async () => {
    small = await walkLog(bytes);
    expect(small.size).toBe(await size());
    const stored = await service.onus.store.readStream(streamOf(engagement()), 0, 1_000);
    expect(small.entries.map(String)).toEqual(stored.map((entry) => Buffer.from(entry.bytes).toString()));
    expect(small.origin).toBe(policy.logs[0]!.key.name);
  });

  it('is walked again when it has grown over several tiles', async () => {
    await grow(0, TASKS);
    // What was sealed before still stands: nobody has sealed what is new.
    expect((await walkLog(bytes)).size).toBe(small.size);
    await service.onus.sealing.rounds.sealNews();
    const large = await walkLog(bytes);
    expect(large.size).toBe(await size());
    expect(large.size).toBeGreaterThan(512);
    const rest = large.size % 256;
    expect(large.asked).toEqual([
      'checkpoint',
      'tile/entries/000',
      'tile/entries/001',
      `tile/entries/002.p/${rest}`,
      'tile/0/000',
      'tile/0/001',
      `tile/0/002.p/${rest}`,
      'tile/1/000.p/2',
    ]);
  });

  it('says that a tile never changes, and that nobody on the way may keep it', async () => {
    for (const path of ['tile/0/000', 'tile/entries/000.p/3', 'tile/1/000.p/1']) {
      const { status, headers } = await fetched(path);
      expect({ path, status, type: headers.get('content-type'), cache: headers.get('cache-control') }).toEqual({
        path,
        status: 200,
        type: 'application/octet-stream',
        cache: 'private, max-age=31536000, immutable',
      });
    }
    const checkpoint = await fetched('checkpoint');
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(checkpoint.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    'tile/0/003',
    'tile/0/002',
    'tile/0/002.p/255',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/0',
    'tile/00/000',
    'tile/2/000.p/1',
    'tile/64/000',
    'tile/0/x000/000',
    'tile/entries/003',
    'tile/entries/x001/000',
    'tile/0/..%2f000',
    'tile/',
    'proof/100000',
    'proof/-1',
    'proof/01',
    'proof/0?size=3',
  ])('answers with a problem document where there is nothing: %s', async (path) => {
    const response = await fetched(path);
    expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
      status: 404,
      type: 'application/problem+json',
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('is closed to whoever may not read the ledger', async () => {
    const stranger = await openEngagement(service, 'fabrikam');
    for (const path of ['checkpoint', 'tile/0/000', 'tile/entries/000', 'proof/0', 'consistency?from=1', 'witnesses']) {
      const none = await fetch(`${service.url}${at}/${path}`);
      const foreign = await fetched(path, stranger.vera);
      expect({ path, none: none.status, foreign: foreign.status }).toEqual({ path, none: 401, foreign: 404 });
    }
    const posted = await fetch(`${service.url}${at}/tile/0/000`, { method: 'POST' });
    expect(posted.status).toBe(405);
  });
});

describe('Proofs from the log', () => {
  const verdictOn = async (file: Buffer, index: number) => {
    const [entry] = await service.onus.store.readStream(streamOf(engagement()), index, 1);
    return verifyTlogProof(nodeCrypto, policy, leafHash(nodeSha256, entry!.bytes), file);
  };

  it('show that an entry stands in the ledger, under the newest checkpoint or one of those before', async () => {
    for (const index of [0, 255, 256, 511, 600]) {
      expect(await verdictOn(await bytes(`proof/${index}`), index)).toMatchObject({ ok: true });
    }
    const early = await bytes(`proof/2?size=${small.size}`);
    expect(parseTlogProof(early).checkpoint.length).toBe(Buffer.byteLength(small.checkpoint));
    expect(await verdictOn(early, 2)).toMatchObject({ ok: true, checkpoint: { size: small.size } });
    expect(await verdictOn(early, 3)).toMatchObject({ ok: false });
  });

  it('seal an entry that is not sealed yet', async () => {
    await grow(TASKS, TASKS + 1);
    const last = (await size()) - 1;
    expect(await verdictOn(await bytes(`proof/${last}`), last)).toMatchObject({ ok: true });
  });

  it('show that the ledger only grew', async () => {
    const { body } = await service.get(`${at}/consistency?from=${small.size}`, cast.vera);
    const tree = (name: string) => body[name] as { treeSize: number; root: string };
    expect(tree('from')).toEqual({ treeSize: small.size, root: small.root });
    const claim = {
      oldSize: small.size,
      newSize: tree('to').treeSize,
      oldRoot: fromBase64(tree('from').root),
      newRoot: fromBase64(tree('to').root),
      proof: (body['proof'] as string[]).map(fromBase64),
    };
    expect(verifyConsistency(nodeSha256, claim)).toEqual({ ok: true });
    for (const [query, code] of [
      ['from=0', 'http/bad-parameter'],
      ['from=5&to=4', 'http/bad-parameter'],
      ['from=1&to=100000', 'http/not-yet-known'],
      ['to=4', 'http/bad-parameter'],
    ]) {
      expect((await service.get(`${at}/consistency?${query}`, cast.vera)).body.code).toBe(code);
    }
  });

  it('go beside what the witnesses have seen, of whom there are none here', async () => {
    expect((await service.get(`${at}/witnesses`, cast.vera)).body).toEqual({
      sealed: { treeSize: await size(), root: expect.any(String) },
      witnesses: [],
    });
  });
});
