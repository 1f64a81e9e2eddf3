import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { streamOf, type Onus } from '#apps/ledger/src/runtime/onus';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import type { Accepted } from '#ledger-store/submission';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { actorFor, commandOf, openEngagement } from '../service/writing/acts.ts';

const SENTENCE = 'put back to an older state';

describe('An event store that is put back to an older state while a replica knows more', () => {
  let folder: string;
  let server: KurrentTestServer;
  let onus: Onus;
  let engagement: string;
  const told: string[] = [];

  const open = (): Promise<Onus> => openOnus({ folder, shared: server.url, onTrouble: (what) => told.push(what) });
  const add = (name: string): Promise<Accepted> =>
    onus.submit(engagement, commandOf({ kind: 'members', names: [name] }), {
      commandId: randomUUID(),
      actor: actorFor('nora'),
    });
  const derived = async (): Promise<void> => onus.read.reach(await onus.store.lastPosition(), 30_000);
  const names = (): readonly (string | null)[] => onus.read.members(engagement).map(({ name }) => name);
  /** Puts a backup back, as an operator does, who cuts all replicas off for it. */
  const restore = async (backup: () => void): Promise<void> => {
    await server.stop();
    backup();
    await server.listen();
  };

  beforeEach(async () => {
    told.length = 0;
    folder = mkdtempSync(join(tmpdir(), 'onus-put-back-'));
    server = await KurrentTestServer.start();
    onus = await open();
    engagement = await openEngagement(onus, 'contoso');
    await derived();
  });
  afterEach(async () => {
    await onus.close({ seal: false });
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('nothing is recorded or followed until the newer one is back, and the replica says why', async () => {
    const older = server.log.backup();
    const { entries } = await add('One More');
    await derived();
    const newer = server.log.backup();
    await restore(older);
    await expect(add('Another')).rejects.toThrow(SENTENCE);
    await expect(onus.state(engagement)).rejects.toThrow(SENTENCE);
    while (onus.read.progress().state !== 'stalled') await pause(20);
    expect(await onus.store.lastRevision(streamOf(engagement))).toBe(entries[0]!.index - 1);
    expect(
      told.filter((what) => what.startsWith(`entry ${entries[0]!.index} of ${streamOf(engagement)} was recorded`)),
    ).toHaveLength(1);
    expect(told.some((what) => what.startsWith('The read models have stalled: ') && what.includes(SENTENCE))).toBe(
      true,
    );
    await restore(newer);
    expect((await add('Another')).entries[0]!.index).toBe(entries.at(-1)!.index + 1);
    await derived();
    expect(names().slice(-2)).toEqual(['One More', 'Another']);
  }, 60_000);

  it('a replica does not start, and keeps what it derived and every text, until its operator says which one counts', async () => {
    const older = server.log.backup();
    await add('One More');
    await derived();
    await onus.close({ seal: false });
    const kept = readdirSync(folder).filter((file) => /^(?:texts|read-models)/.test(file));
    const newer = server.log.backup();
    await restore(older);
    await expect(open()).rejects.toThrow(SENTENCE);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(kept));
    await restore(newer);
    onus = await open();
    expect(names().at(-1)).toBe('One More');
    await onus.close({ seal: false });
    await restore(older);
    for (const file of kept) rmSync(join(folder, file), { force: true });
    onus = await open();
    await derived();
    expect(names()).not.toContain('One More');
    expect(names().at(-1)).not.toBeNull();
    expect((await add('Instead')).replayed).toBe(false);
  }, 60_000);

  it('a replica whose texts were thrown away answers nobody before it has them again', async () => {
    const all = names();
    expect(all).not.toContain(null);
    await onus.close({ seal: false });
    for (const file of readdirSync(folder).filter((each) => each.startsWith('texts'))) rmSync(join(folder, file));
    server.plan = ({ method }) => (method === 'subscribe' ? 'drop-before-commit' : undefined);
    onus = await open();
    expect(names()).toEqual(all);
  }, 60_000);
});
