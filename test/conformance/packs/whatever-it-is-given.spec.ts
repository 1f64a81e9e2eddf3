import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { questionShape } from '#pack/format/question';
import { REFUTED_CODES, UNREADABLE_CODES } from '#pack/verify/verdict';
import { verifyPack } from '#pack/verify/verify-pack';
import { verdictText } from '#pack/verify/words';
import { writeZip } from '#pack/zip/zip';
import { MAY } from '#responsibility/domain/examples/duties';
import { ledgerOf } from './random-packed-ledger.ts';
import { crypto, packOf, policyOf, signersOf } from './sample-packs.ts';

const ledger = ledgerOf([]);
const signers = signersOf(ledger.name);
const pack = packOf(ledger, { about: 'matrix', effective: { at: MAY } }, signers);
const CODES: ReadonlySet<string> = new Set([...REFUTED_CODES, ...UNREADABLE_CODES]);
const text = fc.oneof(fc.string(), fc.json(), fc.constant('{}'), fc.constant('null'), fc.constant('[]'));

describe('The verifier, whatever it is given', () => {
  it('gives a verdict on any bytes, by any policy', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.oneof(fc.string(), fc.uint8Array()), (bytes, policy) => {
        const verdict = verifyPack(bytes, policy, crypto);
        expect(verdict).toMatchObject({ verdict: 'unreadable' });
        expect(verdictText(verdict)).toMatch(/^unreadable: .*\n$/s);
      }),
    );
  });

  it('gives a verdict on any files in a good archive', () => {
    const files = fc.record({
      'manifest.json': text,
      'entries.ndjson': text,
      checkpoint: text,
      'disclosures.ndjson': text,
      'report.html': text,
      'VERIFY.md': text,
    });
    fc.assert(
      fc.property(files, (contents) => {
        const encoded = Object.entries(contents).map(([name, each]) => [name, new TextEncoder().encode(each)] as const);
        const verdict = verifyPack(writeZip(new Map(encoded)), policyOf(signers), crypto);
        expect(verdict.verdict === 'proven' ? 'proven' : CODES.has(verdict.code)).toBe(true);
        expect(verdict.verdict).not.toBe('proven');
      }),
    );
  });

  it('does not call a pack proven when what it was handed fails', () => {
    const broken = {
      ...crypto,
      sha1: () => {
        throw new Error('no SHA-1 here');
      },
    };
    expect(verifyPack(pack, policyOf(signers), crypto)).toMatchObject({ verdict: 'proven' });
    expect(verifyPack(pack, policyOf(signers), broken).verdict).not.toBe('proven');
    const deaf = {
      ...crypto,
      verifyEd25519: () => {
        throw new Error('no Ed25519 here');
      },
    };
    expect(verifyPack(pack, policyOf(signers), deaf)).toMatchObject({
      verdict: 'unreadable',
      code: 'verifier-fault',
      why: 'Error: no Ed25519 here',
    });
  });

  it('tells how far it has come', () => {
    const told: number[] = [];
    verifyPack(pack, policyOf(signers), crypto, { onProgress: (done, of) => told.push(done, of) });
    expect(told).toEqual([0, ledger.entries.length]);
  });

  it.each([
    { about: 'task', task: 'A', effective: { day: '2026-03-14' }, known: 0 },
    { about: 'matrix', effective: { at: '2026-03-14T00:00:00Z' }, known: 3 },
    { about: 'task', task: 'A', effective: { from: '2026-03-14T00:00:00Z', to: '2026-03-15T00:00:00Z' }, known: 3 },
  ])('takes %j for a question', (question) => expect(questionShape(question)).toBeUndefined());

  it.each([
    { about: 'task', effective: { day: '2026-03-14' }, known: 0 },
    { about: 'matrix', task: 'A', effective: { day: '2026-03-14' }, known: 0 },
    { about: 'matrix', effective: { from: '2026-03-14T00:00:00Z', to: '2026-03-15T00:00:00Z' }, known: 3 },
    { about: 'task', task: 'A', effective: { from: '2026-03-15T00:00:00Z', to: '2026-03-15T00:00:00Z' }, known: 3 },
    { about: 'task', task: 'A', effective: { at: '2026-03-14T00:00:00.000Z' }, known: 3 },
    { about: 'task', task: 'A', effective: { at: '2026-03-14T01:00:00+01:00' }, known: 3 },
    { about: 'task', task: 'A', effective: { day: '14.3.2026' }, known: 3 },
    { about: 'task', task: 'A', effective: { day: '2026-03-14', at: '2026-03-14T00:00:00Z' }, known: 3 },
    { about: 'task', task: 'A', effective: { day: '2026-03-14' }, known: -1 },
    { about: 'everything', effective: { day: '2026-03-14' }, known: 3 },
  ])('does not take %j for one', (question) => expect(questionShape(question)).toBeDefined());
});
