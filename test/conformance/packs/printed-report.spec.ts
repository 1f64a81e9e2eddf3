import { describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import type { Manifest } from '#pack/format/manifest';
import { verifyPack } from '#pack/verify/verify-pack';
import { verdictText } from '#pack/verify/words';
import { writeZip } from '#pack/zip/zip';
import { MAY } from '#responsibility/domain/examples/duties';
import { LEDGER } from '#test/model/replaying/entries-of';
import { Forgery } from '#test/model/replaying/story';
import { encode, listed, subjectOf, withFile } from './mutants/subject.ts';
import { ledgerOf } from './random-packed-ledger.ts';
import { bytesOf, crypto } from './sample-packs.ts';

const entries = bytesOf(new Forgery().entries());
const ledger = { name: LEDGER, entries, disclosures: ledgerOf([]).disclosures };
const subject = subjectOf(ledger, { about: 'task', task: 'LOG-03', effective: { at: MAY } }, []);
const lie = encode('%PDF-1.7 Contoso bore it.');
const verdictOn = (pack: Uint8Array) => verifyPack(pack, subject.policy, crypto);

describe('The printed report of a pack', () => {
  it('says the question, the answer, the approvals, the entries, the root, the key and how to verify', async () => {
    const { text } = await extractText(await getDocumentProxy(subject.files.get('report.pdf')!.slice()), {
      mergePages: true,
    });
    const words = text.replaceAll(/\s+/g, ' ');
    for (const expected of [
      'Who bore LOG-03 Daily review of security event logs for Managed detection and response for Contoso at 1 May 2026',
      'Accountable: SOC Tier 1 (A. Meier).',
      'approved by C. Keller (provider) and B. Okafor (client).',
      'Acknowledged by T. Ruiz',
      '15, 18, 19, 20, 21, 22',
      'onus verify PACK --policy POLICY',
      'That report.pdf says the same.',
    ])
      expect(words).toContain(expected);
    const { rootHash } = subject.manifest;
    expect(words.replaceAll(' ', '')).toContain(rootHash);
    expect(words.replaceAll(' ', '')).toContain(`${LEDGER}+${subject.signers.log.key.keyId}`);
  });

  it('is refuted where it is not the file that the manifest lists, or is missing', () => {
    const changed = writeZip(new Map(subject.files).set('report.pdf', lie));
    expect(verdictOn(changed)).toMatchObject({ verdict: 'refuted', code: 'wrong-file', file: 'report.pdf' });
    const files = new Map(subject.files);
    files.delete('report.pdf');
    expect(verdictOn(listed(files, subject.manifest))).toMatchObject({
      verdict: 'refuted',
      code: 'missing-file',
      file: 'report.pdf',
    });
  });

  it('is not proven: where the manifest lists another one, the verdict still gives the true answer, and says so', () => {
    const verdict = verdictOn(withFile(subject, 'report.pdf', lie));
    expect(verdict).toMatchObject({ verdict: 'proven' });
    expect(verdictText(verdict)).toContain('report.pdf was not made again: it is for reading.');
    expect(verdictText(verdict)).toContain('Accountable: SOC Tier 1 (A. Meier).');
  });

  it('is in no pack of the first format', () => {
    const first: Manifest = { ...subject.manifest, format: 'onus-pack/1' };
    expect(verdictOn(listed(subject.files, first))).toMatchObject({
      verdict: 'unreadable',
      code: 'unknown-format',
      where: 'report.pdf',
    });
  });
});
