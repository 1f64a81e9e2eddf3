import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildDemo } from '#apps/ledger/src/demo/build-demo';
import { nodePackCrypto } from '#apps/ledger/src/packing/node-pack-crypto';
import type { PackVerdict } from '#pack/verify/verdict';
import { verifyPack } from '#pack/verify/verify-pack';
import { onus, onusAnswers, onusJson } from './command-line/onus-command.ts';
import { RunningService } from './running-service.ts';

const PATIENCE = 300_000;
const ABOUT = ['--engagement', 'contoso'] as const;
const MARCH = ['--from', '2026-03-01T00:00:00+01:00', '--to', '2026-04-01T00:00:00+02:00'] as const;

/** Questions as they are put to the command line, and over HTTP. */
const QUESTIONS: readonly (readonly [about: string, words: readonly string[], query: string])[] = [
  ['a task on a day', ['--task', 'LOG-03', '--on', '2026-03-14'], 'task=LOG-03&effective=2026-03-14'],
  [
    'a task at an instant, as known then',
    ['--task', 'LOG-03', '--on', '2026-03-14T09:30:00+01:00', '--known', '900'],
    'task=LOG-03&effective=2026-03-14T08:30:00Z&known=900',
  ],
  [
    'a task during a month',
    ['--task', 'LOG-03', ...MARCH],
    'task=LOG-03&from=2026-02-28T23:00:00Z&to=2026-03-31T22:00:00Z',
  ],
  [
    'a task during a month, by its days',
    ['--task', 'LOG-03', '--from', '2026-03-01', '--to', '2026-04-01'],
    'task=LOG-03&from=2026-03-01&to=2026-04-01',
  ],
  ['the whole matrix', ['--on', '2026-03-14'], 'effective=2026-03-14'],
  [
    'the matrix as known on a day',
    ['--on', '2026-03-14', '--known', '2026-02-01T00:00:00Z'],
    'effective=2026-03-14&known=2026-02-01T00:00:00Z',
  ],
];

describe('Evidence packs of a service and of its folder', () => {
  let service: RunningService;
  let key: string;
  let policy: string;
  const file = (name: string): string => join(service.folder, name);

  beforeAll(async () => {
    service = await RunningService.start();
    key = await service.ownerKey();
    await buildDemo(service.onus);
    policy = await onusAnswers(['key', 'policy', ...ABOUT, ...service.where]);
    writeFileSync(file('policy'), policy);
  }, PATIENCE);
  afterAll(() => rmSync(service.folder, { recursive: true, force: true }));

  const fetched = async (query: string, as = key): Promise<Response> =>
    fetch(`${service.url}/v1/engagements/contoso/pack?${query}`, { headers: { authorization: `Bearer ${as}` } });
  const overHttp = async (query: string): Promise<Buffer> => {
    const response = await fetched(query);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    return Buffer.from(await response.arrayBuffer());
  };

  it.each(QUESTIONS)(
    'are proven, and the same bytes each time, over HTTP and by the command line: %s',
    async (_about, words, query) => {
      const pack = await overHttp(query);
      expect(Buffer.compare(await overHttp(query), pack)).toBe(0);
      await onusAnswers(['pack', ...ABOUT, ...words, '--out', file('a.zip'), '--server', service.url, '--key', key]);
      expect(Buffer.compare(readFileSync(file('a.zip')), pack)).toBe(0);
      expect(verifyPack(pack, policy, nodePackCrypto)).toMatchObject({ verdict: 'proven', treeSize: 1427 });
    },
    PATIENCE,
  );

  it(
    'say what the service answers',
    async () => {
      const pack = await overHttp('task=LOG-03&effective=2026-03-14');
      const { body } = await service.get('/v1/engagements/contoso/tasks/LOG-03/owner?effective=2026-03-14', key);
      // Who brought in whom is no part of what a pack says: it is worked out when it is verified, without the names of those who did.
      const { introductions, ...answer } = body as unknown as { introductions: { broughtIn: { by: object } }[] };
      expect(verifyPack(pack, policy, nodePackCrypto)).toMatchObject({
        verdict: 'proven',
        answer,
        introductions: introductions.map(({ broughtIn: { by, ...entry }, ...rest }) => ({
          ...rest,
          broughtIn: { ...entry, by: { ...by, name: null } },
        })),
      });
    },
    PATIENCE,
  );

  it(
    'are refused for what cannot be asked, or is not there',
    async () => {
      const answer = async (query: string) => {
        const response = await fetched(query);
        return [response.status, ((await response.json()) as { code: string }).code];
      };
      expect(await answer('task=NOPE-1&effective=2026-03-14')).toEqual([404, 'http/absent']);
      expect(await answer('effective=2026-03-14&known=9999')).toEqual([422, 'http/not-yet-known']);
      expect(await answer('from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z')).toEqual([400, 'http/bad-parameter']);
      expect(await answer('task=LOG-03&from=2026-03-01T00:00:00Z')).toEqual([400, 'http/bad-parameter']);
      expect(await answer('task=LOG-03&from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z')).toEqual([
        400,
        'http/bad-parameter',
      ]);
      expect(await answer('task=LOG-03&from=2026-03-01&to=2026-02-28T23:00:00Z')).toEqual([400, 'http/bad-parameter']);
      expect(await answer('task=LOG-03&from=2026-02-30&to=2026-03-01')).toEqual([400, 'http/bad-instant']);
      expect(await answer('task=LOG-03&effective=2026-02-30')).toEqual([400, 'http/bad-instant']);
      expect((await fetched('effective=2026-03-14', 'onus_nobody')).status).toBe(401);
    },
    PATIENCE,
  );

  it(
    'are the same bytes from the folder, once the service has ended',
    async () => {
      const served = new Map<string, Buffer>();
      for (const [about, , query] of QUESTIONS) served.set(about, await overHttp(query));
      await service.close();
      for (const [about, words] of QUESTIONS) {
        await onusAnswers(['pack', ...ABOUT, ...words, '--out', file('b.zip'), ...service.where]);
        expect(Buffer.compare(readFileSync(file('b.zip')), served.get(about)!)).toBe(0);
      }
      const verdict = (await onusJson('verify', file('b.zip'), '--policy', file('policy'))) as PackVerdict;
      expect(verdict).toMatchObject({ verdict: 'proven' });
      const absent = await onus(['pack', ...ABOUT, '--task', 'NOPE-1', '--out', file('c.zip'), ...service.where]);
      expect([absent.exit, absent.stderr]).toEqual([1, 'onus: There is no task NOPE-1.\n']);
    },
    PATIENCE,
  );
});
