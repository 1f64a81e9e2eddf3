import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openClockwork } from '#apps/ledger/src/clockwork/open-clockwork';
import { streamOf } from '#apps/ledger/src/runtime/onus';
import type { Instant } from '#kernel/instant';
import { decodeEntry } from '#ledger-store/entry-codec';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { verdictOn } from '#test/model/replaying/entries-of';
import { define, openEngagement, type Cast } from '../http-story.ts';
import { RunningService } from '../running-service.ts';

const AT = '/v1/engagements/contoso';
const CHANGES = 12;
const POLICY = {
  quorum: [
    { party: 'p1', atLeast: 1 },
    { party: 'p2', atLeast: 1 },
  ],
  deemed: { party: 'p2', afterDays: 10 },
  remindAfterDays: 3,
  ratifyWithinHours: 24,
};

describe('What is due in a store that two replicas share', () => {
  let clock: Instant = '2026-03-01T09:00:00Z';
  let server: KurrentTestServer;
  let one: RunningService;
  let other: RunningService;
  let keys: Cast;

  beforeAll(async () => {
    server = await KurrentTestServer.start();
    one = await RunningService.start(() => clock, { shared: server.url });
    keys = await openEngagement(one);
    const signingKeyFile = join(one.folder, 'signing-key.pem');
    other = await RunningService.start(() => clock, { shared: server.url, signingKeyFile });
    await propose({ terms: { policy: POLICY } }, keys.anna, keys.ben);
    for (let i = 0; i < CHANGES; i++) await propose({ lines: [define(`LOG-${i}`)] }, keys.anna);
  });
  afterAll(async () => {
    for (const service of [one, other]) {
      await service.close();
      rmSync(service.folder, { recursive: true, force: true });
    }
    await server.stop();
  });

  async function propose(body: object, ...approving: readonly string[]): Promise<void> {
    const text = { title: 'A change', effectiveFrom: clock, lines: [], ...body };
    const { body: proposed } = await one.post(`${AT}/changes`, keys.carl, text);
    const { digest } = proposed;
    for (const key of approving) {
      const approved = await one.post(`${AT}/changes/${String(proposed['change'])}/approvals`, key, { digest });
      expect(approved.status).toBe(201);
    }
  }

  it('stands there once, whoever looked first, and both know it', async () => {
    clock = '2026-03-12T00:00:00Z';
    const troubles: string[] = [];
    for (let round = 0; round < 3; round++) {
      for (const { onus } of [one, other]) await onus.read.reach(await onus.store.lastPosition(), 120_000);
      await Promise.all([one, other].map(({ onus }) => openClockwork(onus, (what) => troubles.push(what)).tick()));
    }
    expect(troubles).toEqual([]);
    const stored = await other.onus.store.readStream(streamOf(other.onus.engagementId('contoso')), 0, 1_000);
    const entries = stored.map(({ bytes }) => decodeEntry(bytes));
    const deemed = entries.filter(({ type }) => type === 'AcceptanceDeemed');
    expect(deemed.map(({ data }) => (data as { readonly changeId: string }).changeId).toSorted()).toEqual(
      Array.from({ length: CHANGES }, (_, i) => `C-${i + 2}`).toSorted(),
    );
    // What is over reminds nobody.
    expect(entries.filter(({ type }) => type === 'ApproversReminded')).toEqual([]);
    const bytes = stored.map((entry) => entry.bytes);
    expect(verdictOn(bytes, { ledger: entries[0]!.ledger })).toMatchObject({ verdict: 'consistent' });
    for (const { onus } of [one, other]) {
      await onus.read.reach(await onus.store.lastPosition(), 120_000);
      expect(onus.read.due(clock, { limit: 10 })).toEqual([]);
    }
  });
});
