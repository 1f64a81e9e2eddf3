import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Entry } from '#kernel/event';
import { auditFolder, type AuditResult } from '#apps/ledger/src/auditing/audit-folder';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { HostileHand } from './service/hostile-hand.ts';
import { WatchedLedger } from './service/watched-ledger.ts';

let watched: WatchedLedger;
beforeAll(async () => {
  watched = await WatchedLedger.begin();
});
afterAll(() => watched.end());

const altered = (entry: Entry): Entry => ({
  ...entry,
  data: { ...(entry.data as object), effectiveFrom: '2020-01-01T00:00:00Z' },
});
const everybody = { receipt: true, witness: true };

describe('An operator who changes the files', () => {
  it('is not suspected where nothing was touched', async () => {
    expect(watched.sizes).toEqual([watched.sizes[0], watched.receipt.treeSize]);
    expect(watched.sizes[0]).toBeGreaterThan(20);
    expect(await watched.after(() => undefined)).toEqual({ audit: [], receipt: false, witness: false });
  });

  it('edits an old entry, and keeps the tree: the audit names the entry', async () => {
    const found = await watched.after((hand) => hand.write(10, altered(hand.entries[10]!)));
    expect(found).toMatchObject({ audit: [{ code: 'contradicts-seal', index: 10 }] });
  });

  it('edits an old entry, and lets the tree be derived anew: the audit names the seals between which it lies', async () => {
    const found = await watched.after((hand) => {
      hand.write(10, altered(hand.entries[10]!));
      hand.forgetDerived();
    });
    expect(found).toMatchObject({ audit: [{ code: 'contradicts-seal', index: null }], ...everybody });
  });

  it('deletes an entry: the audit names it', async () => {
    const { audit } = await watched.after((hand) => hand.delete(12));
    expect(audit).toContainEqual({ code: 'missing', index: 12 });
    expect(audit).toContainEqual({ code: 'contradicts-seal', index: 12 });
  });

  it('lets two entries change places: the audit names the first', async () => {
    const { audit } = await watched.after((hand) => {
      const { 8: a, 9: b } = hand.entries;
      hand.write(8, b!);
      hand.write(9, a!);
    });
    expect(audit).toContainEqual({ code: 'not-an-entry', index: 8 });
    expect(audit).toContainEqual({ code: 'contradicts-seal', index: 8 });
  });

  it('lets two entries change places, and their indices with them: the audit names the first', async () => {
    const { audit } = await watched.after((hand) => {
      const { 8: a, 9: b } = hand.entries;
      hand.write(8, { ...b!, index: 8 });
      hand.write(9, { ...a!, index: 9 });
    });
    expect(audit).toContainEqual({ code: 'contradicts-seal', index: 8 });
  });

  it('inserts an entry: the audit names the first that is out of place', async () => {
    const { audit } = await watched.after((hand) => {
      const { 14: like } = hand.entries;
      hand.insert(15, { ...like!, index: 15 });
    });
    expect(audit).toContainEqual({ code: 'not-an-entry', index: 16 });
    expect(audit.map(({ code }) => code)).toContain('contradicts-seal');
  });

  it('cuts the newest entries off: the audit misses them', async () => {
    const found = await watched.after((hand) => hand.cut(30));
    expect(found).toMatchObject({ audit: [{ code: 'shorter-than-sealed', index: 30 }], ...everybody });
  });

  it('cuts the newest entries off, and their seals: the receipt and the witness tell', async () => {
    const found = await watched.after((hand) => {
      hand.cut(30);
      hand.dropSeals(30);
    });
    expect(found).toEqual({ audit: [], ...everybody });
  });

  it('writes all of it anew, and signs it with the real key: the receipt and the witness tell', async () => {
    const found = await watched.after((hand) =>
      hand.rewrite(hand.entries.map((entry) => (entry.index === 10 ? altered(entry) : entry))),
    );
    expect(found).toEqual({ audit: [], ...everybody });
  });

  it('writes all of it anew, with earlier times: the receipt and the witness tell', async () => {
    const found = await watched.after((hand) =>
      hand.rewrite(hand.entries.map((entry) => ({ ...entry, recordedAt: entry.recordedAt.replace(/^\d{4}/, '2020') }))),
    );
    expect(found).toEqual({ audit: [], ...everybody });
  });

  it('dates an entry back: the audit names it twice over', async () => {
    const { audit } = await watched.after((hand) => {
      const entry = hand.entries[18]!;
      hand.write(18, { ...entry, recordedAt: entry.recordedAt.replace(/^\d{4}/, '2020') });
    });
    expect(audit).toContainEqual({ code: 'goes-back', index: 18 });
    expect(audit).toContainEqual({ code: 'contradicts-seal', index: 18 });
  });

  it('changes a sealed checkpoint: its signature does not hold', async () => {
    const found = await watched.after((hand) => {
      const note = Buffer.from(hand.seal(0)).toString();
      hand.writeSeal(0, Buffer.from(note.replace(`\n${watched.sizes[0]}\n`, `\n${watched.sizes[0]! - 1}\n`)));
    });
    expect(found.audit).toEqual([{ code: 'seal-broken', index: null }]);
  });

  it('drops a sealed checkpoint from among the others: the audit misses it', async () => {
    const { audit } = await watched.after((hand) => hand.dropSeal(0));
    expect(audit).toContainEqual({ code: 'seal-broken', index: null });
  });

  it('puts an entry under an id that does not follow from its command: the audit names it', async () => {
    const { audit } = await watched.after((hand) => hand.write(20, { ...hand.entries[20]!, id: randomUUID() }));
    expect(audit).toContainEqual({ code: 'wrong-id', index: 20 });
  });

  it('changes what is derived for proofs, and nothing else: the audit says so, and nothing need be stopped', async () => {
    const found = await watched.after((hand) => hand.spoilTree());
    expect(found).toEqual({ audit: [{ code: 'kept-tree', index: 0 }], receipt: false, witness: false });
  });

  it('exchanges a text beside the ledger: the audit names the entry that committed to another', async () => {
    const found = await watched.after((hand) => expect(hand.exchangeText('A. Meier', 'B. Huber')).toBe(1));
    expect(found).toEqual({ audit: [{ code: 'wrong-text', index: 3 }], receipt: false, witness: false });
  });

  it('takes a text beside the ledger away: nobody can tell it from one that was erased', async () => {
    const found = await watched.after((hand) => expect(hand.deleteText('A. Meier')).toBe(1));
    expect(found).toEqual({ audit: [], receipt: false, witness: false });
  });
});

describe('A ledger that was changed', () => {
  it('is stopped: nothing more is recorded, signed or sealed, and the product says that it is not ready', async () => {
    const folder = watched.copy();
    const hand = new HostileHand(folder, watched.engagement);
    hand.write(10, altered(hand.entries[10]!));
    hand.close();
    const troubles: string[] = [];
    const onus = await openOnus({ folder, onTrouble: (what) => troubles.push(what) });
    const result: AuditResult = await auditFolder(onus, folder);
    expect(result).toMatchObject({ ledgers: 1, seals: 2, texts: 1 });
    expect(onus.fault).toMatchObject({ code: 'ledger/audit-fault' });
    expect(troubles).toEqual([expect.stringContaining('entry 10 is not the one that was sealed')]);
    await expect(watched.defineTasks(onus, 100)).rejects.toThrow('was stopped');
    await expect(onus.receiptOf(watched.engagement)).rejects.toThrow('was stopped');
    const sealed = await onus.sealing.seals.newest(watched.engagement);
    await onus.close();
    const again = await openOnus({ folder });
    expect(await again.sealing.seals.newest(watched.engagement)).toEqual(sealed);
    await again.close();
  });

  it('is found out in an entry that was not sealed yet: it is not the one that was derived when it came', async () => {
    const folder = watched.copy();
    const onus = await openOnus({ folder });
    await watched.defineTasks(onus, 100);
    await onus.read.reach(await onus.store.lastPosition(), 120_000);
    // What a process leaves that is killed before it seals.
    const crashed = watched.copy(folder);
    await onus.close();
    const index = watched.receipt.treeSize + 3;
    const { audit } = await watched.after((hand) => hand.write(index, altered(hand.entries[index]!)), crashed);
    expect(audit).toEqual([{ code: 'not-as-derived', index }]);
  });
});
