import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { toSeal } from '#kernel/sealed';
import { KeyRing } from '#apps/ledger/src/access/key-ring';
import { auditAtStart } from '#apps/ledger/src/auditing/audit-at-start';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { founder, type Onus } from '#apps/ledger/src/runtime/onus';
import { createService } from '#apps/ledger/src/service';
import { HostileHand } from './service/hostile-hand.ts';

const TERMS = { zone: 'UTC', provider: 'Northwind', client: 'Contoso' };

describe('A service over ledgers of which one was changed', () => {
  let folder: string;
  let onus: Onus;
  let service: NestFastifyApplication;
  let key: string;
  let url: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-changed-'));
    onus = await openOnus({ folder, origin: 'onus.example' });
    for (const slug of ['changed', 'whole']) {
      const data = { slug, title: slug, ...TERMS, founder: { kind: 'person' as const, name: toSeal('A. Meier') } };
      const asking = { commandId: randomUUID(), actor: founder('test') };
      await onus.submit(onus.engagementId(slug), { type: 'OpenEngagement', data }, asking);
    }
    await onus.close();
    const hand = new HostileHand(folder, onus.engagementId('changed'));
    const [first] = hand.entries;
    hand.write(0, { ...first!, data: { ...(first!.data as object), title: 'Another title' } });
    hand.close();
    onus = await openOnus({ folder });
    const keys = KeyRing.open(folder);
    key = (await keys.create({ label: 'owner', owner: true })).key;
    service = await createService(onus, keys, { log: () => undefined });
    await service.listen(0, '127.0.0.1');
    url = await service.getUrl();
  });
  afterEach(async () => {
    await service.close();
    await onus.close();
    rmSync(folder, { recursive: true });
  });

  const asked = async (path: string, body?: object): Promise<{ status: number; code: unknown }> => {
    const response = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'idempotency-key': randomUUID(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { code = null } = (await response.json()) as { code?: unknown };
    return { status: response.status, code };
  };
  const party = { side: 'third', name: 'Fabrikam' };

  it('answers while it is audited, then stops that ledger and no other, says so, and is not ready', async () => {
    const told: string[] = [];
    const found = Promise.withResolvers<void>();
    const end = auditAtStart(onus, folder, (what) => {
      told.push(what);
      found.resolve();
    });
    expect((await asked('/v1/engagements/whole/matrix')).status).toBe(200);
    await found.promise;
    expect(told).toEqual([expect.stringMatching(/^AUDIT: engagement .*: contradicts-seal: entry 0 is not the one/)]);
    expect(await asked('/readyz')).toEqual({ status: 503, code: 'http/audit-fault' });
    const fault = { status: 503, code: 'http/audit-fault' };
    expect(await asked('/v1/engagements/changed/parties', party)).toEqual(fault);
    expect(await asked('/v1/engagements/changed/log/proof/0')).toEqual(fault);
    expect((await asked('/v1/engagements/changed/matrix')).status).toBe(200);
    expect((await asked('/v1/engagements/whole/parties', party)).status).toBe(201);
    await end();
  });

  it('signs nothing more of a ledger whose newest seal cannot be read, or is contradicted, also before it was audited', async () => {
    await service.close();
    await onus.close();
    const hand = new HostileHand(folder, onus.engagementId('whole'));
    hand.writeSeal(0, Buffer.from('no checkpoint'));
    hand.close();
    onus = await openOnus({ folder });
    service = await createService(onus, KeyRing.open(folder), { log: () => undefined });
    await service.listen(0, '127.0.0.1');
    url = await service.getUrl();
    const fault = { status: 503, code: 'http/audit-fault' };
    expect(await asked('/v1/engagements/whole/log/checkpoint')).toEqual(fault);
    for (const slug of ['whole', 'changed']) await asked(`/v1/engagements/${slug}/parties`, party);
    await onus.sealing.rounds.sealNews();
    expect(await asked('/v1/engagements/whole/parties', party)).toEqual(fault);
    expect(await asked('/v1/engagements/changed/parties', party)).toEqual(fault);
  });

  it('ends an audit that is under way when it closes', async () => {
    const told: string[] = [];
    const end = auditAtStart(onus, folder, (what) => told.push(what));
    await end();
    expect(told).toEqual([]);
  });
});
