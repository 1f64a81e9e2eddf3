import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyRing } from '#apps/ledger/src/access/key-ring';
import { modelFile } from '#read-models/sqlite/storage/files';
import { PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import { until } from '#test/until';
import { Random, runSeed } from './random.ts';
import { Audit } from './service/auditing/audit.ts';
import { sendAgain } from './service/auditing/sending-again.ts';
import { LimitedService } from './service/limited-service.ts';
import { SmallDisk } from './service/small-disk.ts';
import type { Act } from './service/writing/acts.ts';
import { Journal } from './service/writing/journal.ts';
import { Writer } from './service/writing/writer.ts';

const CALLERS = 10;
const NO_ROOM = /^507 http\/store-full: Nothing was recorded/;

/** An act of about 100 kB, the most of it personal. */
const large = (): Act => ({ kind: 'members', names: Array.from({ length: 100 }, (_, i) => `${i} `.padEnd(190, 'x')) });
/** One that takes no new page, most of the time. */
const small = (n: number): Act => ({ kind: 'define', ref: `SMALL-${n}`, title: 'Small', from: '2026-01-01T00:00:00Z' });

/** What stays the same wherever the service runs out of room. */
class Trouble {
  readonly journal = new Journal();
  readonly random = new Random(runSeed());
  readonly audit = new Audit();
  service: LimitedService;

  constructor(service: LimitedService) {
    this.service = service;
  }

  /** Callers write what they like, and in between much, until every one of them was told that there is no room. */
  async fill(): Promise<void> {
    const { door, engagement } = this.service;
    const errors: string[] = [];
    const say = (note: Parameters<Journal['take']>[0]): void => {
      this.journal.take(note);
      if (note.is === 'failed') errors.push(note.error);
    };
    const callers = Array.from({ length: CALLERS }, async () => {
      const random = new Random(this.random.between(0, 1e9));
      let full = false;
      const writer = new Writer(door, [engagement], random, (note) => {
        say(note);
        full ||= note.is === 'failed';
      });
      while (!full) {
        let acts = 3;
        await writer.writeOn(() => full || acts-- === 0);
        if (!full) full = !(await this.#sendLarge(say));
      }
    });
    await Promise.all(callers);
    // What gathered was refused together. One alone may still find room.
    while (await this.#sendLarge(say));
    expect(errors.length).toBeGreaterThanOrEqual(CALLERS);
    for (const error of errors) expect(error).toMatch(NO_ROOM);
  }

  async #sendLarge(say: Journal['take']): Promise<boolean> {
    const { door, engagement } = this.service;
    const id = crypto.randomUUID();
    const act = large();
    say({ is: 'sent', id, engagement, act });
    try {
      const { entries } = await door.submit(engagement, id, act);
      say({ is: 'acknowledged', id, entries: entries.map(({ index, leafHash }) => [index, leafHash]) });
      return true;
    } catch (error) {
      say({ is: 'failed', id, error: (error as Error).message });
      return false;
    }
  }

  /** Reads go on, writes do not, and it says so. */
  async expectFull(): Promise<void> {
    const { service } = this;
    await expect(service.door.submit(service.engagement, crypto.randomUUID(), large())).rejects.toThrow(NO_ROOM);
    const matrix = await service.get('matrix');
    expect(matrix.status).toBe(200);
    expect((await service.get('timeline')).status).toBe(200);
    expect(await service.get('/livez')).toMatchObject({ status: 200 });
    await this.#expectUnready();
  }

  /** One that was just opened may first say that it has not come far enough, until it meets the full disk. */
  async #expectUnready(): Promise<void> {
    let ready = await this.service.get('/readyz');
    await until(async () => {
      ready = await this.service.get('/readyz');
      return ready.body['code'] !== 'http/not-there-yet';
    });
    expect(ready).toMatchObject({ status: 503, body: { code: 'http/unavailable' } });
  }

  /** Everything that was answered stands, nothing else does, and what nobody was answered is recorded once when sent again. */
  async expectRecovered(): Promise<void> {
    const { service, journal, audit, random } = this;
    const { store, read } = service.onus;
    const open = journal.open.size;
    expect(open).toBeGreaterThanOrEqual(CALLERS);
    expect(await audit.ledgerFindings(store, journal)).toEqual([]);
    for (const id of journal.open) expect(audit.ofEngagement(service.engagement)!.commands.has(id)).toBe(false);
    const again = await sendAgain(service.door, journal, audit, random, 5);
    expect(again.findings).toEqual([]);
    for (const note of again.notes) journal.take(note);
    expect(journal.open.size).toBe(0);
    const views = { store, read, state: (engagement: string) => service.onus.state(engagement) };
    expect(await audit.ledgerFindings(store, journal)).toEqual([]);
    expect(await audit.derivedFindings(views, random, 10)).toEqual([]);
    expect(await service.get('/readyz')).toMatchObject({ status: 200, body: { status: 'ready', lag: 0 } });
    expect(service.faults).toEqual([]);
  }
}

describe('The service, its quota used up', () => {
  let folder: string;
  let service: LimitedService;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-quota-'));
    service = await LimitedService.start(join(folder, 'data'));
  });
  afterEach(async () => {
    await service.close();
    rmSync(folder, { recursive: true });
  });

  it('answers 507 and goes on reading; with more room it writes again, without a restart', async () => {
    expect(await service.get('/readyz')).toMatchObject({ status: 200 });
    const trouble = new Trouble(service);
    for (const pages of [500, 900]) {
      await service.storage.limitPages(pages);
      await trouble.fill();
      await trouble.expectFull();
    }
    await service.storage.limitPages();
    await service.door.submit(service.engagement, crypto.randomUUID(), small(1));
    await trouble.expectRecovered();
    expect(service.troubles).toEqual([]);
  });
});

const refusal = SmallDisk.refusal();
const onSmallDisk = refusal === undefined ? describe : describe.skip;

onSmallDisk(
  `The service on a full disk${refusal === undefined ? '' : ` (skipped: none can be mounted: ${refusal})`}`,
  () => {
    let disk: SmallDisk;
    let service: LimitedService;
    beforeEach(async () => {
      disk = new SmallDisk(64);
      service = await LimitedService.start(join(disk.path, 'data'));
    });
    afterEach(async () => {
      await service.close();
      disk.remove();
    });

    it('answers 507 and goes on reading; where room is made it writes and derives again, without a restart', async () => {
      expect(await service.get('/readyz')).toMatchObject({ status: 200 });
      disk.occupy(52);
      const trouble = new Trouble(service);
      // Held up until the disk is full, the read models have much to derive then, and no room for it.
      const stranger = new DatabaseSync(modelFile(join(disk.path, 'data'), PROJECTION_VERSION, 1).path);
      stranger.exec('BEGIN IMMEDIATE');
      await trouble.fill();
      // What of the log was moved into the file can be written over, which takes no room: that is used up as well.
      disk.occupyAllBut(0);
      await trouble.fill();
      stranger.exec('ROLLBACK');
      stranger.close();
      await service.progressWhere(({ state, reason }) => state === 'stalled' && reason?.includes('full') === true);
      await trouble.expectFull();
      disk.free();
      await service.door.submit(service.engagement, crypto.randomUUID(), small(1));
      await trouble.expectRecovered();
      expect(service.troubles.at(-1)).toBe('The read models follow again.');
    });

    it('opens again on the full disk to be read, and writes and derives where room is made', async () => {
      disk.occupy(52);
      const trouble = new Trouble(service);
      await trouble.fill();
      disk.occupyAllBut(0);
      // Closing moves the log into the file, which leaves the little room that opening takes.
      await service.close();
      service = await LimitedService.reopen(join(disk.path, 'data'), service);
      trouble.service = service;
      disk.occupyAllBut(0);
      await trouble.expectFull();
      disk.free();
      await trouble.expectRecovered();
      expect(trouble.journal.open.size).toBe(0);
    });

    it('keeps its keys as they were when there is no room for another', async () => {
      const ring = KeyRing.open(join(disk.path, 'data'));
      for (let n = 0; n < 100; n++) await ring.create({ label: `key ${n}` });
      const before = await ring.list();
      for (const pages of [0, 1, 3, 5]) {
        disk.occupyAllBut(pages);
        const refused = await service.post('members/m4/keys', { label: 'one too many' });
        expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([507, 'http/store-full']);
        disk.free();
      }
      expect(await ring.list()).toEqual(before);
      expect((await service.post('members/m4/keys', { label: 'with room' })).status).toBe(201);
      expect(service.faults).toEqual([]);
    });
  },
);
