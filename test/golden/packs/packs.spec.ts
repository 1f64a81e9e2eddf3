import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lines } from '#approval/domain/examples/first-form';
import { cast } from '#engagement/domain/engagement.examples';
import { acceptException, except } from '#matrix-version/domain/matrix-version.examples';
import { raise } from '#objection/domain/objection.examples';
import { disclosureShape, type PackDisclosure } from '#pack/format/disclosures';
import { linesOf } from '#pack/format/lines';
import type { Manifest } from '#pack/format/manifest';
import { PackDraft, type AskedQuestion } from '#pack/make-pack';
import { verifyPack } from '#pack/verify/verify-pack';
import { introductionsText, verdictText } from '#pack/verify/words';
import { readZip } from '#pack/zip/zip';
import { APRIL, MAY } from '#responsibility/domain/examples/duties';
import { acknowledge, decline } from '#responsibility/domain/responsibility.examples';
import { ledgerOf } from '#test/conformance/packs/random-packed-ledger';
import { bytesOf, crypto, packOf, policyOf, signersOf, type PackedLedger } from '#test/conformance/packs/sample-packs';
import { LEDGER } from '#test/model/replaying/entries-of';
import { Forgery } from '#test/model/replaying/story';
import { SignedAgreement } from '#test/passkeys/signed-agreement';
import { SoftwareAuthenticator } from '#test/passkeys/software-authenticator';

/** Packs as they were handed out once, the format first. They are never changed: whoever has one must be able to verify it. */
const PACKS: readonly (readonly [name: string, asked: AskedQuestion])[] = [
  ['1-task-at-an-instant', { about: 'task', task: 'LOG-03', effective: { at: MAY } }],
  ['1-task-on-a-day', { about: 'task', task: 'LOG-03', effective: { day: '2026-03-14' }, known: { treeSize: 24 } }],
  [
    '1-task-in-a-period',
    { about: 'task', task: 'BKP-04', effective: { from: '2026-01-15T00:00:00Z', to: '2026-05-01T00:00:00Z' } },
  ],
  ['1-matrix', { about: 'matrix', effective: { day: '2026-05-01' } }],
  ['2-task-at-an-instant', { about: 'task', task: 'LOG-03', effective: { at: MAY } }],
  ['2-matrix', { about: 'matrix', effective: { day: '2026-05-01' } }],
  ['2-signed-and-excepted', { about: 'task', task: 'LOG-03', effective: { at: MAY } }],
  ['2-signed-for-one-ledger', { about: 'task', task: 'LOG-03', effective: { at: MAY } }],
];

const file = (name: string): string => join(import.meta.dirname, name);
const policy = (): Uint8Array => readFileSync(file('1.policy'));

/** LOG-03 goes to Contoso by the passkeys of both sides, and comes back by one of them; then it is excepted until July. */
function signedAndExcepted(): Forgery {
  const phones = { keller: new SoftwareAuthenticator('ES256'), okafor: new SoftwareAuthenticator('EdDSA') };
  const agreement = new SignedAgreement(phones);
  agreement.agree(agreement.open());
  const back = agreement.open(lines.assign('LOG-03'), '2026-04-15T00:00:00Z');
  agreement.approve(back, 'keller');
  agreement.approve(back, 'okafor', null);
  const { ledger } = agreement;
  const exception = `x${ledger.size}`;
  return ledger
    .honestly(except({ owner: cast.okafor.member, from: APRIL, to: '2026-07-01T00:00:00Z' }), cast.ruiz)
    .honestly(acceptException(exception), cast.okafor);
}

/** Writes what is missing, and never what is there: `ONUS_WRITE_GOLDEN=1 npm test -- test/golden/packs`. */
function writeMissing(): void {
  const signers = signersOf(LEDGER, ['ben.contoso.example']);
  const story = new Forgery()
    .honestly(acknowledge('LOG-03', 21), cast.keller)
    .honestly(decline('LOG-03', 21), cast.meier)
    .honestly(raise('LOG-03'), cast.jansen);
  const ledgerBehind = (told: Forgery): PackedLedger => ({
    name: LEDGER,
    entries: bytesOf(told.entries()),
    disclosures: ledgerOf([]).disclosures,
  });
  if (!existsSync(file('1.policy'))) writeFileSync(file('1.policy'), policyOf(signers));
  for (const [name, asked] of PACKS) {
    if (existsSync(file(`${name}.zip`))) continue;
    const pack = packOf(ledgerBehind(name.startsWith('2-signed') ? signedAndExcepted() : story), asked, signers);
    writeFileSync(file(`${name}.zip`), pack);
    writeFileSync(file(`${name}.txt`), verdictText(verifyPack(pack, policy(), crypto)));
  }
}

if (process.env['ONUS_WRITE_GOLDEN'] === '1') writeMissing();

const parsed = <T>(bytes: Uint8Array): T => JSON.parse(Buffer.from(bytes).toString()) as T;

describe.each(PACKS.map(([name]) => name))('The pack %s', (name) => {
  const pack = new Uint8Array(readFileSync(file(`${name}.zip`)));

  it('is proven, and the verdict says what it said then', () => {
    const verdict = verifyPack(pack, policy(), crypto);
    expect(verdict.verdict).toBe('proven');
    expect(verdictText(verdict)).toBe(readFileSync(file(`${name}.txt`), 'utf8'));
  });

  it('is still made so, byte for byte', () => {
    const files = readZip(pack);
    const { ledger, question, format } = parsed<Manifest>(files.get('manifest.json')!);
    const entries = linesOf(files.get('entries.ndjson')!)!;
    const disclosures = linesOf(files.get('disclosures.ndjson')!)!.map((line) => parsed<PackDisclosure>(line));
    expect(disclosures.map(disclosureShape).filter((fault) => fault !== undefined)).toEqual([]);
    // How a report is printed is no part of the format: it may look better some day.
    const reportPdf = (): Uint8Array => files.get('report.pdf')!;
    const draft = new PackDraft(
      { ...crypto, reportPdf },
      { ledger, entries },
      { ...question, known: { treeSize: question.known } },
      format,
    );
    expect(Buffer.compare(draft.pack(files.get('checkpoint')!, disclosures), pack)).toBe(0);
  });

  it('is not proven to somebody who trusts another key', () => {
    const other = policyOf(signersOf('elsewhere.example/engagements/x'));
    expect(verifyPack(pack, other, crypto)).toMatchObject({ verdict: 'refuted', code: 'checkpoint-not-trusted' });
  });
});

describe('Whoever verifies a pack', () => {
  it.each([
    ['1-matrix', ', and has registered no passkey'],
    ['2-task-at-an-instant', ', and has registered no passkey'],
    ['2-signed-and-excepted', ''],
    ['2-signed-for-one-ledger', ''],
  ])('is told who of the other side brought in those who approved: %s', (name, passkey) => {
    const verdict = verifyPack(new Uint8Array(readFileSync(file(`${name}.zip`))), policy(), crypto);
    expect(introductionsText(verdict)).toBe(
      '\nWho brought in those who approved, by the entries:\n' +
        `B. Okafor (client) was brought in by A. Meier of Northwind SOC (provider) in entry 6${passkey}.\n`,
    );
  });

  it('is told nothing of that where nothing is proven', () => {
    const pack = new Uint8Array(readFileSync(file('1-task-in-a-period.zip')));
    expect(introductionsText(verifyPack(pack, 'no policy', crypto))).toBe('');
  });
});
