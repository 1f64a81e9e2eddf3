import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import { acceptException, endException, except } from '#matrix-version/domain/matrix-version.examples';
import type { Manifest } from '#pack/format/manifest';
import { verifyPack } from '#pack/verify/verify-pack';
import { readZip } from '#pack/zip/zip';
import { MAY } from '#responsibility/domain/examples/duties';
import { LEDGER } from '#test/model/replaying/entries-of';
import { Forgery } from '#test/model/replaying/story';
import { ledgerOf } from './random-packed-ledger.ts';
import { decode, encode, subjectOf, withManifestBytes } from './mutants/subject.ts';
import { bytesOf, crypto, packOf, policyOf, signersOf } from './sample-packs.ts';
import { canonicalize } from '#kernel/json';

const signers = signersOf(LEDGER);
const task = { about: 'task', task: 'LOG-03', effective: { at: MAY } } as const;
const matrix = { about: 'matrix', effective: { at: MAY } } as const;
const MEASURE = 'The firewall logs are looked at each Monday.';

/** Okafor of the client bears the risk that LOG-03 is not done until July: entries 35 and 36. */
const excepted = (): Forgery =>
  new Forgery()
    .honestly(except({ owner: cast.okafor.member, from: MAY, to: '2026-07-01T00:00:00Z' }), cast.ruiz)
    .honestly(acceptException('x35'), cast.okafor);

const packed = (story: Forgery) => ({
  name: LEDGER,
  entries: bytesOf(story.entries()),
  disclosures: ledgerOf([]).disclosures,
});

describe('A pack about a line from which there is an exception', () => {
  it('tells of it, opens what is done instead, and proves the entries that recorded and accepted it', () => {
    const pack = packOf(packed(excepted()), task, signers);
    expect(verifyPack(pack, policyOf(signers), crypto)).toMatchObject({
      verdict: 'proven',
      answer: {
        exceptions: [
          { id: 'x35', status: 'in-force', owner: { member: 'm6', name: 'B. Okafor' }, recorded: { entry: 35 } },
        ],
      },
      words: expect.stringMatching(
        /⚠ Exception x35 in force until 1 Jul 2026 02:00: its risk is borne by B\. Okafor/,
      ) as unknown,
    });
    const names = [...readZip(pack).keys()];
    expect(names).toEqual(expect.arrayContaining(['proofs/35.tlog-proof', 'proofs/36.tlog-proof']));
  });

  it('marks its line in the matrix, and opens no text for that', () => {
    const pack = packOf(packed(excepted()), matrix, signers);
    const verdict = verifyPack(pack, policyOf(signers), crypto);
    expect(verdict).toMatchObject({ verdict: 'proven' });
    const { answer } = JSON.parse(decode(readZip(pack).get('manifest.json')!)) as Manifest;
    expect('lines' in answer && answer.lines.find(({ ref }) => ref === 'LOG-03')).toMatchObject({
      exceptions: [{ id: 'x35', status: 'in-force', entries: [35, 36] }],
    });
    expect(decode(readZip(pack).get('disclosures.ndjson')!)).not.toContain(MEASURE);
  });

  it('is refuted where it keeps quiet about it, or calls in force what was ended', () => {
    const subject = subjectOf(packed(excepted()), task, []);
    const { exceptions: _, ...silent } = subject.manifest.answer as { readonly exceptions?: unknown };
    const quiet = withManifestBytes(subject, encode(canonicalize({ ...subject.manifest, answer: silent })));
    expect(verifyPack(quiet, subject.policy, crypto)).toMatchObject({ verdict: 'refuted', code: 'wrong-answer' });
    const ended = subjectOf(packed(excepted().honestly(endException('x35'), cast.okafor)), task, []);
    const { exceptions } = subject.manifest.answer as { readonly exceptions?: unknown };
    const answer = { ...ended.manifest.answer, exceptions };
    const kept = withManifestBytes(ended, encode(canonicalize({ ...ended.manifest, answer })));
    expect(verifyPack(kept, ended.policy, crypto)).toMatchObject({ verdict: 'refuted', code: 'wrong-answer' });
  });

  it('says the same as ever where there is none', () => {
    const { answer } = subjectOf(packed(new Forgery()), task, []).manifest;
    expect(answer).not.toHaveProperty('exceptions');
  });
});
