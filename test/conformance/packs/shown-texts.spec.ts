import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import type { Disclosure } from '#kernel/sealed';
import { disclosureLines } from '#pack/format/disclosures';
import type { Manifest, PackAnswer, PackFormat } from '#pack/format/manifest';
import { ShownTexts } from '#pack/format/shown-texts';
import { PackDraft, type AskedQuestion } from '#pack/make-pack';
import type { PackVerdict } from '#pack/verify/verdict';
import { verifyPack } from '#pack/verify/verify-pack';
import { readZip } from '#pack/zip/zip';
import { MAY } from '#responsibility/domain/examples/duties';
import { acknowledge, decline } from '#responsibility/domain/responsibility.examples';
import { TEST_NAME, TEST_SALT } from '#rulebook/given-when-then';
import { LEDGER } from '#test/model/replaying/entries-of';
import { sealedTexts } from '#test/model/random-ledger';
import { Forgery } from '#test/model/replaying/story';
import { listed } from './mutants/subject.ts';
import { bytesOf, checkpointOf, crypto, making, disclosureOf, policyOf, signersOf } from './sample-packs.ts';

const signers = signersOf(LEDGER);
const JANSEN = 'D. Jansen';
const REASON = 'Nobody of us is on duty at night.';
const decoder = new TextDecoder();
const matrix: AskedQuestion = { about: 'matrix', effective: { at: MAY } };
const task: AskedQuestion = { about: 'task', task: 'LOG-03', effective: { at: MAY } };

const draftOf = (asked: AskedQuestion, format?: PackFormat, story = new Forgery()): PackDraft =>
  new PackDraft(making, { ledger: LEDGER, entries: bytesOf(story.entries()) }, asked, format);

const textsOf = (draft: PackDraft): readonly string[] =>
  draft.wanted().map((commitment) => sealedTexts.get(commitment)!);

const disclosed = (commitment: string): Disclosure => disclosureOf(TEST_SALT, TEST_NAME, sealedTexts.get(commitment)!);

function packOf(draft: PackDraft, commitments: readonly string[]): Uint8Array {
  const disclosures = commitments.map(disclosed);
  return draft.pack(checkpointOf(signers, draft.treeSize, draft.root), disclosures);
}

const verdictOn = (draft: PackDraft, commitments: readonly string[]): PackVerdict =>
  verifyPack(packOf(draft, commitments), policyOf(signers), crypto);

/** D. Jansen, whom no assignment names, takes note of LOG-03. */
const acknowledged = (): Forgery => new Forgery().honestly(acknowledge('LOG-03', 21), cast.jansen);
/** He declines it. */
const declined = (): Forgery => new Forgery().honestly(decline('LOG-03', 21), cast.jansen);
const nameOf = (draft: PackDraft): string =>
  draft.wanted().find((commitment) => sealedTexts.get(commitment) === JANSEN)!;

describe('The texts that a pack opens', () => {
  it('are those that the answer shows: of who stands behind a number the name stays sealed', () => {
    expect(textsOf(draftOf(task, 'onus-pack/2', acknowledged()))).toContain(JANSEN);
    expect(textsOf(draftOf(matrix, 'onus-pack/2', acknowledged()))).not.toContain(JANSEN);
    expect(textsOf(draftOf(matrix, 'onus-pack/2', acknowledged()))).toContain('B. Okafor');
  });

  it('include no reason where only a name is shown', () => {
    const ofTask = textsOf(draftOf(task, 'onus-pack/2', declined()));
    const ofMatrix = textsOf(draftOf(matrix, 'onus-pack/2', declined()));
    expect(ofMatrix).toContain(JANSEN);
    expect(ofTask.filter((text) => !ofMatrix.includes(text))).toEqual([REASON]);
  });

  it('are no more: a pack that opens another text of the ledger is refuted', () => {
    const story = acknowledged();
    const name = nameOf(draftOf(task, 'onus-pack/2', story));
    const draft = draftOf(matrix, 'onus-pack/2', story);
    const shown = draft.wanted();
    expect(verdictOn(draft, shown)).toMatchObject({ verdict: 'proven' });
    expect(verdictOn(draft, [...shown, name])).toMatchObject({ verdict: 'refuted', code: 'needless-disclosure' });
  });

  it('are no fewer: a pack of which the answer shows a text that nothing opens is refuted', () => {
    const draft = draftOf(matrix, 'onus-pack/2', acknowledged());
    const shown = draft.wanted();
    const whole = readZip(packOf(draft, shown));
    const manifest = JSON.parse(decoder.decode(whole.get('manifest.json'))) as Manifest;
    for (const missing of shown) {
      const rest = shown.filter((commitment) => commitment !== missing).sort();
      const disclosures = disclosureLines(rest.map(disclosed));
      const pack = listed(new Map(whole).set('disclosures.ndjson', disclosures), manifest);
      expect(verifyPack(pack, policyOf(signers), crypto)).toMatchObject({ verdict: 'refuted', code: 'wrong-answer' });
    }
  });

  it('are, in the first format, all that was opened on the way to the answer', () => {
    const draft = draftOf(matrix, 'onus-pack/1', acknowledged());
    expect(textsOf(draft)).toContain(JANSEN);
    const name = nameOf(draft);
    const others = draft.wanted().filter((commitment) => commitment !== name);
    expect(verdictOn(draft, draft.wanted())).toMatchObject({ verdict: 'proven' });
    expect(verdictOn(draftOf(matrix, 'onus-pack/1', acknowledged()), others)).toMatchObject({ verdict: 'proven' });
  });

  it('are found whatever people wrote: a title that looks like a commitment opens none', () => {
    const [name] = draftOf(task, 'onus-pack/2', acknowledged()).wanted();
    const shown = new ShownTexts('onus-pack/2', () => null);
    const answer = (): PackAnswer => {
      shown.open(name!);
      return { title: name } as unknown as PackAnswer;
    };
    expect([...shown.in(answer)]).toEqual([]);
    expect([...shown.in(() => ({ name: shown.open(name!) }) as unknown as PackAnswer)]).toEqual([name]);
  });
});
