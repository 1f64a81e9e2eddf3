import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cast } from '../http-story.ts';
import type { RunningService } from '../running-service.ts';
import { HeldBackReplica } from './held-back-replica.ts';

const AT = '/v1/engagements/contoso';

describe('A ledger as a log, asked of a replica that has not derived what another one has sealed', () => {
  let replicas: HeldBackReplica;
  let one: RunningService;
  let other: RunningService;
  let cast: Cast;

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
    replicas = await HeldBackReplica.start();
    ({ one, other, cast } = replicas);
  });
  afterAll(() => replicas.end());

  it('says that it is not there yet, and gives the same as the other one as soon as it is', async () => {
    const before = await sealedSize(other);
    await replicas.holdBack(true);
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
    await replicas.holdBack(false);
    await replicas.derived();
    for (const path of pathsOf(size)) {
      const [told, again] = [await one.get(AT + path, cast.vera), await other.get(AT + path, cast.vera)];
      expect([path, again.status, again.text]).toEqual([path, 200, told.text]);
    }
    expect(other.faults).toEqual([]);
  });

  it('finds nothing where no replica has anything', async () => {
    const size = (await sealedSize(other)) + 1;
    expect(await other.get(`${AT}/log/tile/0/000.p/${size}`, cast.vera)).toMatchObject({ status: 404 });
    expect(await other.get(`${AT}/log/tile/3/001`, cast.vera)).toMatchObject({ status: 404 });
    expect(await other.get(`${AT}/log/consistency?from=1&to=${size}`, cast.vera)).toMatchObject({
      body: { code: 'http/not-yet-known' },
    });
  });
});
