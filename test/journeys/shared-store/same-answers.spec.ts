import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditFolder } from '#apps/ledger/src/auditing/audit-folder';
import { signingKeys } from '#apps/ledger/src/runtime/signing-keys';
import { ledgerName } from '#apps/ledger/src/runtime/onus';
import { nodePackCrypto } from '#apps/ledger/src/packing/node-pack-crypto';
import { verifyPack } from '#pack/verify/verify-pack';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { agree, define, openEngagement, type Cast } from '../http-story.ts';
import { RunningService, type Reply } from '../running-service.ts';

const BASELINE = readFileSync('libs/intake/baseline/mssp-baseline.csv');
const IMPORT = 'format=matrix-csv&effective=2026-05-01T00:00:00Z&name=baseline.csv';
const AT = '/v1/engagements/contoso';

/** What no two ledgers have in common: salts, what is made of them, and when it was recorded. */
const OWN = /"(?:rootHash|leafHash|\w*[dD]igest|traceId|position|root|backdatedDays)":(?:"[^"]*"|\d+)/g;
const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const DAY = 86_400_000;
const orNow = (instant: string): string => (Math.abs(Date.parse(instant) - Date.now()) < DAY ? 'now' : instant);
const likeness = ({ status, text }: Reply): string =>
  `${status} ${text.replaceAll(OWN, '').replaceAll(INSTANT, orNow)}`;

describe('A service whose ledgers are in an event store that others share', () => {
  let server: KurrentTestServer;
  let embedded: RunningService;
  let shared: RunningService;
  const casts = new Map<RunningService, Cast>();

  beforeAll(async () => {
    server = await KurrentTestServer.start();
    embedded = await RunningService.start();
    shared = await RunningService.start(undefined, { shared: server.url });
    for (const service of [embedded, shared]) {
      const cast = await openEngagement(service);
      casts.set(service, cast);
      const lines = [define('LOG-01'), define('LOG-02', ['client']), define('LOG-03')];
      expect(await agree(service, cast, lines, '2026-02-01T00:00:00+01:00')).toMatchObject({ status: 201 });
    }
  });
  afterAll(async () => {
    for (const service of [embedded, shared]) {
      await service.close();
      rmSync(service.folder, { recursive: true, force: true });
    }
    await server.stop();
  });

  /** The same question to both, of somebody who has all that was recorded. */
  const both = async (path: string): Promise<readonly [Reply, Reply]> => {
    const ask = async (service: RunningService): Promise<Reply> => {
      const { position } = await service.onus.state(service.onus.engagementId('contoso'));
      return service.get(`${AT}${path}`, casts.get(service)!.owner, { 'if-position-at-least': String(position) });
    };
    return [await ask(embedded), await ask(shared)];
  };

  it.each([
    '/tasks/LOG-03/owner?effective=2026-03-14',
    '/matrix?effective=2026-03-14',
    '/members',
    '/parties',
    '/changes',
    '/timeline?limit=200',
  ])('answers %s as one that has them to itself', async (path) => {
    const [alone, together] = await both(path);
    expect(alone.status).toBe(200);
    expect(likeness(together)).toBe(likeness(alone));
  });

  it('imports a matrix as one that has it to itself', async () => {
    for (const service of [embedded, shared]) {
      const imported = await service.send('POST', `${AT}/imports?${IMPORT}`, {
        key: casts.get(service)!.owner,
        body: BASELINE,
        headers: { 'content-type': 'text/csv', 'idempotency-key': randomUUID() },
      });
      expect(imported).toMatchObject({ status: 200, body: { recorded: true, lines: 69 } });
    }
    const [alone, together] = await both('/matrix?effective=2026-06-01');
    expect(alone.text).toContain('IAM-');
    expect(likeness(together)).toBe(likeness(alone));
  });

  it('refuses what the rules refuse, and a key that was used for something else', async () => {
    const { owner, vera } = casts.get(shared)!;
    const change = { title: 'A change', effectiveFrom: '2026-04-01T00:00:00Z', lines: [define('LOG-04')] };
    expect((await shared.post(`${AT}/changes`, vera, change)).status).toBe(403);
    const id = randomUUID();
    const party = { side: 'third', name: 'Fabrikam' };
    const first = await shared.post(`${AT}/parties`, owner, party, id);
    const again = await shared.post(`${AT}/parties`, owner, party, id);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.entries).toEqual(first.body.entries);
    expect((await shared.post(`${AT}/parties`, owner, { ...party, name: 'Other' }, id)).body.code).toBe(
      'ledger/command-id-reused',
    );
    expect((await shared.post(`${AT}/parties`, vera, party, id)).body.code).toBe('ledger/command-id-reused');
  });

  it('makes packs that prove what it says', async () => {
    const { owner } = casts.get(shared)!;
    const answer = await fetch(`${shared.url}${AT}/pack?task=LOG-03&effective=2026-03-14`, {
      headers: { authorization: `Bearer ${owner}` },
    });
    const pack = Buffer.from(await answer.arrayBuffer());
    const name = ledgerName(shared.onus.origin, shared.onus.engagementId('contoso'));
    const [key] = signingKeys({ folder: shared.folder }, name);
    const verdict = verifyPack(pack, `log ${key!.vkey}\nquorum none\n`, nodePackCrypto);
    expect(verdict).toMatchObject({ verdict: 'proven' });
  });

  it('has all of it after a restart, also with nothing left in its folder but the key', async () => {
    const before = await both('/matrix?effective=2026-03-14');
    await shared.restart();
    expect(likeness((await both('/matrix?effective=2026-03-14'))[1])).toBe(likeness(before[1]));
    await shared.close();
    for (const file of ['onus.json', 'texts.sqlite', 'snapshots.sqlite']) rmSync(join(shared.folder, file));
    await shared.open();
    expect(likeness((await both('/matrix?effective=2026-03-14'))[1])).toBe(likeness(before[1]));
  });

  it('audits what is in the event store: entries, seals and texts', async () => {
    await shared.onus.sealing.sealer.seal(shared.onus.engagementId('contoso'));
    const { findings, ledgers, entries, seals, texts } = await auditFolder(shared.onus, shared.folder);
    expect(findings).toEqual([]);
    expect(ledgers).toBe(1);
    expect(entries).toBe((await shared.onus.state(shared.onus.engagementId('contoso'))).size);
    expect(seals).toBeGreaterThan(0);
    expect(texts).toBeGreaterThan(4);
  });

  it('says that it lives and that it is ready', async () => {
    expect(await shared.get('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(shared.faults).toEqual([]);
  });
});
