import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import { raise } from '#objection/domain/objection.examples';
import { PackDraft } from '#pack/make-pack';
import type { PackFormat } from '#pack/format/manifest';
import { verifyPack } from '#pack/verify/verify-pack';
import { decline } from '#responsibility/domain/responsibility.examples';
import { APRIL } from '#responsibility/domain/examples/duties';
import { LEDGER } from '#test/model/replaying/entries-of';
import { Forgery } from '#test/model/replaying/story';
import { bytesOf, checkpointOf, crypto, making, policyOf, signersOf } from './sample-packs.ts';

const signers = signersOf(LEDGER);

/** A pack that answers who bears LOG-03, in a format of one's own choice. */
function verdictOn(story: Forgery, format: PackFormat) {
  const source = { ledger: LEDGER, entries: bytesOf(story.entries()) };
  const question = { about: 'task', task: 'LOG-03', effective: { at: APRIL } } as const;
  const draft = new PackDraft(making, source, question, format);
  const pack = draft.pack(checkpointOf(signers, draft.treeSize, draft.root), []);
  return verifyPack(pack, policyOf(signers), crypto);
}

describe('A pack of the first format', () => {
  it('is proven where the ledger holds nothing that the format cannot tell of', () => {
    expect(verdictOn(new Forgery(), 'onus-pack/1').verdict).toBe('proven');
    expect(verdictOn(new Forgery(), 'onus-pack/2').verdict).toBe('proven');
  });

  it('is refuted where it would hide that somebody objects, or declined', () => {
    const objected = new Forgery().honestly(raise('LOG-03'), cast.jansen);
    const declined = new Forgery().honestly(decline('LOG-03', 21), cast.meier);
    for (const story of [objected, declined]) {
      expect(verdictOn(story, 'onus-pack/1')).toMatchObject({
        verdict: 'refuted',
        code: 'wrong-answer',
        why: expect.stringMatching(/cannot tell of entry 35/) as unknown,
      });
      expect(verdictOn(story, 'onus-pack/2')).toMatchObject({ verdict: 'proven' });
    }
    expect(verdictOn(objected, 'onus-pack/2')).toMatchObject({
      words: expect.stringContaining('⚠ Objection o35 to LOG-03, raised by m7, name erased (client)') as unknown,
    });
  });
});
