import { describe, expect, it } from '@jest/globals';
import { microsOf } from '#kernel/instant';
import { PackDraft } from '#pack/make-pack';
import { verifyPack } from '#pack/verify/verify-pack';
import { verdictText } from '#pack/verify/words';
import { MAY } from '#responsibility/domain/examples/duties';
import { formatCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosign } from '#transparency/checkpoint/cosignature';
import { formatNote } from '#transparency/note/note';
import { signText } from '#transparency/note/signing';
import { LEDGER } from '#test/model/replaying/entries-of';
import { Forgery } from '#test/model/replaying/story';
import { ledgerOf } from './random-packed-ledger.ts';
import { bytesOf, crypto, making, policyOf, signersOf } from './sample-packs.ts';

const story = new Forgery();
const entries = story.entries();
const { disclosures } = ledgerOf([]);
const signers = signersOf(LEDGER, ['ben.contoso.example', 'other.example']);
const recorded = entries.map(({ recordedAt }) => Math.floor(microsOf(recordedAt) / 1_000_000));

/** What is said of the story where its witnesses cosigned it then, in seconds. */
function cosignedAt(...seconds: readonly number[]) {
  const draft = new PackDraft(making, { ledger: LEDGER, entries: bytesOf(entries) }, ASKED);
  const text = formatCheckpoint({ origin: LEDGER, size: draft.treeSize, root: draft.root });
  const cosignatures = seconds.map((time, i) => cosign(text, time, signers.witnesses[i]!));
  const shown = draft.wanted().flatMap((commitment) => disclosures.get(commitment) ?? []);
  const pack = draft.pack(formatNote({ text, signatures: [signText(text, signers.log), ...cosignatures] }), shown);
  return verifyPack(pack, policyOf(signers), crypto);
}

const ASKED = { about: 'task', task: 'LOG-03', effective: { at: MAY } } as const;
const last = recorded.at(-1)!;
const LONG_AFTER = last + 86_400;

describe('A pack of which a witness saw entries before they say that they were recorded', () => {
  it('is proven, and the verdict names the first of them and who saw it', () => {
    const { told } = story;
    const before = recorded[told.acknowledged]! - 301;
    for (const [times, witness] of [
      [[before, LONG_AFTER], 'w0'],
      [[LONG_AFTER, before], 'w1'],
    ] as const) {
      const verdict = cosignedAt(...times);
      expect(verdict).toMatchObject({ verdict: 'proven', recordedAhead: { entry: told.acknowledged, witness } });
      const words = `⚠ Entry ${told.acknowledged} says that it was recorded later than ${witness} cosigned it`;
      expect(verdictText(verdict)).toContain(words);
    }
  });

  it('is not suspected for what the clocks of honest people differ', () => {
    for (const seconds of [last - 300, last, LONG_AFTER]) {
      const verdict = cosignedAt(seconds, LONG_AFTER);
      expect(verdict).toMatchObject({ verdict: 'proven' });
      expect(verdict).not.toHaveProperty('recordedAhead');
      expect(verdictText(verdict)).not.toContain('clocks');
    }
  });
});
