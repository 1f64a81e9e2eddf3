import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEngagement, type Cast } from './http-story.ts';
import { RunningService, type Reply } from './running-service.ts';

const at = '/v1/engagements/contoso';
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

  /** A read that waits until so many entries more are recorded. */
  const waiting = async (key: string, entries: number): Promise<Reply> =>
    service.get(`${at}/timeline`, key, {
      'if-position-at-least': String((await service.onus.store.lastPosition()) + entries),
    });
  const member = async (): Promise<{ readonly id: string; readonly key: string; readonly keyId: string }> => {
    const members = [{ party: 'p1', kind: 'person', name: 'On the way out', roles: ['viewer'] }];
    const added = await service.post(`${at}/members`, keys.owner, { members });
    const id = `m${added.body.entries[0]!.index}`;
    const { body } = await service.post(`${at}/members/${id}/keys`, keys.owner, { label: id });
    return { id, key: body.key, keyId: body.id };
  };

  it('reads nothing of what he waited for, where that is that he was removed', async () => {
    const { id, key } = await member();
    const read = waiting(key, 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await service.remove(`${at}/members/${id}`, keys.owner)).status).toBe(200);
    expect(await read).toMatchObject({ status: 404, body: { code: 'http/no-such-engagement' } });
  });

  it('nor with a key that was revoked meanwhile', async () => {
    const { id, key, keyId } = await member();
    const read = waiting(key, 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await service.remove(`${at}/members/${id}/keys/${keyId}`, keys.owner)).status).toBe(200);
    await service.post(`${at}/parties`, keys.owner, { side: 'third', name: 'Fabrikam' });
    expect(await read).toMatchObject({ status: 401, body: { code: 'http/unauthenticated' } });
  });

  it('reads what he waited for as long as he stays', async () => {
    const { key } = await member();
    const read = waiting(key, 1);
    await service.post(`${at}/parties`, keys.owner, { side: 'third', name: 'Fabrikam' });
    expect((await read).status).toBe(200);
  });

  it('gets no pack that was not begun when he left', async () => {
    const { id, key } = await member();
    const packs = Array.from({ length: PACKS }, () =>
      fetch(`${service.url}${at}/pack`, { headers: { authorization: `Bearer ${key}` } }),
    );
    // The first of them are in the making.
    await packs[0];
    const removed = await service.remove(`${at}/members/${id}`, keys.owner);
    expect(removed.status).toBe(200);
    const late = (await packs.at(-1))!;
    expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([404, 'http/no-such-engagement']);
    await Promise.all(packs);
    expect(service.faults).toEqual([]);
  });
});
