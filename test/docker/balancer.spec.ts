import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '#test/until';
import { balance, haproxy, standIn, type Balancer, type StandIn } from './balancer.ts';

const program = haproxy();
const where = program === undefined ? describe.skip : describe;

/** Skipped where there is no HAProxy: `apt-get install haproxy`, or name one in `HAPROXY`. */
where('The balancer of the cluster', () => {
  let folder: string;
  let replicas: readonly [StandIn, StandIn];
  let balancer: Balancer;
  const engagements = Array.from({ length: 40 }, (_, i) => `/v1/engagements/client-${i}`);
  const all = (paths: readonly string[]): Promise<readonly (string | null)[]> =>
    Promise.all(paths.map((path) => balancer.ask(path)));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-balancer-'));
    replicas = [await standIn('first'), await standIn('second')];
    const env = { REPLICA_1: replicas[0].address, REPLICA_2: replicas[1].address };
    balancer = await balance(program!, folder, { env });
    // One that has not been looked at yet counts as well: by now both have been.
    await until(async () => new Set(await all(engagements)).size === 2);
  });

  afterAll(async () => {
    await balancer.close();
    for (const replica of replicas) await replica.close();
    rmSync(folder, { recursive: true });
  });

  it('sends everything about an engagement to one replica, and uses both', async () => {
    const first = await all(engagements);
    expect(new Set(first)).toEqual(new Set(['first', 'second']));
    expect(await all(engagements.map((path) => `${path}/tasks/LOG-03/evidence`))).toEqual(first);
    expect(await all(engagements.map((path) => `${path}?page=2`))).toEqual(first);
  });

  it('sends nothing to a replica that is not ready, and leaves the others where they were', async () => {
    const before = await all(engagements);
    replicas[1].isReady = false;
    await until(async () => (await all(engagements)).every((name) => name === 'first'));
    replicas[1].isReady = true;
    await until(async () => (await all(engagements)).some((name) => name === 'second'));
    expect(await all(engagements)).toEqual(before);
  });

  it('spreads everything else', async () => {
    const answers = new Set(await all(Array.from({ length: 20 }, () => '/v1/engagements')));
    expect(answers).toEqual(new Set(['first', 'second']));
  });
});
