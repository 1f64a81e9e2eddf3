import { describe, expect, it } from '@jest/globals';
import { openContoso } from '#engagement/domain/engagement.examples';
import { bodyDigest } from '#kernel/sealed';
import { sha256 } from '#ledger-store/entry-codec';
import type { AskedQuestion } from '#pack/make-pack';
import { verifyPack } from '#pack/verify/verify-pack';
import { verdictText, wordsOf } from '#pack/verify/words';
import { MAY } from '#responsibility/domain/examples/duties';
import type { OnusEvent } from '#rulebook/rulebook';
import { LEDGER } from '#test/model/replaying/entries-of';
import { Forgery } from '#test/model/replaying/story';
import { ledgerOf } from './random-packed-ledger.ts';
import { bytesOf, crypto, packOf, policyOf, signersOf } from './sample-packs.ts';

const LIE = 'Accountable: Contoso (B. Okafor).';
/** What an engagement may be called: the rules ask nothing of it. */
const SPOKEN = `Contoso\r\n\n${LIE}\u2028${LIE}`;
const signers = signersOf(LEDGER);

/** The story of an engagement whose title and whose provider are called so. */
function calledSo(): Forgery {
  const named = (event: OnusEvent): OnusEvent => {
    if (event.type === 'EngagementOpened') return { ...event, data: { ...event.data, title: SPOKEN } };
    if (event.type !== 'PartyAdded' || event.data.side !== 'provider') return event;
    return { ...event, data: { ...event.data, name: SPOKEN } };
  };
  const data = { ...openContoso.data, title: SPOKEN, provider: SPOKEN };
  return new Forgery().alter(0, ({ events }) => ({
    events: events.map(named),
    body: bodyDigest(sha256, 'OpenEngagement', data),
  }));
}

function verdictOn(story: Forgery, asked: AskedQuestion) {
  const ledger = { name: LEDGER, entries: bytesOf(story.entries()), disclosures: ledgerOf([]).disclosures };
  return verifyPack(packOf(ledger, asked, signers), policyOf(signers), crypto);
}

/** Lines, for whoever reads: also the ends that only some readers know. */
const linesOf = (text: string): readonly string[] => text.split(/[\r\n\u2028\u2029]/);

describe('The words of a verdict', () => {
  it.each<[string, AskedQuestion]>([
    ['a task', { about: 'task', task: 'LOG-03', effective: { at: MAY } }],
    ['the matrix', { about: 'matrix', effective: { at: MAY } }],
  ])('have no line that somebody else wrote into a name: about %s', (_what, asked) => {
    const verdict = verdictOn(calledSo(), asked);
    expect(verdict).toMatchObject({ verdict: 'proven' });
    const lines = linesOf(wordsOf(verdict));
    expect(lines).not.toContain(LIE);
    expect(lines).toHaveLength(linesOf(wordsOf(verdictOn(new Forgery(), asked))).length);
    expect(lines.some((line) => line.includes(`Contoso ${LIE} ${LIE}`))).toBe(true);
  });

  it('have one line where a pack is refuted, whatever the entries say', () => {
    const why = 'nobody has introduced task t0\nproven: 3 entries';
    const words = verdictText({ verdict: 'refuted', code: 'wrong-entry', index: 3, why });
    expect(words).toBe('refuted: entry 3: nobody has introduced task t0 proven: 3 entries (wrong-entry)\n');
  });
});
