import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditFolder } from '#apps/ledger/src/auditing/audit-folder';
import { openClockwork } from '#apps/ledger/src/clockwork/open-clockwork';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { streamOf } from '#apps/ledger/src/runtime/onus';
import type { Instant } from '#kernel/instant';
import { decodeEntry } from '#ledger-store/entry-codec';
import { shareOf, shareText, type Share } from '#ledger-store/shares/share';
import { modelFiles } from '#read-models/sqlite/storage/files';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { until } from '#test/until';
import { agree, define, ENGAGEMENT, openEngagement, type Cast } from '../http-story.ts';
import { RunningService } from '../running-service.ts';

const SLUGS = Array.from({ length: 8 }, (_, i) => `client-${i}`);
const POLICY = {
  quorum: [
    { party: 'p1', atLeast: 1 },
    { party: 'p2', atLeast: 1 },
  ],
  deemed: { party: 'p2', afterDays: 10 },
  ratifyWithinHours: 24,
};
const PATIENCE = 300_000;

describe('Replicas that have divided the engagements among them', () => {
  let clock: Instant = '2026-03-01T09:00:00Z';
  let server: KurrentTestServer;
  /** Two of the first share, one of the second. */
  let replicas: readonly RunningService[];
  let signingKeyFile: string;
  const casts = new Map<string, Cast>();

  const groupOf = (slug: string): number => shareOf(replicas[0]!.onus.engagementId(slug), 2).group;
  const ofGroup = (group: number): readonly RunningService[] =>
    replicas.filter(({ onus }) => onus.share!.group === group);
  const right = (slug: string): RunningService => ofGroup(groupOf(slug))[0]!;
  const wrong = (slug: string): RunningService => ofGroup(3 - groupOf(slug))[0]!;
  const slugsOf = (group: number): readonly string[] => SLUGS.filter((slug) => groupOf(slug) === group);
  const start = async (share: Share): Promise<RunningService> =>
    RunningService.start(() => clock, { shared: server.url, signingKeyFile, share });
  const caughtUp = async (services = replicas): Promise<void> => {
    for (const { onus } of services) await onus.read.reach(await onus.store.lastPosition(), PATIENCE);
  };

  beforeAll(async () => {
    server = await KurrentTestServer.start();
    const first = await RunningService.start(() => clock, { shared: server.url, share: { group: 1, of: 2 } });
    signingKeyFile = join(first.folder, 'signing-key.pem');
    replicas = [first, await start({ group: 1, of: 2 }), await start({ group: 2, of: 2 })];
    for (const slug of SLUGS) {
      const service = right(slug);
      const cast = await openEngagement(service, slug);
      casts.set(slug, cast);
      const agreed = await agree(service, cast, [define('LOG-01'), define('LOG-02', ['client'])], clock, slug);
      expect(agreed).toMatchObject({ status: 201 });
    }
    await caughtUp();
  }, PATIENCE);
  afterAll(async () => {
    for (const service of replicas) {
      await service.close();
      rmSync(service.folder, { recursive: true, force: true });
    }
    await server.stop();
  });

  it('have something to do, all of them', () => {
    expect(slugsOf(1).length).toBeGreaterThan(1);
    expect(slugsOf(2).length).toBeGreaterThan(1);
  });

  it('answer for their own, wherever it was written, and say whose that is', async () => {
    for (const slug of SLUGS) {
      const { owner } = casts.get(slug)!;
      for (const service of ofGroup(groupOf(slug))) {
        const matrix = await service.get(`/v1/engagements/${slug}/matrix?effective=2026-03-14`, owner);
        expect(matrix).toMatchObject({ status: 200, body: { lines: [{ ref: 'LOG-01' }, { ref: 'LOG-02' }] } });
        expect(matrix.headers.get('onus-share')).toBe(`${groupOf(slug)}/2`);
        const members = await service.get(`/v1/engagements/${slug}/members`, owner);
        expect(members.text).toContain('Anna Meier');
      }
    }
  });

  it('refuse what belongs to others, by slug and by id, and say to whom', async () => {
    for (const slug of SLUGS) {
      const service = wrong(slug);
      const { owner } = casts.get(slug)!;
      const share = `${groupOf(slug)}/2`;
      const body = { code: 'http/other-share', share };
      for (const named of [slug, service.onus.engagementId(slug)]) {
        for (const path of ['', '/matrix', '/inbox', '/log/checkpoint', '/feed', '/timeline']) {
          const answer = await service.get(`/v1/engagements/${named}${path}`, owner);
          expect(answer).toMatchObject({ status: 421, body });
          expect(answer.headers.get('onus-share')).toBe(share);
        }
        const party = { side: 'third', name: 'Fabrikam' };
        expect(await service.post(`/v1/engagements/${named}/parties`, owner, party)).toMatchObject({
          status: 421,
          body,
        });
      }
    }
  });

  it('open no engagement that is not theirs: nothing is recorded of it', async () => {
    const owner = await replicas[0]!.ownerKey();
    const before = await replicas[0]!.onus.store.lastPosition();
    const slugs = Array.from({ length: 6 }, (_, i) => `unopened-${i}`);
    for (const slug of slugs) {
      const refused = await wrong(slug).post('/v1/engagements', owner, { ...ENGAGEMENT, slug });
      expect(refused).toMatchObject({ status: 421, body: { share: `${groupOf(slug)}/2` } });
    }
    expect(await replicas[0]!.onus.store.lastPosition()).toBe(before);
  });

  it('tell a key that sees nothing of an engagement that there is none, whichever it asks', async () => {
    const { vera } = casts.get(slugsOf(1)[0]!)!;
    for (const service of replicas) {
      for (const slug of [slugsOf(1)[1]!, slugsOf(2)[0]!, 'nobody']) {
        expect(await service.get(`/v1/engagements/${slug}/matrix`, vera)).toMatchObject({ status: 404 });
      }
    }
  });

  it('list their own, all of them together everything, and say which part it is', async () => {
    const { owner, vera } = casts.get(slugsOf(2)[0]!)!;
    // Keys that were made since are events of the store as well.
    await caughtUp();
    for (const service of replicas) {
      const { group } = service.onus.share!;
      const { body, status } = await service.get('/v1/engagements?limit=100', owner);
      expect({ status, share: body['share'] }).toEqual({ status: 200, share: `${group}/2` });
      expect(body.items.map(({ slug }) => slug)).toEqual(slugsOf(group));
      const bound = await service.get('/v1/engagements', vera);
      expect(bound.body.items.map(({ slug }) => slug)).toEqual(group === 2 ? [slugsOf(2)[0]] : []);
      expect(await service.get('/readyz')).toMatchObject({ status: 200, body: { share: `${group}/2`, lag: 0 } });
    }
  });

  it('keep rows and texts of their own alone, and none is kept by nobody', async () => {
    const written = await entriesBySlug();
    for (const service of replicas) {
      const own = slugsOf(service.onus.share!.group);
      const expected = own.reduce((sum, slug) => sum + written.get(slug)!.length, 0);
      const texts = own.reduce((sum, slug) => sum + textsIn(written.get(slug)!), 0);
      expect(kept(service)).toEqual({ ledgers: own.length, entries: expected, texts });
    }
  });

  it('hear of a position of the other share without deriving anything of it', async () => {
    const [mine, other] = [slugsOf(1)[0]!, slugsOf(2)[0]!];
    const { owner } = casts.get(other)!;
    const written = await right(other).post(`/v1/engagements/${other}/parties`, owner, {
      side: 'third',
      name: 'Fabrikam',
    });
    expect(written.status).toBe(201);
    for (const service of ofGroup(1)) {
      const read = await service.after(written, `/v1/engagements/${mine}`, casts.get(mine)!.owner);
      expect(read.status).toBe(200);
      expect(service.onus.read.position()).toBeGreaterThanOrEqual(Number(written.headers.get('onus-position')));
      expect(service.onus.read.entriesOf(streamOf(service.onus.engagementId(other)))).toBe(0);
    }
  });

  it('seal and audit what is theirs, and nothing else', async () => {
    for (const { onus } of replicas) await onus.sealing.rounds.sweep();
    for (const slug of SLUGS) {
      const { onus } = right(slug);
      expect((await onus.sealing.sealer.newest(onus.engagementId(slug)))!.size).toBe(
        (await entriesBySlug()).get(slug)!.length,
      );
    }
    for (const service of replicas) {
      const own = slugsOf(service.onus.share!.group);
      const audited = await auditFolder(service.onus, service.folder);
      const written = await entriesBySlug();
      const entries = own.reduce((sum, slug) => sum + written.get(slug)!.length, 0);
      expect(audited).toMatchObject({ ledgers: own.length, entries, findings: [] });
      expect(audited.texts).toBe(own.reduce((sum, slug) => sum + textsIn(written.get(slug)!), 0));
    }
  });

  it(
    'record what comes due in their own, each once',
    async () => {
      for (const slug of SLUGS) {
        const { carl, anna, ben } = casts.get(slug)!;
        const changes = `/v1/engagements/${slug}/changes`;
        const text = { title: 'A change', effectiveFrom: clock, lines: [] };
        const policy = await right(slug).post(changes, carl, { ...text, terms: { policy: POLICY } });
        for (const key of [anna, ben]) {
          await right(slug).post(`${changes}/${String(policy.body['change'])}/approvals`, key, {
            digest: policy.body.digest,
          });
        }
        const line = await right(slug).post(changes, carl, { ...text, lines: [define('LOG-09')] });
        await right(slug).post(`${changes}/${String(line.body['change'])}/approvals`, anna, {
          digest: line.body.digest,
        });
      }
      clock = '2026-03-20T00:00:00Z';
      await caughtUp();
      const ticks = await Promise.all(replicas.map(({ onus }) => openClockwork(onus, () => {}).tick()));
      for (const [i, { recorded }] of ticks.entries()) {
        const { group } = replicas[i]!.onus.share!;
        for (const { slug } of recorded) expect(groupOf(slug)).toBe(group);
      }
      const written = await entriesBySlug();
      for (const slug of SLUGS) {
        expect(written.get(slug)!.filter(({ type }) => type === 'AcceptanceDeemed')).toHaveLength(1);
      }
    },
    PATIENCE,
  );

  it(
    'derive anew beside the old read models when the number of shares changes, and keep nothing of what left with it',
    async () => {
      const service = ofGroup(2)[0]!;
      const before = kept(service);
      const halves = [2, 4].map((group) => ({ group, of: 4 }));
      const share = halves.find((half) => slugsOf(2).some((slug) => isOf(service, slug, half)))!;
      await service.close();
      const onus = await openOnus({ folder: service.folder, shared: server.url, signingKeyFile, share });
      try {
        // What was derived of the larger share answers until then, but for what is in others now.
        for (const slug of slugsOf(2)) {
          const id = onus.engagementId(slug);
          if (isOf(service, slug, share)) expect(await onus.state(id)).toMatchObject({ size: expect.any(Number) });
          else await expect(onus.state(id)).rejects.toThrow(`belongs to share ${shareText(shareOf(id, 4))}`);
        }
        await until(() => onus.read.share()?.of === 4);
        await onus.read.reach(await onus.store.lastPosition(), PATIENCE);
        const own = slugsOf(2).filter((slug) => isOf(service, slug, share));
        const written = await entriesBySlug();
        const entries = own.reduce((sum, slug) => sum + written.get(slug)!.length, 0);
        const texts = own.reduce((sum, slug) => sum + textsIn(written.get(slug)!), 0);
        expect(keptIn(service.folder, share)).toEqual({ ledgers: own.length, entries, texts });
        expect(modelFiles(service.folder)).toHaveLength(1);
        for (const slug of own) {
          expect(onus.read.members(onus.engagementId(slug)).map(({ name }) => name)).toContain('Anna Meier');
        }
      } finally {
        await onus.close();
      }
      await service.open();
      await whenBuilt(service);
      await caughtUp([service]);
      expect(kept(service).ledgers).toBe(before.ledgers);
    },
    PATIENCE,
  );

  it(
    'come to look after another share altogether, and answer for it as soon as it is derived',
    async () => {
      const service = ofGroup(1)[1]!;
      await service.close();
      const share = { group: 2, of: 2 };
      const onus = await openOnus({ folder: service.folder, shared: server.url, signingKeyFile, share });
      try {
        const [slug] = slugsOf(2);
        const id = onus.engagementId(slug!);
        await until(() => onus.read.share()?.group === 2);
        expect((await onus.state(id)).size).toBe((await entriesBySlug()).get(slug!)!.length);
        expect(onus.read.members(id).map(({ name }) => name)).toContain('Anna Meier');
      } finally {
        await onus.close();
      }
      await service.open();
      await whenBuilt(service);
    },
    PATIENCE,
  );

  const isOf = ({ onus }: RunningService, slug: string, { group, of }: Share): boolean =>
    shareOf(onus.engagementId(slug), of).group === group;

  const whenBuilt = ({ onus }: RunningService): Promise<void> =>
    until(() => onus.read.share()?.of === onus.share!.of && onus.read.share()?.group === onus.share!.group);

  async function entriesBySlug(): Promise<ReadonlyMap<string, readonly ReturnType<typeof decodeEntry>[]>> {
    const { onus } = replicas[0]!;
    const all = SLUGS.map(async (slug) => {
      const stored = await onus.store.readStream(streamOf(onus.engagementId(slug)), 0, 1_000);
      return [slug, stored.map(({ bytes }) => decodeEntry(bytes))] as const;
    });
    return new Map(await Promise.all(all));
  }

  const kept = ({ folder, onus }: RunningService) => keptIn(folder, onus.share!);
});

/** Texts that entries have committed to. */
const textsIn = (entries: readonly unknown[]): number =>
  [...JSON.stringify(entries).matchAll(/"sealed":"[^"]+"/g)].length;

/** Rows on the disk of a replica. */
function keptIn(folder: string, { group, of }: Share) {
  const { path } = modelFiles(folder)[0]!;
  const count = (file: string, table: string): number => {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
    } finally {
      database.close();
    }
  };
  return {
    ledgers: count(path, 'ledgers'),
    entries: count(path, 'entries'),
    texts: count(join(folder, `texts-${group}of${of}.sqlite`), 'texts'),
  };
}
