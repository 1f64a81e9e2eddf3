import { describe, expect, it } from '@jest/globals';
import { digestIn, put } from '#approval/domain/examples/changes';
import { lines } from '#approval/domain/examples/first-form';
import type { ApprovalSignature } from '#approval/domain/approval.events';
import { browserCrypto } from '#apps/verifier/src/browser-crypto';
import { cast } from '#engagement/domain/engagement.examples';
import { SIGNATURE_ALGORITHMS } from '#kernel/signature';
import { verifySignature } from '#ledger-store/node-signatures';
import { toBase64Url } from '#passkey/base64url';
import { APRIL } from '#responsibility/domain/examples/duties';
import type { OnusEvent } from '#rulebook/rulebook';
import { approvalSignature, firstSignature, registrationOf, type Signing } from '#test/passkeys/signing';
import { SoftwareAuthenticator, UP } from '#test/passkeys/software-authenticator';
import { verdictOn } from './entries-of.ts';
import { Forgery } from './story.ts';

const runtimes = [verifySignature, browserCrypto.verifySignature];
const nonce = new Uint8Array(32).fill(9);

describe.each(SIGNATURE_ALGORITHMS)('A ledger with an approval that a passkey of %s signed', (algorithm) => {
  const phone = new SoftwareAuthenticator(algorithm);
  const credentialId = toBase64Url(phone.credentialId);

  /** Keller has a passkey, and C-3 is open. */
  function ready(): { readonly forgery: Forgery; readonly digest: string } {
    const forgery = new Forgery();
    forgery.honestly(registrationOf(phone), cast.keller);
    forgery.honestly(put({ effectiveFrom: APRIL }, lines.assign('LOG-03', 'contoso')), cast.ruiz);
    return { forgery, digest: digestIn(forgery.told.ledger.state, 'C-3') };
  }

  const signature = (digest: string, ceremony: Signing = {}, by = phone): ApprovalSignature => ({
    ...approvalSignature(by, digest, ceremony, nonce),
    credentialId,
  });

  const granted = (digest: string, of: ApprovalSignature): OnusEvent => ({
    type: 'ApprovalGranted',
    schema: 4,
    data: { changeId: 'C-3', revision: 1, digest, party: 'p1', signature: of },
  });

  it('is consistent to every verifier where the signature holds', () => {
    const { forgery, digest } = ready();
    forgery.honestly(
      { type: 'ApproveChange', data: { change: 'C-3', digest, signature: signature(digest) } },
      cast.keller,
    );
    for (const verify of runtimes) {
      expect(verdictOn(forgery.entries(), { verifySignature: verify })).toMatchObject({ verdict: 'consistent' });
    }
  });

  it('is consistent where the signature is of the form that was recorded once, and contradicted where that was forged', () => {
    const { forgery, digest } = ready();
    const index = forgery.size;
    forgery.honestly(
      { type: 'ApproveChange', data: { change: 'C-3', digest, signature: firstSignature(phone, digest) } },
      cast.keller,
    );
    expect(forgery.entries()[index]).toMatchObject({ type: 'ApprovalGranted', schema: 3 });
    const forged = ready().forgery;
    const signature = firstSignature(phone, '0'.repeat(64));
    const data = { changeId: 'C-3', revision: 1, digest, party: 'p1', signature };
    forged.force(cast.keller, { type: 'ApprovalGranted', schema: 3, data });
    for (const verifySignature of runtimes) {
      expect(verdictOn(forgery.entries(), { verifySignature })).toMatchObject({ verdict: 'consistent' });
      const refused = { verdict: 'contradicted', index, code: 'refused', refusal: 'approval/signature-challenge' };
      expect(verdictOn(forged.entries(), { verifySignature })).toMatchObject(refused);
    }
  });

  it.each<[string, Signing]>([
    ['approval/signature-challenge', { challenge: nonce }],
    ['approval/signature-challenge', { onBehalfOf: 'm9' }],
    ['approval/signature-other-ledger', { ledger: 'onus.example/engagements/another' }],
    ['approval/signature-origin', { origin: 'https://evil.example' }],
    ['approval/signature-relying-party', { rpId: 'evil.example' }],
    ['approval/signature-user-verification', { flags: UP }],
    ['approval/signature-type', { type: 'webauthn.create' }],
  ])('is contradicted with %s where it was forged', (refusal, ceremony) => {
    const { forgery, digest } = ready();
    const index = forgery.size;
    forgery.force(cast.keller, granted(digest, signature(digest, ceremony)));
    for (const verify of runtimes) {
      const verdict = verdictOn(forgery.entries(), { verifySignature: verify });
      expect(verdict).toMatchObject({ verdict: 'contradicted', index, code: 'refused', refusal });
    }
  });

  it('is contradicted where another key signed', () => {
    const { forgery, digest } = ready();
    forgery.force(cast.keller, granted(digest, signature(digest, {}, new SoftwareAuthenticator(algorithm))));
    for (const verify of runtimes) {
      const verdict = verdictOn(forgery.entries(), { verifySignature: verify });
      expect(verdict).toMatchObject({ verdict: 'contradicted', refusal: 'approval/signature-invalid' });
    }
  });
});
