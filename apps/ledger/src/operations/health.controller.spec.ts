import { mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { toSeal } from '#kernel/sealed';
import { ed25519OfSeed } from '#ledger-store/node-crypto';
import { ReceiptFault } from '#ledger-store/receipts/receipt-fault';
import { founder, Onus } from '../runtime/onus.ts';
import { openStorage, type Storage } from '../runtime/storage.ts';
import { HealthController } from './health.controller.ts';

const [right, wrong] = [1, 2].map((seed) => ed25519OfSeed(Buffer.alloc(32, seed))) as [
  ReturnType<typeof ed25519OfSeed>,
  ReturnType<typeof ed25519OfSeed>,
];

const OPENING = {
  type: 'OpenEngagement',
  data: {
    slug: 'contoso',
    title: 'Contoso',
    zone: 'UTC',
    provider: 'Northwind',
    client: 'Contoso',
    founder: { kind: 'person', name: toSeal('A. Meier') },
  },
} as const;

describe('Whether the service is ready', () => {
  let folder: string;
  let storage: Storage;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-health-'));
    storage = await openStorage({ folder });
  });
  afterEach(async () => {
    await storage.close();
    rmSync(folder, { recursive: true });
  });

  const openWith = (sign: (message: Uint8Array) => Promise<Uint8Array>): Onus =>
    new Onus({
      ...storage,
      origin: 'onus.example',
      signer: { publicKey: right.publicKey, sign },
      release: async () => {},
    });
  const openEngagement = (onus: Onus) => {
    const asking = { commandId: randomUUID(), actor: founder('local'), receipt: true };
    return onus.submit(onus.engagementId('contoso'), OPENING, asking);
  };

  it('is told while its receipts hold', async () => {
    const onus = openWith(right.signOnThread);
    await openEngagement(onus);
    expect(await new HealthController(onus).ready()).toMatchObject({ status: 'ready' });
  });

  it('is denied from the first receipt on that does not', async () => {
    const onus = openWith(wrong.signOnThread);
    expect(await new HealthController(onus).ready()).toMatchObject({ status: 'ready' });
    await expect(openEngagement(onus)).rejects.toThrow(ReceiptFault);
    await expect(new HealthController(onus).ready()).rejects.toMatchObject({ kind: { code: 'http/receipt-fault' } });
    await expect(onus.state(onus.engagementId('contoso'))).rejects.toThrow(ReceiptFault);
  });

  it('is denied because the read models have stopped, rather than because they are behind, which waiting would mend', async () => {
    const onus = openWith(right.signOnThread);
    const behind = { position: () => 0, share: () => undefined, progress: () => ({ position: 0, state: 'following' }) };
    const stopped = { ...behind, progress: () => ({ position: 0, state: 'stalled', reason: 'disk full' }) };
    await openEngagement(onus);
    const readyWith = (read: object): Promise<unknown> => {
      const known = { read, store: onus.store, room: onus.room, mostLag: 0, recordedBefore: 0, fault: null };
      const checkKey = () => onus.checkKey();
      return new HealthController({ ...known, checkKey } as unknown as Onus).ready();
    };
    await expect(readyWith(behind)).rejects.toMatchObject({ kind: { code: 'http/not-there-yet' } });
    await expect(readyWith(stopped)).rejects.toMatchObject({ kind: { code: 'http/unavailable' } });
  });
});
