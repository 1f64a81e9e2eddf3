import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildDemo } from '#apps/ledger/src/demo/build-demo';
import { migrate } from '#apps/ledger/src/migrating/migrate';
import { nodePackCrypto } from '#apps/ledger/src/packing/node-pack-crypto';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { openFolderEvents } from '#apps/ledger/src/runtime/storage';
import { ledgerName, streamOf } from '#apps/ledger/src/runtime/onus';
import { nodeCrypto, nodeSha256 } from '#ledger-store/node-crypto';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { KurrentDbEventStore } from '#kurrentdb-store/kurrentdb-event-store';
import { verifyPack } from '#pack/verify/verify-pack';
import { sealStream } from '#sealing/seals/seal-stream';
import { SqliteEventReader } from '#sqlite-store/sqlite-event-reader';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { parseVerifierKey } from '#transparency/note/key';
import { verifyReceipt, type LedgerReceipt } from '#transparency/receipt';
import { onus, onusAnswers } from '../command-line/onus-command.ts';
import { RunningService } from '../running-service.ts';

const PATIENCE = 300_000;
const QUESTION = 'task=LOG-03&effective=2026-03-14&known=900';

describe('A ledger that moves from a data folder into an event store that others share', () => {
  let server: KurrentTestServer;
  let service: RunningService;
  let key: string;
  let policy: string;
  let pack: Buffer;
  const receipts: LedgerReceipt[] = [];
  const engagement = (): string => service.onus.engagementId('contoso');
  const fetchPack = async (): Promise<Buffer> => {
    const answer = await fetch(`${service.url}/v1/engagements/contoso/pack?${QUESTION}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    return Buffer.from(await answer.arrayBuffer());
  };

  beforeAll(async () => {
    server = await KurrentTestServer.start();
    service = await RunningService.start();
    key = await service.ownerKey();
    await buildDemo(service.onus);
    for (const index of [0, 7, 500, 1_400]) receipts.push((await service.onus.receiptOf(engagement(), index))!);
    await service.onus.sealing.sealer.seal(engagement());
    pack = await fetchPack();
    // One text is erased before it moves: it must not come along.
    const [text] = await service.onus.store.readDisclosures(streamOf(engagement()), await commitments());
    await service.onus.store.eraseDisclosures(streamOf(engagement()), [text!.commitment]);
    await service.close();
    policy = await onusAnswers(['key', 'policy', '--engagement', 'contoso', '--data', service.folder]);
  }, PATIENCE);
  afterAll(async () => {
    await server.stop();
    rmSync(service.folder, { recursive: true, force: true });
  });

  async function commitments(): Promise<readonly string[]> {
    const entries = await service.onus.store.readStream(streamOf(engagement()), 0, 10);
    return entries.flatMap(({ bytes }) =>
      [
        ...Buffer.from(bytes)
          .toString()
          .matchAll(/"sealed":"([^"]+)"/g),
      ].map(([, commitment]) => commitment!),
    );
  }

  it('is not held any longer where nothing can be moved to what was named', async () => {
    const to = 'kurrentdb://onus:secret@127.0.0.1:2113?tls=false';
    await expect(migrate({ folder: service.folder, to })).rejects.toThrow('drop one of the two');
    await (await openFolderEvents(service.folder)).close();
  });

  it(
    'is stopped by a server that fails in the midst of it, and goes on where it was',
    async () => {
      server.plan = ({ method, stream }) =>
        method === 'append' && stream!.startsWith('onus-s-engagement') ? 'drop-before-commit' : undefined;
      await expect(migrate({ folder: service.folder, to: server.url })).rejects.toThrow('the append to engagement-');
      server.plan = () => undefined;
      const before = server.log.all.length;
      expect(before).toBeGreaterThan(10);
      // Nobody can begin on what is not whole: there is no installation yet, and none begins beside it.
      const early = openOnus({ folder: join(service.folder, 'early'), shared: server.url, origin: 'onus.example' });
      await expect(early).rejects.toThrow('run "onus migrate" again');
      expect(server.log.all.length).toBe(before);
      const told = await onusAnswers(['migrate', '--to', server.url, '--data', service.folder]);
      expect(told).toMatch(
        /^Moved and compared: [\d,]+ entries, [\d,]+ texts, 1 API key; \d[\d,]* entries were copied now\.\n/,
      );
    },
    PATIENCE,
  );

  it('is the same, byte for byte: entries, sealed checkpoints, and texts that were not erased', async () => {
    const here = new SqliteEventReader(join(service.folder, 'events.sqlite'));
    const there = new KurrentDbEventStore({ url: server.url });
    for (const stream of [streamOf(engagement()), sealStream(engagement())]) {
      const moved = await there.readStream(stream, 0, 5_000);
      expect(moved.map(({ bytes }) => Buffer.from(bytes))).toEqual(
        here.readStream(stream, 0, 5_000).map(({ bytes }) => Buffer.from(bytes)),
      );
      expect(moved.length).toBeGreaterThan(0);
    }
    const { texts } = here.allDisclosures(0, 10_000);
    const asked = texts.map(({ commitment }) => commitment);
    expect(await there.readDisclosures(streamOf(engagement()), asked)).toEqual(
      texts.map(({ disclosure }) => disclosure),
    );
    here.close();
    await there.close();
  });

  it('refuses to go on in its folder, and says where it is', async () => {
    await expect(openOnus({ folder: service.folder })).rejects.toThrow('ONUS_STORE');
    const asked = await onus(['who', 'LOG-03', '--engagement', 'contoso', '--data', service.folder]);
    expect([asked.exit, asked.stderr]).toEqual([4, expect.stringContaining('ONUS_STORE')]);
    // A key that is made in the folder would open nothing, and one that is revoked there would stay good.
    for (const command of [
      ['key', 'create', '--owner', '--label', 'x'],
      ['key', 'list'],
      ['key', 'revoke', 'x'],
      ['rebuild'],
    ]) {
      const { exit, stderr } = await onus([...command, '--data', service.folder]);
      expect([exit, stderr]).toEqual([4, expect.stringContaining('ONUS_STORE')]);
    }
  });

  it(
    'lets every old receipt, checkpoint and pack verify, and gives the same pack again',
    async () => {
      const moved = new RunningService({ shared: server.url });
      rmSync(moved.folder, { recursive: true });
      Object.assign(moved, { folder: service.folder });
      await moved.open();
      service = moved;
      const { size, position } = await moved.onus.state(engagement());
      await moved.onus.read.reach(position, 120_000);
      const [log] = policy.split('\n').flatMap((line) => /^log (\S+)/.exec(line)?.[1] ?? []);
      const trust = {
        logs: [{ key: parseVerifierKey(nodeSha256, log!), url: undefined }],
        witnesses: [],
        quorum: { kind: 'none' },
      } as const;
      expect(trust.logs[0].key).toEqual(ledgerKey(ledgerName(moved.onus.origin, engagement()), moved.onus.publicKey));
      for (const receipt of receipts) {
        expect(verifyReceipt(nodeCrypto, trust, receipt)).toMatchObject({ ok: true });
        const root = Buffer.from(await moved.onus.rootAt(engagement(), receipt.treeSize), 'base64').toString('hex');
        expect(receipt.rootHash).toBe(root);
      }
      expect(verifyPack(pack, policy, nodePackCrypto)).toMatchObject({ verdict: 'proven' });
      expect(Buffer.compare(await fetchPack(), pack)).toBe(0);
      const party = { side: 'third', name: 'Fabrikam' };
      const written = await moved.post('/v1/engagements/contoso/parties', key, party, randomUUID());
      expect(written).toMatchObject({ status: 201, body: { treeSize: size + 1 } });
      const file = join(moved.folder, 'receipt.json');
      writeFileSync(file, JSON.stringify(written.body));
      writeFileSync(join(moved.folder, 'policy'), policy);
      await moved.close();
      expect(readFileSync(file, 'utf8')).toContain('checkpoint');
      const verified = await onus(['receipt', 'verify', file, '--policy', join(moved.folder, 'policy')]);
      expect(verified.exit).toBe(0);
    },
    PATIENCE,
  );

  it(
    'is not moved a second time onto what has grown since, nor onto another installation',
    async () => {
      await expect(migrate({ folder: service.folder, to: server.url })).rejects.toThrow('entries there');
      const other = await RunningService.start();
      await other.close();
      await expect(migrate({ folder: other.folder, to: server.url })).rejects.toThrow('an installation of its own');
      rmSync(other.folder, { recursive: true });
    },
    PATIENCE,
  );
});
