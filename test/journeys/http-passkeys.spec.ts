import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toBase64Url } from '#passkey/base64url';
import { ORIGIN, RP_ID, SoftwareAuthenticator, type Ceremony } from '#test/passkeys/software-authenticator';
import type { Recorded } from '#apps/cli/src/client/onus-client';
import { onus, onusAnswers } from './command-line/onus-command.ts';
import { define, openEngagement, type Cast } from './http-story.ts';
import { RunningService, type Reply } from './running-service.ts';

/** By which passkey an approval is signed, and the headers with which it is asked for and given. */
interface Approving {
  readonly by?: SoftwareAuthenticator;
  readonly asking?: Readonly<Record<string, string>>;
  readonly approving?: Readonly<Record<string, string>>;
}

const bytes = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'base64url'));

describe('Approving with a passkey', () => {
  let service: RunningService;
  let keys: Cast;
  const at = '/v1/engagements/contoso';
  const phone = new SoftwareAuthenticator('ES256');
  const id = toBase64Url(phone.credentialId);

  const challenge = async (key: string, origin = ORIGIN): Promise<Uint8Array> => {
    const { body } = await service.get(`${at}/credentials/challenge?origin=${origin}&rpId=${RP_ID}`, key);
    return bytes(body['challenge']);
  };
  const register = async (of: SoftwareAuthenticator, key: string, ceremony: Ceremony): Promise<Reply> => {
    const { attestationObject, clientDataJSON } = of.create(ceremony);
    return service.post(`${at}/credentials`, key, {
      attestationObject: toBase64Url(attestationObject),
      clientDataJSON: toBase64Url(clientDataJSON),
    });
  };
  /** A member asks what to sign, signs it with a passkey, and approves; each in the right that the headers say. */
  const approve = async (
    change: string,
    key: string,
    { by = phone, asking = {}, approving = {}, ...other }: Partial<Ceremony> & Approving = {},
  ): Promise<Reply> => {
    const { body } = await service.get(`${at}/changes/${change}/challenge`, key, asking);
    const signed = by.sign({ challenge: bytes(body['challenge']), ...other });
    const signature = {
      credentialId: toBase64Url(by.credentialId),
      authenticatorData: toBase64Url(signed.authenticatorData),
      clientDataJSON: toBase64Url(signed.clientDataJSON),
      signature: toBase64Url(signed.signature),
      nonce: body['nonce'],
      ledger: body['ledger'],
    };
    const headers = { 'idempotency-key': randomUUID(), ...approving };
    const path = `${at}/changes/${change}/approvals`;
    return service.send('POST', path, { key, headers, body: { digest: body.digest, signature } });
  };
  const propose = async (ref: string): Promise<string> => {
    const body = { title: 'A change', effectiveFrom: '2026-02-01T00:00:00Z', lines: [define(ref)] };
    return String((await service.post(`${at}/changes`, keys.carl, body)).body['change']);
  };

  beforeAll(async () => {
    service = await RunningService.start();
    keys = await openEngagement(service);
  });
  afterAll(() => service.stop());

  it('is registered with a challenge that was given to the member, once', async () => {
    const given = await challenge(keys.anna);
    expect(await register(phone, keys.ben, { challenge: given })).toMatchObject({
      status: 403,
      body: { code: 'engagement/credential-challenge' },
    });
    expect(await register(phone, keys.anna, { challenge: given, origin: 'https://evil.example' })).toMatchObject({
      status: 422,
      body: { code: 'engagement/bad-registration' },
    });
    const again = await challenge(keys.anna);
    const registered = await register(phone, keys.anna, { challenge: again });
    expect(registered).toMatchObject({
      status: 201,
      body: { credential: id, entries: [{ type: 'CredentialRegistered' }] },
    });
    expect(await register(new SoftwareAuthenticator('ES256'), keys.anna, { challenge: again })).toMatchObject({
      status: 403,
      body: { code: 'engagement/credential-challenge' },
    });
    const listed = await service.after(registered, `${at}/credentials`, keys.ben);
    expect(listed.body.items).toMatchObject([
      { id, member: 'm4', algorithm: 'ES256', rpId: RP_ID, origin: ORIGIN, revoked: null },
    ]);
  });

  it('is refused for what is wrong with the signature, and else counts like any approval', async () => {
    const change = await propose('LOG-01');
    expect(await approve(change, keys.anna, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'approval/signature-origin' },
    });
    expect(await approve(change, keys.ben)).toMatchObject({ body: { code: 'approval/credential-of-another' } });
    expect(await approve(change, keys.anna)).toMatchObject({ status: 201, body: { change, agreed: false } });
  });

  it('is told wherever the approval is, and so is that another rests on the account alone', async () => {
    const change = await propose('LOG-03');
    const approved = await approve(change, keys.anna);
    const { body: asked } = await service.after(approved, `${at}/changes/${change}`, keys.ben);
    const agreed = await service.post(`${at}/changes/${change}/approvals`, keys.ben, { digest: asked.digest });
    const signed = { credential: id, algorithm: 'ES256', userVerified: true };
    const { body: shown } = await service.after(agreed, `${at}/changes/${change}`, keys.ben);
    expect(shown['approvals']).toMatchObject([
      { side: 'provider', signed },
      { side: 'client', signed: null },
    ]);
    const { body: answer } = await service.after(agreed, `${at}/tasks/LOG-03/owner`, keys.ben);
    const [{ basis }] = answer['intervals'] as unknown as readonly [
      { readonly basis: { readonly approvals: readonly [object, object] } },
    ];
    expect(basis.approvals).toMatchObject([{ side: 'provider', signed }, { side: 'client' }]);
    expect(basis.approvals[1]).not.toHaveProperty('signed');
    const onServer = ['--engagement', 'contoso', '--server', service.url, '--key', keys.ben];
    const text = await onusAnswers(['change', 'show', change, ...onServer]);
    expect(text).toMatch(
      /^Approved for the provider by Anna Meier .*, signed with passkey \S{16}… \(ES256, user verified\)\.$/m,
    );
    expect(text).toMatch(/^Approved for the client by Ben Ortiz .*, without a passkey\.$/m);
    expect(await onusAnswers(['change', 'list', ...onServer])).toContain(
      'Anna Meier (provider, passkey), Ben Ortiz (client)',
    );
  });

  it('is signed for one ledger: the door takes none that does not say for which', async () => {
    const change = await propose('LOG-04');
    const { body } = await service.get(`${at}/changes/${change}/challenge`, keys.anna);
    const ledger = `onus.example/engagements/${service.onus.engagementId('contoso')}`;
    expect(body).toMatchObject({ change, ledger, onBehalfOf: null });
    const { digest } = body;
    const [authenticatorData, clientDataJSON, signature] = ['AAAA', 'AAAA', 'AAAA'];
    const unsaid = { credentialId: id, authenticatorData, clientDataJSON, signature, nonce: body['nonce'] };
    expect(
      await service.post(`${at}/changes/${change}/approvals`, keys.anna, { digest, signature: unsaid }),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/signature/ledger' }] },
    });
  });

  it('is signed in the right of whoever is acted for, where it was asked for so', async () => {
    const change = await propose('LOG-05');
    const tablet = new SoftwareAuthenticator('EdDSA');
    await register(tablet, keys.vera, { challenge: await challenge(keys.vera) });
    const [from, to] = [0, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const granted = await service.post(`${at}/delegations`, keys.ben, { delegate: 'm7', from, to });
    expect(granted).toMatchObject({ status: 201 });
    const forBen = { 'onus-on-behalf-of': 'm5' };
    expect(await approve(change, keys.vera, { by: tablet, approving: forBen })).toMatchObject({
      body: { code: 'approval/signature-challenge' },
    });
    expect(await approve(change, keys.vera, { by: tablet, asking: forBen, approving: forBen })).toMatchObject({
      status: 201,
      body: { change, agreed: false },
    });
  });

  it('shows in the certificate of what was approved with it, and only there', async () => {
    const { digest } = (await service.get(`${at}/changes/C-1`, keys.ben)).body;
    const agreed = await service.post(`${at}/changes/C-1/approvals`, keys.ben, { digest });
    const { body } = await service.after(agreed, `${at}/changes/C-1/certificate`, keys.ben);
    expect(body['signatures']).toMatchObject([
      { by: { member: 'm4' }, passkey: true, words: expect.stringMatching(/Signed with a passkey\.$/) as unknown },
      { by: { member: 'm5' }, passkey: false },
    ]);
  });

  it('is over once the passkey is revoked', async () => {
    const change = await propose('LOG-02');
    const onServer = ['--engagement', 'contoso', '--server', service.url, '--key', keys.anna];
    expect(await onusAnswers(['passkey', 'list', ...onServer])).toContain(`${id}  Anna Meier (m4)  ES256`);
    const revoked = JSON.parse(await onusAnswers(['passkey', 'revoke', ...onServer, '--json', '--', id])) as Recorded;
    expect(revoked).toMatchObject({ credential: id, entries: [{ type: 'CredentialRevoked' }] });
    const { index } = revoked.entries[0]!;
    await service.caughtUp();
    expect(await onusAnswers(['passkey', 'list', ...onServer])).toContain(`revoked in entry ${index}`);
    const again = await onus(['passkey', 'revoke', ...onServer, '--', id]);
    expect([again.exit, again.stderr]).toEqual([3, expect.stringContaining('revoked')]);
    expect(await approve(change, keys.anna)).toMatchObject({ body: { code: 'approval/credential-revoked' } });
    const { body } = await service.get(`${at}/credentials`, keys.ben);
    expect(body.items[0]).toMatchObject({ id, revoked: index });
    const { body: earlier } = await service.get(`${at}/credentials?known=${index}`, keys.ben);
    expect(earlier.items[0]).toMatchObject({ id, revoked: null });
  });
});
