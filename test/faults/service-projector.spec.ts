import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeEntry } from '#ledger-store/entry-codec';
import { ProjectionStopped, type Progress } from '#read-models/read-models';
import { modelFile } from '#read-models/sqlite/storage/files';
import { PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import { Random, runSeed } from './random.ts';
import { Audit } from './service/auditing/audit.ts';
import { LimitedService } from './service/limited-service.ts';
import { actorFor, type Act } from './service/writing/acts.ts';
import { Journal } from './service/writing/journal.ts';

const PAGE = 4_096;
const define = (ref: string): Act => ({ kind: 'define', ref, title: 'Daily log review', from: '2026-01-01T00:00:00Z' });

describe('Read models that meet with trouble', () => {
  let folder: string;
  let service: LimitedService;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onus-projector-'));
    service = await LimitedService.start(folder);
    await record('BEFORE');
    await caughtUp();
  });
  afterEach(async () => {
    await service.close();
    rmSync(folder, { recursive: true });
  });

  const models = (): string => modelFile(folder, PROJECTION_VERSION, 1).path;
  const record = (ref: string): Promise<unknown> =>
    service.door.submit(service.engagement, crypto.randomUUID(), define(ref));
  const caughtUp = async (): Promise<void> =>
    service.storage.read.reach(await service.onus.store.lastPosition(), 120_000);
  const references = async (): Promise<readonly string[]> =>
    ((await service.get('matrix?effective=2026-02-01T00:00:00Z')).body['lines'] as { ref: string }[]).map(
      ({ ref }) => ref,
    );

  const until = (wanted: Progress['state']): Promise<Progress> =>
    service.progressWhere(({ state }) => state === wanted);

  it('wait while another program is in the way, say so, and go on by themselves', async () => {
    const stranger = new DatabaseSync(models());
    stranger.exec('BEGIN IMMEDIATE');
    await record('MEANWHILE');
    expect((await until('stalled')).reason).toContain('locked');
    expect(await references()).toEqual(['BEFORE']);
    expect(await service.get('/readyz')).toMatchObject({ status: 503, body: { code: 'http/unavailable' } });
    await record('STILL-RECORDED');
    // What cannot be sealed yet is no trouble of its own, and is not forgotten.
    await service.onus.sealing.rounds.sealNews();
    expect(service.troubles).toEqual([expect.stringContaining('have stalled')]);

    stranger.exec('ROLLBACK');
    stranger.close();
    await caughtUp();
    expect(await references()).toEqual(['BEFORE', 'MEANWHILE', 'STILL-RECORDED']);
    expect(await service.get('/readyz')).toMatchObject({ status: 200, body: { lag: 0 } });
    await service.onus.sealing.rounds.sealNews();
    const sealed = await service.onus.sealing.seals.newest(service.engagement);
    expect(sealed?.size).toBe((await service.onus.state(service.engagement)).size);
    expect(service.troubles).toEqual([expect.stringContaining('have stalled'), 'The read models follow again.']);
  });

  it('stop in front of an event that nobody knows, loudly, and stay so over a restart', async () => {
    await recordUnknown();
    const { position, reason } = await until('stopped');
    expect(reason).toMatch(/engagement-.*PlanetMoved/);
    expect(position).toBe((await service.onus.store.lastPosition()) - 1);
    await expect(caughtUp()).rejects.toBeInstanceOf(ProjectionStopped);
    expect(await references()).toEqual(['BEFORE']);
    expect(await service.get('/readyz')).toMatchObject({ status: 503, body: { code: 'http/unavailable' } });
    expect(service.troubles).toEqual([expect.stringContaining('PlanetMoved')]);

    await service.close();
    service = await LimitedService.reopen(folder, service);
    expect((await until('stopped')).reason).toBe(reason);
    // Who may read is for the ledger to say, and it cannot be folded.
    expect(await service.get('matrix')).toMatchObject({ status: 503, body: { code: 'http/unavailable' } });
    expect(service.faults).toEqual([]);
  });

  it('stop when their file is damaged, and are derived anew without a restart', async () => {
    for (let i = 0; i < 30; i++) await record(`TASK-${i}`);
    await caughtUp();
    const stranger = new DatabaseSync(models());
    stranger.exec('BEGIN IMMEDIATE');
    await record('LAST');
    await service.close();
    stranger.exec('ROLLBACK');
    stranger.close();
    damage(models());
    service = await LimitedService.reopen(folder, service);
    expect((await until('stopped')).reason).toContain('onus rebuild');
    expect(service.troubles).toEqual([expect.stringContaining('onus rebuild')]);
    // Whether a command was recorded before cannot be looked up: nothing is taken.
    await expect(record('NOT-TAKEN')).rejects.toThrow('http/');

    await service.storage.read.rebuild();
    await record('AFTER');
    await caughtUp();
    expect(await references()).toHaveLength(33);
    expect(await references()).not.toContain('NOT-TAKEN');
    const audit = new Audit();
    const views = { ...service.storage, state: (engagement: string) => service.onus.state(engagement) };
    expect(await audit.ledgerFindings(service.onus.store, new Journal())).toEqual([]);
    expect(await audit.derivedFindings(views, new Random(runSeed()), 5)).toEqual([]);
    expect(await service.get('/readyz')).toMatchObject({ status: 200 });
  });

  /** Appends what a later version might record, past the rules of this one. */
  async function recordUnknown(): Promise<void> {
    const { store } = service.onus;
    const stream = `engagement-${service.engagement}`;
    const last = await store.lastRevision(stream);
    const [before] = await store.readStream(stream, last, 1);
    const entry = JSON.parse(Buffer.from(before!.bytes).toString()) as Parameters<typeof encodeEntry>[0];
    const id = crypto.randomUUID();
    const command = { ...entry.command, id };
    const bytes = encodeEntry({ ...entry, index: last + 1, id, command, type: 'PlanetMoved', actor: actorFor('nora') });
    await store.append(stream, last, [{ id, bytes }]);
  }
});

/** Overwrites the first page of every table and index of a file of read models, but for what the file says of itself. */
function damage(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const pages = database.prepare("SELECT rootpage FROM sqlite_schema WHERE tbl_name <> 'meta' AND rootpage > 0").all();
  database.close();
  const file = openSync(path, 'r+');
  const noise = Buffer.alloc(PAGE, 0xee);
  for (const { rootpage } of pages) writeSync(file, noise, 0, PAGE, (Number(rootpage) - 1) * PAGE);
  closeSync(file);
}
