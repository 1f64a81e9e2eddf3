import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { openEngagement, type Cast } from '../http-story.ts';
import { RunningService } from '../running-service.ts';

const AT = '/v1/engagements/contoso';

describe('A ledger as a log, asked of a replica that has not derived what another one has sealed', () => {
  let near: KurrentTestServer;
  let far: KurrentTestServer;
  let one: RunningService;
  let other: RunningService;
  let cast: Cast;

  const derivedBy = async ({ onus }: RunningService): Promise<void> =>
    onus.read.reach(await onus.store.lastPosition(), 30_000);
  /** Nothing of what is recorded comes to the other replica by itself, but it reads and writes as before. */
  const holdBack = async (held: boolean): Promise<void> => {
    await far.stop();
    far.plan = ({ method }) => (held && method === 'subscribe' ? 'drop-before-commit' : undefined);
    await far.listen();
  };
  /** Everything about a tree of so many entries. */
  const pathsOf = (size: number): readonly string[] => [
    '/log/proof/0',
    `/log/proof/${size - 1}?size=${size}`,
    `/log/tile/0/000.p/${size}`,
    '/log/consistency?from=1',
    `/log/consistency?from=1&to=${size}`,
  ];
  const sealedSize = async (service: RunningService): Promise<number> =>
    Number((await service.get(`${AT}/log/checkpoint`, cast.vera)).text.split('\n')[1]);

  beforeAll(async () => {
    near = await KurrentTestServer.start();
    far = await KurrentTestServer.start({ log: near.log });
    one = await RunningService.start(undefined, { shared: near.url });
    cast = await openEngagement(one);
    const signingKeyFile = join(one.folder, 'signing-key.pem');
    other = new RunningService({ shared: far.url, signingKeyFile });
    // What does not come is not waited for.
    other.positionWaitMs = 50;
    await other.open();
    await derivedBy(other);
  }, 60_000);
  afterAll(async () => {
    for (const service of [one, other]) {
      await service.close();
      rmSync(service.folder, { recursive: true, force: true });
    }
    await near.stop();
    await far.stop();
  });

  it('says that it is not there yet, and gives the same as the other one as soon as it is', async () => {
    const before = await sealedSize(other);
    await holdBack(true);
    await one.post(`${AT}/parties`, cast.owner, { side: 'third', name: 'Auditor' });
    const sealed = await one.onus.sealing.sealer.seal(one.onus.engagementId('contoso'));
    const size = await sealedSize(other);
    expect([before, size]).toEqual([sealed!.size - 1, sealed!.size]);
    for (const path of pathsOf(size)) {
      expect([path, await other.get(AT + path, cast.vera)]).toMatchObject([
        path,
        { status: 503, body: { code: 'http/not-there-yet' } },
      ]);
    }
    await holdBack(false);
    await derivedBy(other);
    for (const path of pathsOf(size)) {
      const [told, again] = [await one.get(AT + path, cast.vera), await other.get(AT + path, cast.vera)];
      expect([path, again.status, again.text]).toEqual([path, 200, told.text]);
    }
    expect(other.faults).toEqual([]);
  }, 60_000);

  it('finds nothing where no replica has anything', async () => {
    const size = (await sealedSize(other)) + 1;
    expect(await other.get(`${AT}/log/tile/0/000.p/${size}`, cast.vera)).toMatchObject({ status: 404 });
    expect(await other.get(`${AT}/log/tile/3/001`, cast.vera)).toMatchObject({ status: 404 });
    expect(await other.get(`${AT}/log/consistency?from=1&to=${size}`, cast.vera)).toMatchObject({
      body: { code: 'http/not-yet-known' },
    });
  });
});
