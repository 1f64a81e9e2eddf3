import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { folderSettings } from '#apps/ledger/src/runtime/settings';
import { nodeCrypto } from '#ledger-store/node-crypto';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { fromBase64 } from '#transparency/bytes';
import type { TrustPolicy } from '#transparency/policy/policy';
import { readReceipt, verifyReceipt } from '#transparency/receipt';
import { define, ENGAGEMENT, openEngagement, type Cast } from './http-story.ts';
import { type Reply, RunningService } from './running-service.ts';

const at = '/v1/engagements/contoso';

/** What an answer tells of its entries, beside their proofs. */
const told = ({ body }: Reply) =>
  body.entries.map(({ index, id, type, leafHash, recordedAt }) => ({ index, id, type, leafHash, recordedAt }));

/** What changes in a receipt while the ledger grows. */
const NOW = {
  treeSize: expect.any(Number),
  rootHash: expect.any(String),
  checkpoint: expect.any(String),
  entries: expect.any(Array),
};

const publicKeyOf = (folder: string): Uint8Array => fromBase64(folderSettings(folder).signingKeys.at(-1)!);

describe('A write under an Idempotency-Key', () => {
  let service: RunningService;
  let cast: Cast;

  beforeAll(async () => {
    service = await RunningService.start();
    cast = await openEngagement(service);
  });
  afterAll(() => service.stop());

  const party = { side: 'third', name: 'Fabrikam' };
  const size = async (): Promise<unknown> => {
    const write = await service.post(`${at}/parties`, cast.owner, party);
    return (await service.after(write, at, cast.owner)).body['treeSize'];
  };

  it('gives the first answer again, with the same status, and says so', async () => {
    const id = randomUUID();
    const first = await service.post(`${at}/parties`, cast.owner, party, id);
    const again = await service.post(`${at}/parties`, cast.owner, party, id.toUpperCase());
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('is recorded once, however often it comes at the same time', async () => {
    const before = await size();
    const id = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => service.post(`${at}/parties`, cast.owner, party, id)),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    // One more for the party, and one for the question itself.
    expect(await size()).toBe(Number(before) + 2);
  });

  it('is refused with another content, texts that are sealed included', async () => {
    const id = randomUUID();
    await service.post(`${at}/parties`, cast.owner, party, id);
    const other = await service.post(`${at}/parties`, cast.owner, { ...party, name: 'Other' }, id);
    expect(other).toMatchObject({ status: 422, body: { code: 'ledger/command-id-reused' } });

    const change = { title: 'One', effectiveFrom: '2026-01-01T00:00:00Z', lines: [define('A-1')] };
    const sealed = randomUUID();
    const first = await service.post(`${at}/changes`, cast.carl, change, sealed);
    expect(first.status).toBe(201);
    const retitled = await service.post(`${at}/changes`, cast.carl, { ...change, title: 'Two' }, sealed);
    expect(retitled).toMatchObject({ status: 422, body: { code: 'ledger/command-id-reused' } });
  });

  it('is refused to everybody but whoever sent it first', async () => {
    const id = randomUUID();
    const change = { title: 'One', effectiveFrom: '2026-01-01T00:00:00Z', lines: [define('A-2')] };
    const first = await service.post(`${at}/changes`, cast.carl, change, id);
    const other = await service.post(`${at}/changes`, cast.ben, change, id);
    expect(other).toMatchObject({ status: 422, body: { code: 'ledger/command-id-reused' } });
    expect(other.text).not.toContain(first.body.entries[0]!.leafHash);
    expect((await service.post(`${at}/changes`, cast.carl, change, id)).body.entries).toEqual(first.body.entries);
  });

  it('is decided again where it was refused, because nothing was recorded', async () => {
    const id = randomUUID();
    const lines = [{ act: 'retire', ref: 'B-1' }];
    const change = { title: 'One', effectiveFrom: '2026-01-01T00:00:00Z', lines };
    expect(await service.post(`${at}/changes`, cast.carl, change, id)).toMatchObject({
      body: { code: 'task/unknown' },
    });
    const task = { ref: 'B-1', definition: { title: 'B' }, effectiveFrom: '2026-01-01T00:00:00Z' };
    expect((await service.post(`${at}/tasks`, cast.carl, task)).status).toBe(201);
    expect((await service.post(`${at}/changes`, cast.carl, change, id)).status).toBe(201);
  });

  it('gives the first answer also after a restart', async () => {
    const id = randomUUID();
    const opening = { ...ENGAGEMENT, slug: 'second' };
    const opened = await service.post('/v1/engagements', cast.owner, opening, id);
    const partyId = randomUUID();
    const added = await service.post('/v1/engagements/second/parties', cast.owner, party, partyId);
    await service.restart();
    const openedAgain = await service.post('/v1/engagements', cast.owner, opening, id);
    const addedAgain = await service.post('/v1/engagements/second/parties', cast.owner, party, partyId);
    // The first one again in everything but its receipt, which is under a checkpoint of the ledger as it is now.
    expect(openedAgain.body).toEqual({ ...opened.body, ...NOW });
    expect(told(openedAgain)).toEqual(told(opened));
    expect([opened.body['treeSize'], openedAgain.body['treeSize']]).toEqual([4, 5]);
    expect(addedAgain.body).toEqual(added.body);
    expect(addedAgain.headers.get('idempotency-replayed')).toBe('true');
    expect(addedAgain.status).toBe(201);
  });

  it('is answered with a receipt that whoever has the key of the ledger can check, the repeated one too', async () => {
    const id = randomUUID();
    const replies = [
      await service.post(`${at}/parties`, cast.owner, party, id),
      await service.post(`${at}/parties`, cast.owner, party, id),
    ];
    for (const { body } of replies) {
      const receipt = readReceipt(body);
      const key = ledgerKey(receipt.ledger, publicKeyOf(service.folder));
      const trust = (logs: TrustPolicy['logs']): TrustPolicy => ({ logs, witnesses: [], quorum: { kind: 'none' } });
      const indices = body.entries.map(({ index }) => index);
      expect(verifyReceipt(nodeCrypto, trust([{ key, url: undefined }]), receipt)).toMatchObject({ ok: true, indices });
      expect(verifyReceipt(nodeCrypto, trust([]), receipt)).toMatchObject({ ok: false });
    }
  });

  it('shows a key once', async () => {
    const id = randomUUID();
    const first = await service.post(`${at}/members/m5/keys`, cast.owner, { label: 'Ben, phone' }, id);
    expect(first).toMatchObject({ status: 201, body: { member: 'm5', label: 'Ben, phone' } });
    const again = await service.post(`${at}/members/m5/keys`, cast.owner, { label: 'Ben, phone' }, id);
    expect(again).toMatchObject({ status: 409, body: { code: 'http/key-shown-already', key: first.body.id } });
    expect(again.text).not.toContain(first.body.key);
  });

  it('found no fault of the service in any of it', () => {
    expect(service.faults).toEqual([]);
  });
});
