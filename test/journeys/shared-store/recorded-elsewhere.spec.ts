import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toBase64Url } from '#passkey/base64url';
import { KurrentTestServer } from '#test/kurrentdb-server/server';
import { ORIGIN, RP_ID, SoftwareAuthenticator } from '#test/passkeys/software-authenticator';
import { define, openEngagement, type Cast } from '../http-story.ts';
import { RunningService } from '../running-service.ts';

const AT = '/v1/engagements/contoso';

describe('A replica that is asked for what another one has just recorded', () => {
  let near: KurrentTestServer;
  let far: KurrentTestServer;
  let one: RunningService;
  let other: RunningService;
  let cast: Cast;

  const derived = async (): Promise<void> => other.onus.read.reach(await other.onus.store.lastPosition(), 30_000);
  /** Nothing of what is recorded comes to the other replica by itself, but it reads and writes as before. */
  const holdBack = async (held: boolean): Promise<void> => {
    await far.stop();
    far.plan = ({ method }) => (held && method === 'subscribe' ? 'drop-before-commit' : undefined);
    await far.listen();
  };

  beforeAll(async () => {
    near = await KurrentTestServer.start();
    far = await KurrentTestServer.start({ log: near.log });
    one = await RunningService.start(undefined, { shared: near.url });
    cast = await openEngagement(one);
    const signingKeyFile = join(one.folder, 'signing-key.pem');
    other = new RunningService({ shared: far.url, signingKeyFile });
    // What does not come is not waited for.
    other.positionWaitMs = 50;
    await other.open();
  }, 60_000);
  beforeEach(async () => {
    await holdBack(false);
    await derived();
    await holdBack(true);
  }, 60_000);
  afterAll(async () => {
    await holdBack(false);
    for (const service of [one, other]) {
      await service.close();
      rmSync(service.folder, { recursive: true, force: true });
    }
    await near.stop();
    await far.stop();
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
    await holdBack(false);
    await derived();
    for (const path of paths) expect([path, (await other.get(AT + path, cast.vera)).status]).toEqual([path, 200]);
    expect(await other.get(`${AT}/changes/C-99`, cast.vera)).toMatchObject({ status: 404 });
    expect(await other.get(`${AT}/parties?known=${size + 1}`, cast.vera)).toMatchObject({ status: 422 });
  }, 60_000);

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
    await holdBack(false);
    await derived();
    expect(await other.post(`${AT}/credentials`, cast.anna, made, id)).toMatchObject({
      status: 201,
      body: { entries: registered.body.entries },
    });
    expect(other.faults).toEqual([]);
  }, 60_000);
});
