import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { modelFile } from '#read-models/sqlite/storage/files';
import { PROJECTION_VERSION } from '#read-models/sqlite/storage/schema';
import { define, openEngagement, type Cast } from './http-story.ts';
import { RunningService, type Reply } from './running-service.ts';

const at = '/v1/engagements/contoso';
const CHANGE = { title: 'A change', effectiveFrom: '2026-02-01T00:00:00Z', lines: [define('LOG-01')] };
/** Packs that wait for their turn behind those that are being made. */
const PACKS = 8;

describe('Whoever has to leave while an answer is on its way', () => {
  let service: RunningService;
  let keys: Cast;

  beforeAll(async () => {
    service = await RunningService.start();
    keys = await openEngagement(service);
  });
  afterAll(() => service.stop());

  /** A read that waits for the next entry. It is given in a list, when the service has begun to wait. */
  const waiting = async (key: string): Promise<readonly [Promise<Reply>]> => {
    const { read, store } = service.onus;
    const position = (await store.lastPosition()) + 1;
    const begun = Promise.withResolvers<void>();
    const reach = read.reach.bind(read);
    read.reach = (asked, milliseconds) => {
      if (asked === position) begun.resolve();
      return reach(asked, milliseconds);
    };
    const reply = service.get(`${at}/timeline`, key, { 'if-position-at-least': String(position) });
    await begun.promise;
    read.reach = reach;
    return [reply];
  };
  /** Asks for a change that is recorded and not derived, and has this done while the service waits for that. */
  const askedEarly = async (key: string, leave: () => Promise<Reply>): Promise<Reply> => {
    await service.caughtUp();
    const { read } = service.onus;
    const derived = new DatabaseSync(modelFile(service.folder, PROJECTION_VERSION, 1).path);
    const begun = Promise.withResolvers<void>();
    const reach = read.reach.bind(read);
    derived.exec('BEGIN IMMEDIATE');
    const { body } = await service.post(`${at}/changes`, keys.carl, CHANGE);
    read.reach = (...asked) => {
      begun.resolve();
      return reach(...asked);
    };
    const reply = service.get(`${at}/changes/${String(body['change'])}`, key);
    await begun.promise;
    read.reach = reach;
    expect((await leave()).status).toBe(200);
    derived.exec('ROLLBACK');
    derived.close();
    return reply;
  };
  const member = async (): Promise<{ readonly id: string; readonly key: string; readonly keyId: string }> => {
    const members = [{ party: 'p1', kind: 'person', name: 'On the way out', roles: ['viewer'] }];
    const added = await service.post(`${at}/members`, keys.owner, { members });
    const id = `m${added.body.entries[0]!.index}`;
    const { body } = await service.post(`${at}/members/${id}/keys`, keys.owner, { label: id });
    return { id, key: body.key, keyId: body.id };
  };

  /** Somebody asks for so many packs and is removed when the first is made. Gives what the last one was answered. */
  const removedWhilePacking = async (count: number) => {
    const { id, key } = await member();
    const packs = Array.from({ length: count }, () =>
      fetch(`${service.url}${at}/pack`, { headers: { authorization: `Bearer ${key}` } }),
    );
    // The first of them are in the making.
    await packs[0];
    expect((await service.remove(`${at}/members/${id}`, keys.owner)).status).toBe(200);
    const answers = await Promise.all(packs);
    const late = answers.at(-1)!;
    if (late.status === 200) return { status: 200 };
    return { status: late.status, code: ((await late.json()) as { code: string }).code };
  };

  it('reads nothing of what he waited for, where that is that he was removed', async () => {
    const { id, key } = await member();
    const [read] = await waiting(key);
    expect((await service.remove(`${at}/members/${id}`, keys.owner)).status).toBe(200);
    expect(await read).toMatchObject({ status: 404, body: { code: 'http/no-such-engagement' } });
  });

  it('nor with a key that was revoked meanwhile', async () => {
    const { id, key, keyId } = await member();
    const [read] = await waiting(key);
    expect((await service.remove(`${at}/members/${id}/keys/${keyId}`, keys.owner)).status).toBe(200);
    await service.post(`${at}/parties`, keys.owner, { side: 'third', name: 'Fabrikam' });
    expect(await read).toMatchObject({ status: 401, body: { code: 'http/unauthenticated' } });
  });

  it('reads what he waited for as long as he stays', async () => {
    const { key } = await member();
    const [read] = await waiting(key);
    await service.post(`${at}/parties`, keys.owner, { side: 'third', name: 'Fabrikam' });
    expect((await read).status).toBe(200);
  });

  it('is not told of what was not there when he asked, and came only after he had left', async () => {
    const absent = { status: 404, body: { code: 'http/absent' } };
    const removed = await member();
    const leave = () => service.remove(`${at}/members/${removed.id}`, keys.owner);
    expect(await askedEarly(removed.key, leave)).toMatchObject(absent);
    const { id, key, keyId } = await member();
    const shutOut = () => service.remove(`${at}/members/${id}/keys/${keyId}`, keys.owner);
    expect(await askedEarly(key, shutOut)).toMatchObject(absent);
    // Of whoever stays another key may go.
    const stays = await member();
    const other = await service.post(`${at}/members/${stays.id}/keys`, keys.owner, { label: 'another one' });
    const revoke = () => service.remove(`${at}/members/${stays.id}/keys/${other.body.id}`, keys.owner);
    expect(await askedEarly(stays.key, revoke)).toMatchObject({ status: 200 });
  });

  it('gets no pack that was not begun when he left', async () => {
    let last: Awaited<ReturnType<typeof removedWhilePacking>>;
    // On a busy machine all of them may be made before the removal is recorded: then more are asked for.
    for (let packs = PACKS; (last = await removedWhilePacking(packs)).status === 200; packs *= 2);
    expect(last).toEqual({ status: 404, code: 'http/no-such-engagement' });
    expect(service.faults).toEqual([]);
  });
});
