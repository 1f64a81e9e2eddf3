import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { CountedApproval } from '#answers/views';
import type { ApprovalSignature } from '#approval/domain/approval.events';
import { browserCrypto } from '#apps/verifier/src/browser-crypto';
import { cast } from '#engagement/domain/engagement.examples';
import { SIGNATURE_ALGORITHMS } from '#kernel/signature';
import { canonicalize } from '#kernel/json';
import { verifyPack } from '#pack/verify/verify-pack';
import { verdictText } from '#pack/verify/words';
import { fromBase64Url, toBase64Url } from '#passkey/base64url';
import { onus } from '#test/journeys/command-line/onus-command';
import type { Forgery } from '#test/model/replaying/story';
import { SignedAgreement } from '#test/passkeys/signed-agreement';
import { packedBy, POLICY, subjectBy } from '#test/passkeys/signed-packs';
import { approvalSignature, nonceOf, type Signing } from '#test/passkeys/signing';
import { SoftwareAuthenticator, UP, UV } from '#test/passkeys/software-authenticator';
import { encode, withManifestBytes } from './mutants/subject.ts';
import { crypto } from './sample-packs.ts';

/** Every program that verifies: a terminal, and a browser. */
const runtimes = [crypto, { ...crypto, verifySignature: browserCrypto.verifySignature }];

const ANOTHER = 'onus.example/engagements/another';
const other = { ES256: new SoftwareAuthenticator('ES256') };

/** Puts something into the entries that nobody signed so; gives the first entry that is wrong. */
type Forge = (agreement: SignedAgreement) => number;

const instead =
  (forged: (digest: string, genuine: ApprovalSignature, agreement: SignedAgreement) => ApprovalSignature): Forge =>
  (agreement) =>
    agreement.forge((digest, genuine) => forged(digest, genuine, agreement));

const inAnother =
  (ceremony: Signing): Forge =>
  (agreement) =>
    agreement.forgeBySigning(ceremony);

/** A bit of what was signed, or of the signature, is another. */
const altered = (part: 'signature' | 'authenticatorData' | 'clientDataJSON', at: number): Forge =>
  instead((_, genuine) => {
    const bytes = fromBase64Url(genuine[part])!.slice();
    bytes[at < 0 ? bytes.length + at : at]! ^= 1;
    return { ...genuine, [part]: toBase64Url(bytes) };
  });

/** What was signed of one change, where it is said that another was approved; `besides` is changed in it. */
const carriedOver =
  (besides: Partial<ApprovalSignature> = {}): Forge =>
  (agreement) => {
    const first = agreement.open();
    const signed = agreement.sign(first, 'okafor');
    agreement.approve(first, 'okafor', signed);
    return instead(() => ({ ...signed, ...besides }))(agreement);
  };

const FORGERIES: readonly (readonly [sentence: string, refusal: string, forge: Forge])[] = [
  ['it was signed at another origin', 'signature-origin', inAnother({ origin: 'https://onus.contoso.evil' })],
  ['it was signed inside of a page of another origin', 'signature-origin', inAnother({ crossOrigin: true })],
  ['it was signed for another relying party', 'signature-relying-party', inAnother({ rpId: 'evil.example' })],
  [
    'another text was signed',
    'signature-challenge',
    instead((_, genuine, { phones }) => approvalSignature(phones.okafor, '0'.repeat(64), {}, nonceOf(99))),
  ],
  ['it was signed for another ledger', 'signature-other-ledger', inAnother({ ledger: ANOTHER })],
  [
    'it was signed for another ledger, and is said to be for this one',
    'signature-challenge',
    instead((digest, { ledger }, { phones }) => ({
      ...approvalSignature(phones.okafor, digest, { ledger: ANOTHER }, nonceOf(99)),
      ledger,
    })),
  ],
  ['it was signed in the right of another', 'signature-challenge', inAnother({ onBehalfOf: 'm7' })],
  [
    'it was signed with another nonce',
    'signature-challenge',
    instead((_, genuine) => ({ ...genuine, nonce: toBase64Url(nonceOf(98)) })),
  ],
  ['the authenticator did not verify its user', 'signature-user-verification', inAnother({ flags: UP })],
  ['nobody was present', 'signature-user-presence', inAnother({ flags: UV })],
  ['a credential was made, and nothing approved', 'signature-type', inAnother({ type: 'webauthn.create' })],
  [
    'the counter of the authenticator stands where it stood',
    'signature-counter',
    (agreement) => {
      const earlier = agreement.open();
      agreement.approve(earlier, 'okafor', agreement.sign(earlier, 'okafor', { counter: 900_000 }));
      return inAnother({ counter: 900_000 })(agreement);
    },
  ],
  ['what was signed of another change is used again', 'signature-replayed', carriedOver()],
  [
    'what was signed of another change is used again under another nonce',
    'signature-challenge',
    carriedOver({ nonce: toBase64Url(nonceOf(97)) }),
  ],
  ['a bit of the signature is another', 'signature-invalid', altered('signature', -1)],
  ['the counter was raised behind it', 'signature-invalid', altered('authenticatorData', -4)],
  ['a letter that the browser wrote is another', 'signature-unreadable', altered('clientDataJSON', 0)],
  [
    'another key signed',
    'signature-invalid',
    instead((digest, { credentialId }) => ({
      ...approvalSignature(other.ES256, digest, {}, nonceOf(99)),
      credentialId,
    })),
  ],
  [
    'a key signed that nobody registered',
    'unknown-credential',
    instead((digest) => approvalSignature(other.ES256, digest, {}, nonceOf(99))),
  ],
  [
    'the passkey of the other side signed',
    'credential-of-another',
    instead((digest, _, { phones }) => approvalSignature(phones.keller, digest, {}, nonceOf(99))),
  ],
  [
    'the passkey had been revoked',
    'credential-revoked',
    (agreement) => {
      const change = agreement.open();
      const data = { changeId: change, revision: 1, digest: agreement.digest(change), party: 'p2' };
      const signature = agreement.sign(change, 'okafor');
      const { credentialId } = signature;
      agreement.ledger.honestly({ type: 'RevokeCredential', data: { credentialId } }, cast.okafor);
      const index = agreement.ledger.size;
      agreement.ledger.force(cast.okafor, { type: 'ApprovalGranted', schema: 4, data: { ...data, signature } });
      return index;
    },
  ],
  [
    'nothing was signed, and the policy asks for it',
    'signature-needed',
    (agreement) => {
      agreement.agree(agreement.openPolicy({ passkeys: true }));
      const change = agreement.open();
      const data = { changeId: change, revision: 1, digest: agreement.digest(change), party: 'p2' };
      const index = agreement.ledger.size;
      agreement.ledger.force(cast.okafor, { type: 'ApprovalGranted', schema: 2, data });
      return index;
    },
  ],
];

describe.each(SIGNATURE_ALGORITHMS)('A pack about a duty that passkeys of %s put in force', (algorithm) => {
  const phones = { keller: new SoftwareAuthenticator(algorithm), okafor: new SoftwareAuthenticator(algorithm) };

  it('is proven, with every signature verified', () => {
    const agreement = new SignedAgreement(phones);
    agreement.agree(agreement.open());
    const pack = packedBy(agreement.ledger);
    for (const runtime of runtimes) {
      expect(verifyPack(pack, POLICY, runtime)).toMatchObject({
        verdict: 'proven',
        answer: { intervals: [{ owner: 'Contoso', basis: { kind: 'change', change: 'C-3', agreed: true } }] },
      });
    }
  });

  it('says of each approval whether a passkey signed it, and is refuted where it says otherwise', () => {
    const agreement = new SignedAgreement(phones);
    const change = agreement.open();
    agreement.approve(change, 'keller');
    agreement.approve(change, 'okafor', null);
    const verdict = verifyPack(packedBy(agreement.ledger), POLICY, crypto);
    expect(verdict).toMatchObject({ verdict: 'proven' });
    const words = 'approved by C. Keller (provider, with a passkey) and B. Okafor (client, without a passkey).';
    expect(verdictText(verdict)).toContain(words);
    const subject = subjectBy(agreement.ledger);
    const { answer } = subject.manifest;
    const basis = 'intervals' in answer ? answer.intervals[0]!.basis : null;
    if (basis?.kind !== 'change') throw new Error('the change was agreed');
    const [signed, plain] = basis.approvals as readonly [CountedApproval, CountedApproval];
    const { signed: by, ...unsigned } = signed;
    for (const approvals of [
      [signed, { ...plain, signed: by }],
      [unsigned, plain],
      [{ ...signed, signed: { ...by, userVerified: false } }, plain],
    ]) {
      const [interval] = 'intervals' in answer ? answer.intervals : [];
      const told = { ...answer, intervals: [{ ...interval, basis: { ...basis, approvals } }] };
      const pack = withManifestBytes(subject, encode(canonicalize({ ...subject.manifest, answer: told })));
      expect(verifyPack(pack, POLICY, crypto)).toMatchObject({ verdict: 'refuted', code: 'wrong-answer' });
    }
  });

  it.each(FORGERIES)('is refuted, though the real key signed it, where %s: %s', (_sentence, refusal, forge) => {
    const agreement = new SignedAgreement(phones);
    const index = forge(agreement);
    const pack = packedBy(agreement.ledger);
    for (const runtime of runtimes) {
      expect(verifyPack(pack, POLICY, runtime)).toMatchObject({
        verdict: 'refuted',
        code: 'wrong-entry',
        index,
        cause: 'refused',
        refusal: `approval/${refusal}`,
      });
    }
  });
});

describe('onus verify', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onus-signed-'));
  const path = (name: string): string => join(folder, name);
  const phones = { keller: new SoftwareAuthenticator('EdDSA'), okafor: new SoftwareAuthenticator('ES256') };

  afterAll(() => rmSync(folder, { recursive: true }));

  function verified(ledger: Forgery) {
    writeFileSync(path('a.zip'), packedBy(ledger));
    writeFileSync(path('policy'), POLICY);
    return onus(['verify', path('a.zip'), '--policy', path('policy')]);
  }

  it('says of a pack with signed approvals that it is proven', async () => {
    const agreement = new SignedAgreement(phones);
    agreement.agree(agreement.open());
    expect(await verified(agreement.ledger)).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^proven: /) as unknown,
    });
  });

  it('names what is wrong with a signature that was forged', async () => {
    const agreement = new SignedAgreement(phones);
    const index = inAnother({ origin: 'https://onus.contoso.evil' })(agreement);
    const { exit, stdout } = await verified(agreement.ledger);
    expect(exit).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`^refuted: entry ${index}: .*signed at https://onus.contoso.evil, .*approval/signature-origin\\)\n$`),
    );
  });
});
