import { describe, expect, it } from '@jest/globals';
import { cast, examples } from '#engagement/domain/engagement.examples';
import type { Actor } from '#kernel/event';
import { SIGNATURE_ALGORITHMS } from '#kernel/signature';
import { sha256 } from '#ledger-store/entry-codec';
import { verifySignature } from '#ledger-store/node-signatures';
import { toBase64Url } from '#passkey/base64url';
import { LEDGER, specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { approvalSignature, firstSignature, nonceOf, registrationOf, type Signing } from '#test/passkeys/signing';
import { SoftwareAuthenticator, UP, UV } from '#test/passkeys/software-authenticator';
import { digestIn } from '../examples/changes.ts';
import { approve } from '../examples/first-form.ts';
import { agreed, handover, newPolicy, twoTasks } from '../examples/scenes.ts';
import type { ApprovalSignature, FirstApprovalSignature } from '../approval.events.ts';
import { FIRST_SIGNED_APPROVAL, REGISTERED, SIGNED_APPROVAL } from '../examples/signed-approval.ts';
import { checkSignature, saysUserVerified } from './signed.ts';

/** The same COSE key of ES256 with its parameters in another order: other bytes that say the same. */
function reordered(cose: Uint8Array): Uint8Array {
  // A map of five, then kty (2 bytes), alg (2), crv (2), x (3 and 32) and y (3 and 32).
  const y = cose.subarray(cose.length - 35);
  return Uint8Array.of(cose[0]!, ...y, ...cose.subarray(1, cose.length - 35));
}

const given = specificationOf(rulebook, sha256, verifySignature);
const { keller, okafor, ruiz, robot, meier, jansen } = cast;

const registered = (of: SoftwareAuthenticator, by: Actor = keller) => ({ command: registrationOf(of), by });

/** C-1 is open, as it is wherever the policy asks for nothing. */
const open = given(...twoTasks, handover());
const digest = digestIn(open.state, 'C-1');
const approval = (given: ApprovalSignature | FirstApprovalSignature, of = digest, change = 'C-1') => ({
  type: 'ApproveChange' as const,
  data: { change, digest: of, signature: given },
});

describe.each(SIGNATURE_ALGORITHMS)('An approval that a passkey of %s signed', (algorithm) => {
  const phone = new SoftwareAuthenticator(algorithm);
  const ready = open.and(registered(phone));

  it('is recorded with all that was signed', () => {
    const signed = approvalSignature(phone, digest);
    ready.when(approval(signed), { by: keller }).records({
      type: 'ApprovalGranted',
      schema: 4,
      data: { changeId: 'C-1', revision: 1, digest, party: 'p1', signature: signed },
    });
  });

  it('is decided as ever where it is of the form that was recorded once, which no statement can be passed off as', () => {
    const first = firstSignature(phone, digest);
    ready.when(approval(first), { by: keller }).records({
      type: 'ApprovalGranted',
      schema: 3,
      data: { changeId: 'C-1', revision: 1, digest, party: 'p1', signature: first },
    });
    const { ledger: _ledger, ...unsaid } = approvalSignature(phone, digest, {}, nonceOf(2));
    ready.when(approval(unsaid), { by: keller }).refuses('approval/signature-challenge');
  });

  it('puts the change in force like any other', () => {
    ready
      .and({ command: approval(approvalSignature(phone, digest)), by: keller })
      .when(approve('C-1', digest), { by: okafor })
      .recordsTypes('ApprovalGranted', 'ChangeAgreed', 'ResponsibilityAssigned');
  });

  it.each<[string, Signing]>([
    ['approval/signature-type', { type: 'webauthn.create' }],
    ['approval/signature-challenge', { challenge: nonceOf(0) }],
    ['approval/signature-challenge', { onBehalfOf: 'm9' }],
    ['approval/signature-other-ledger', { ledger: 'onus.example/engagements/another' }],
    ['approval/signature-origin', { origin: 'https://onus.contoso.evil' }],
    ['approval/signature-relying-party', { rpId: 'evil.example' }],
    ['approval/signature-user-presence', { flags: UV }],
    ['approval/signature-user-verification', { flags: UP }],
    ['approval/signature-unreadable', { flags: UP | UV | 0x40 }],
  ])('is refused with %s: %j', (code, ceremony) => {
    ready.when(approval(approvalSignature(phone, digest, ceremony)), { by: keller }).refuses(code);
  });

  it('is refused where another key signed', () => {
    const forged = { ...approvalSignature(new SoftwareAuthenticator(algorithm), digest) };
    const credentialId = toBase64Url(phone.credentialId);
    ready.when(approval({ ...forged, credentialId }), { by: keller }).refuses('approval/signature-invalid');
  });

  it('is refused where it is no base64url, or its nonce is too short', () => {
    const signed = approvalSignature(phone, digest);
    for (const broken of [
      { signature: '=' },
      { nonce: 'AAAA' },
      { clientDataJSON: 'e30' },
      { authenticatorData: '' },
    ]) {
      ready.when(approval({ ...signed, ...broken }), { by: keller }).refuses('approval/signature-unreadable');
    }
  });
});

describe('A passkey', () => {
  const phone = new SoftwareAuthenticator('ES256');
  const id = toBase64Url(phone.credentialId);
  const ready = open.and(registered(phone));
  const revoke = { type: 'RevokeCredential' as const, data: { credentialId: id } };

  it('signs for nobody but its own member, and only once it is registered', () => {
    const signed = approvalSignature(phone, digest);
    open.when(approval(signed), { by: keller }).refuses('approval/unknown-credential');
    ready.when(approval(signed), { by: okafor }).refuses('approval/credential-of-another');
  });

  it('signs nothing more once it is revoked: by its member, or by an owner of the same party', () => {
    for (const by of [keller, meier]) {
      ready
        .and({ command: revoke, by })
        .when(approval(approvalSignature(phone, digest)), { by: keller })
        .refuses('approval/credential-revoked');
    }
    for (const by of [okafor, ruiz]) ready.when(revoke, { by }).refuses('engagement/credential-of-another');
    ready.and({ command: revoke, by: keller }).when(revoke, { by: keller }).refuses('engagement/credential-revoked');
    open.when(revoke, { by: keller }).refuses('engagement/unknown-credential');
  });

  it('is registered by a person, for itself, once', () => {
    open.when(registered(phone).command, { by: robot }).refuses('engagement/credential-of-a-person');
    ready.when(registered(phone).command, { by: okafor }).refuses('engagement/credential-known');
    open.when(registered(phone).command, { by: jansen }).recordsTypes('CredentialRegistered');
  });

  it.each([
    ['an id that is no base64url', { credentialId: 'A' }],
    ['a key that is no base64url', { publicKey: '=' }],
    ['a key that is none', { publicKey: 'oA' }],
    ['a key of another algorithm', { algorithm: 'RS256' as const }],
    ['an origin without TLS', { origin: 'http://contoso.example' }],
    ['a relying party of somebody else', { rpId: 'oso.example' }],
    ['no relying party', { rpId: '' }],
  ])('is refused with %s', (_, other) => {
    const { type, data } = registered(phone).command;
    open.when({ type, data: { ...data, ...other } }, { by: keller }).refuses('engagement/bad-credential');
  });

  it('is not believed twice: neither the same nonce, nor a counter that does not go up', () => {
    const first = ready.and({ command: approval(approvalSignature(phone, digest, { counter: 5 })), by: keller });
    const second = first.and(handover());
    const other = digestIn(second.state, 'C-2');
    const again = (ceremony: Signing, nonce?: Uint8Array) =>
      second.when(approval(approvalSignature(phone, other, ceremony, nonce), other, 'C-2'), { by: keller });
    again({ counter: 6 }).refuses('approval/signature-replayed');
    for (const counter of [0, 4, 5]) again({ counter }, nonceOf(2)).refuses('approval/signature-counter');
    again({ counter: 6 }, nonceOf(2)).recordsTypes('ApprovalGranted');
  });

  it('has one key for one member: under another id it would sign for two, with one signature', () => {
    const { type, data } = registrationOf(phone);
    const credentialId = toBase64Url(nonceOf(9));
    const fromBehind = toBase64Url(reordered(phone.publicKey));
    for (const publicKey of [data.publicKey, fromBehind]) {
      const copied = { type, data: { ...data, credentialId, publicKey } };
      for (const by of [okafor, keller]) ready.when(copied, { by }).refuses('engagement/credential-known');
      ready.and({ command: revoke, by: keller }).when(copied, { by: okafor }).refuses('engagement/credential-known');
    }
  });

  it('cannot carry the signature of one change over to another', () => {
    const second = ready.and(handover());
    const other = digestIn(second.state, 'C-2');
    second
      .when(approval(approvalSignature(phone, digest), other, 'C-2'), { by: keller })
      .refuses('approval/signature-challenge');
  });
});

describe('A passkey of somebody who acts for another', () => {
  const phone = new SoftwareAuthenticator('ES256');
  const data = { delegate: jansen.member, from: '2026-01-06T00:00:00Z', to: '2026-02-01T00:00:00Z', scope: {} };
  const ready = open.and(registered(phone, jansen), { command: { type: 'GrantDelegation', data }, by: okafor });
  const at = '2026-01-07T09:00:00Z';
  const forOkafor = { by: { ...jansen, onBehalfOf: okafor.member }, at };
  const signed = (onBehalfOf: string | null) => approval(approvalSignature(phone, digest, { onBehalfOf }));

  it('signs in whose right it approves, and what it signed counts in no other', () => {
    ready.when(signed(okafor.member), forOkafor).recordsTypes('ApprovalGranted');
    for (const other of [null, keller.member])
      ready.when(signed(other), forOkafor).refuses('approval/signature-challenge');
    ready.when(signed(okafor.member), { by: jansen, at }).refuses('approval/signature-challenge');
  });
});

describe('A policy that demands passkeys', () => {
  const phone = new SoftwareAuthenticator('EdDSA');
  const scene = agreed(given(...twoTasks, registered(phone), newPolicy({ passkeys: true })), 'C-1').and(handover());
  const of = digestIn(scene.state, 'C-2');

  it('lets no approval pass that none signed', () => {
    scene.when(approve('C-2', of), { by: keller }).refuses('approval/signature-needed');
    scene.when(approval(approvalSignature(phone, of), of, 'C-2'), { by: keller }).recordsTypes('ApprovalGranted');
  });
});

describe('That an authenticator verified its user', () => {
  const phone = new SoftwareAuthenticator('EdDSA');

  it('is what it says itself, and nothing where that cannot be read', () => {
    expect(saysUserVerified(approvalSignature(phone, digest))).toBe(true);
    expect(saysUserVerified(approvalSignature(phone, digest, { flags: UP }))).toBe(false);
    for (const authenticatorData of ['', '=', 'AAAA']) {
      expect(saysUserVerified({ ...approvalSignature(phone, digest), authenticatorData })).toBe(false);
    }
  });
});

describe('The examples of signed approvals', () => {
  const [{ data: before }] = examples.CredentialRegistered;

  it.each([
    [FIRST_SIGNED_APPROVAL, before],
    [SIGNED_APPROVAL, REGISTERED],
  ])('verify: $schema', ({ data }, credential) => {
    if (!('signature' in data)) throw new Error('the example is not signed');
    const state = open.state;
    state.engagement.credentials.set(credential.credentialId, { ...credential, member: keller.member, revoked: false });
    const recordedAt = '2026-03-01T00:00:00Z';
    const circumstances = { ledger: LEDGER, actor: keller, recordedAt, nextIndex: 1, sha256, verifySignature };
    expect(() => checkSignature(data.signature, data.digest, state, circumstances)).not.toThrow();
  });
});
