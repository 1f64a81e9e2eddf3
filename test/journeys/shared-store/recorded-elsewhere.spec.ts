import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toBase64Url } from '#passkey/base64url';
import { ORIGIN, RP_ID, SoftwareAuthenticator } from '#test/passkeys/software-authenticator';
import { define, type Cast } from '../http-story.ts';
import type { RunningService } from '../running-service.ts';
import { HeldBackReplica } from './held-back-replica.ts';

const AT = '/v1/engagements/contoso';

describe('A replica that is asked for what another one has just recorded', () => {
  let replicas: HeldBackReplica;
  let one: RunningService;
  let other: RunningService;
  let cast: Cast;

  beforeAll(async () => {
    replicas = await HeldBackReplica.start();
    ({ one, other, cast } = replicas);
  });
  beforeEach(async () => {
    await replicas.holdBack(false);
    await replicas.derived();
    await replicas.holdBack(true);
  });
  afterAll(async () => {
    await replicas.holdBack(false);
    await replicas.end();
  });

  it('does not say that there is no such thing, nor that the ledger is not that long', async () => {
    const change = { title: 'A change', effectiveFrom: '2026-02-01T00:00:00Z', lines: [define('LOG-01')] };
    const { body } = await one.post(`${AT}/changes`, cast.carl, change);
    const { size } = await one.onus.state(one.onus.engagementId('contoso'));
    const paths = [
      `/changes/${String(body['change'])}`,
      `/parties?known=${size}`,
      `/matrix?effective=2026-03-01&known=${size}`,
    ];
    for (const path of paths) {
      expect([path, await other.get(AT + path, cast.vera)]).toMatchObject([
        path,
        { status: 503, body: { code: 'http/not-there-yet' } },
      ]);
    }
    await replicas.holdBack(false);
    await replicas.derived();
    for (const path of paths) expect([path, (await other.get(AT + path, cast.vera)).status]).toEqual([path, 200]);
    expect(await other.get(`${AT}/changes/C-99`, cast.vera)).toMatchObject({ status: 404 });
    expect(await other.get(`${AT}/parties?known=${size + 1}`, cast.vera)).toMatchObject({ status: 422 });
  });

  it('says nothing to somebody who was removed while it waited for that', async () => {
    const members = [{ party: 'p1', kind: 'person', name: 'On the way out', roles: ['viewer'] }];
    const added = await one.post(`${AT}/members`, cast.owner, { members });
    const member = `${AT}/members/m${added.body.entries[0]!.index}`;
    const { body: issued } = await one.post(`${member}/keys`, cast.owner, { label: 'for a while' });
    const change = { title: 'A change', effectiveFrom: '2026-02-01T00:00:00Z', lines: [define('LOG-02')] };
    const { body } = await one.post(`${AT}/changes`, cast.carl, change);
    const { read } = other.onus;
    const reach = read.reach.bind(read);
    read.reach = async (position, milliseconds) => {
      read.reach = reach;
      expect((await one.remove(member, cast.owner)).status).toBe(200);
      await replicas.holdBack(false);
      await replicas.derived();
      return reach(position, milliseconds);
    };
    const path = `${AT}/changes/${String(body['change'])}`;
    expect(await other.get(path, issued.key)).toMatchObject({ status: 404 });
    expect((await other.get(path, cast.vera)).status).toBe(200);
  });

  it('does not refuse to register a passkey that the same request has registered', async () => {
    const phone = new SoftwareAuthenticator('ES256');
    const { body } = await one.get(`${AT}/credentials/challenge?origin=${ORIGIN}&rpId=${RP_ID}`, cast.anna);
    const challenge = new Uint8Array(Buffer.from(String(body['challenge']), 'base64url'));
    const { attestationObject, clientDataJSON } = phone.create({ challenge });
    const made = {
      attestationObject: toBase64Url(attestationObject),
      clientDataJSON: toBase64Url(clientDataJSON),
    };
    const id = randomUUID();
    const registered = await one.post(`${AT}/credentials`, cast.anna, made, id);
    expect(registered.status).toBe(201);
    expect(await other.post(`${AT}/credentials`, cast.anna, made, id)).toMatchObject({
      status: 503,
      body: { code: 'http/not-there-yet' },
    });
    await replicas.holdBack(false);
    await replicas.derived();
    expect(await other.post(`${AT}/credentials`, cast.anna, made, id)).toMatchObject({
      status: 201,
      body: { entries: registered.body.entries },
    });
    expect(other.faults).toEqual([]);
  });
});
