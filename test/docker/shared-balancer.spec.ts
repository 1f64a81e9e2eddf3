import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import { shareOf } from '#ledger-store/shares/share';
import { until } from '#test/until';
import { balance, haproxy, standIn, type Balancer, type StandIn } from './balancer.ts';

const program = haproxy();
const where = program === undefined ? describe.skip : describe;
const PLACES = ['SHARE_1_REPLICA_1', 'SHARE_1_REPLICA_2', 'SHARE_2_REPLICA_1', 'SHARE_2_REPLICA_2'];

/** Skipped where there is no HAProxy, as the balancer of the cluster is. */
where.each(['onus.example', 'onus.example/msp', 'onus.local/0f1e2d3c4b5a6978'])(
  'The balancer of shares, where ledgers are named under %s',
  (origin) => {
    let folder: string;
    let replicas: readonly StandIn[];
    let balancer: Balancer;
    const idOf = (slug: string): string => uuid5(ledgerNamespace(origin), slug);
    const share = (id: string): string => `SHARE_${shareOf(id, 2).group}`;
    const shareAnswering = async (path: string, headers?: Readonly<Record<string, string>>): Promise<string> =>
      (await balancer.ask(path, headers))?.slice(0, 'SHARE_1'.length) ?? 'nobody';

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'onus-balancer-'));
      replicas = await Promise.all(PLACES.map((place) => standIn(place)));
      const env = Object.fromEntries(PLACES.map((place, i) => [place, replicas[i]!.address]));
      balancer = await balance(program!, folder, {
        env: { ...env, ONUS_ORIGIN: origin },
        shipped: 'haproxy.shares.cfg',
      });
    });
    afterAll(async () => {
      await balancer.close();
      for (const replica of replicas) await replica.close();
      rmSync(folder, { recursive: true });
    });

    it('finds the share of an engagement by its id, however it is written', async () => {
      for (let i = 0; i < 60; i++) {
        const id = randomUUID();
        expect(await shareAnswering(`/v1/engagements/${id}/matrix?effective=2026-03-14`)).toBe(share(id));
        expect(await shareAnswering(`/v1/engagements/${id.toUpperCase()}`)).toBe(share(id));
      }
    });

    it('finds it by its slug, as the service does', async () => {
      const slugs = Array.from({ length: 120 }, (_, i) => `client-${i}${'x'.repeat(i % 40)}`);
      for (const slug of [...slugs, 'a', '0']) {
        expect(await shareAnswering(`/v1/engagements/${slug}/changes/C-1`)).toBe(share(idOf(slug)));
      }
    });

    it('keeps an engagement at one replica of its share, and uses both', async () => {
      // So many that each of four places comes, by whatever chance.
      const ids = Array.from({ length: 400 }, () => randomUUID());
      const ask = () => Promise.all(ids.map((id) => balancer.ask(`/v1/engagements/${id}/matrix`)));
      const first = await ask();
      expect(new Set(first)).toEqual(new Set(PLACES));
      expect(await ask()).toEqual(first);
    });

    it('believes whoever names the share, for what has no engagement in its address', async () => {
      for (const group of [1, 2]) {
        expect(await shareAnswering('/v1/engagements', { 'onus-share': `${group}/2` })).toBe(`SHARE_${group}`);
      }
      for (const wrong of ['3/2', '1/4', 'x']) {
        expect(await shareAnswering('/v1/engagements', { 'onus-share': wrong })).toBe('SHARE_1');
      }
    });

    it('asks nobody of another share when a replica is not ready', async () => {
      replicas[3]!.isReady = false;
      const ids = Array.from({ length: 200 }, () => randomUUID()).filter((id) => share(id) === 'SHARE_2');
      const answers = () => Promise.all(ids.slice(0, 40).map((id) => balancer.ask(`/v1/engagements/${id}/matrix`)));
      await until(async () => (await answers()).every((place) => place === 'SHARE_2_REPLICA_1'));
      expect(new Set(await answers())).toEqual(new Set(['SHARE_2_REPLICA_1']));
      replicas[3]!.isReady = true;
    });
  },
);
