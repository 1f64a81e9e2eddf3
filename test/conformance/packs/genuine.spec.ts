import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyPack } from '#pack/verify/verify-pack';
import { askedOf, histories, ledgerOf, questions } from './random-packed-ledger.ts';
import { crypto, packOf, policyOf, signersOf } from './sample-packs.ts';

describe('A genuine pack', () => {
  it('is proven, whatever its ledger and its question, and is the same bytes each time', () => {
    fc.assert(
      fc.property(histories, questions, fc.boolean(), (steps, asked, witnessed) => {
        const ledger = ledgerOf(steps);
        const signers = signersOf(ledger.name, witnessed ? ['ben.contoso.example', 'other.example'] : []);
        const question = askedOf(asked, ledger.entries.length);
        const pack = packOf(ledger, question, signers);
        expect(verifyPack(pack, policyOf(signers), crypto)).toMatchObject({
          verdict: 'proven',
          ledger: ledger.name,
          treeSize: ledger.entries.length,
          question: { about: asked.about, effective: asked.effective },
        });
        expect(packOf(ledger, question, signers)).toEqual(pack);
      }),
      { numRuns: 60 },
    );
  }, 180_000);
});
