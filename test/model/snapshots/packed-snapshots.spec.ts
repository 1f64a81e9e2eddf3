import { describe, expect, it } from '@jest/globals';
import { cast } from '#engagement/domain/engagement.examples';
import { verifyPack } from '#pack/verify/verify-pack';
import { MAY } from '#responsibility/domain/examples/duties';
import { take } from '#snapshot/domain/snapshot.examples';
import { LEDGER } from '#test/model/replaying/entries-of';
import { Forgery } from '#test/model/replaying/story';
import { honestSnapshot } from './honest-snapshot.ts';
import { ledgerOf } from '#test/conformance/packs/random-packed-ledger';
import { bytesOf, crypto, packOf, policyOf, signersOf } from '#test/conformance/packs/sample-packs';

const signers = signersOf(LEDGER);
const asked = { about: 'task', task: 'LOG-03', effective: { at: MAY } } as const;
const EFFECTIVE = '2026-03-13T23:00:00Z';

/** What an honest operator seals of the first entries of a story. */
const honest = (treeSize: number) => honestSnapshot(new Forgery().entries().slice(0, treeSize), EFFECTIVE);

type Stated = ReturnType<typeof honest>;

/** The verdict on a ledger whose operator seals these, and who signs with the real key: the rules allow every one of them. */
function verdictOn(...stated: readonly Stated[]) {
  const forgery = new Forgery();
  const index = forgery.size;
  for (const each of stated) forgery.honestly(take(each), cast.ruiz);
  const ledger = { name: LEDGER, entries: bytesOf(forgery.entries()), disclosures: ledgerOf([]).disclosures };
  return { index, verdict: verifyPack(packOf(ledger, asked, signers), policyOf(signers), crypto) };
}

const OTHER = { root: take().data.root, digest: take().data.digest };

describe('A pack with entries that seal snapshots', () => {
  const size = new Forgery().size;

  it('is proven where each states what the entries before it lead to, in whatever order', () => {
    const { verdict } = verdictOn(honest(size), honest(12), honest(size - 4), honest(12));
    expect(verdict.verdict).toBe('proven');
  });

  it.each([
    ['another root', { root: OTHER.root }, 'root'],
    ['the root of another size', { root: honest(size - 1).root }, 'root'],
    ['the digest of another document', { digest: OTHER.digest }, 'digest'],
    ['the digest of an older document', { digest: honest(12).digest }, 'digest'],
    ['a digest of another instant', { effective: '2026-01-01T00:00:00Z' }, 'digest'],
    ['more lines than there are', { lines: honest(size).lines + 1 }, 'lines'],
  ] as const)('is refuted at the one that states %s', (_about, change, cause) => {
    const { index, verdict } = verdictOn(honest(12), { ...honest(size), ...change }, { ...honest(12), ...OTHER });
    expect(verdict).toMatchObject({ verdict: 'refuted', code: 'wrong-snapshot', index: index + 1, cause });
  });

  it('says what the entries lead to, and what is stated instead', () => {
    const { verdict } = verdictOn({ ...honest(12), root: OTHER.root });
    expect(verdict).toMatchObject({
      why: `the first 12 entries have the root ${honest(12).root}, and the snapshot states ${OTHER.root}`,
    });
  });
});
