import { describe, expect, it } from '@jest/globals';
import { ed25519OfSeed, nodeCrypto, nodeSha256 } from '#ledger-store/node-crypto';
import { ReferenceTree, someEntries } from '#test/conformance/proofs/reference-tree';
import { decodeUtf8, toBase64, toHex } from './bytes.ts';
import { formatCheckpoint } from './checkpoint/checkpoint.ts';
import { Malformed } from './malformed.ts';
import { leafHash } from './merkle/hashing.ts';
import { verifierKey } from './note/key.ts';
import { signNote } from './note/signing.ts';
import type { TrustPolicy } from './policy/policy.ts';
import { readReceipt, verifyReceipt, type LedgerReceipt } from './receipt.ts';

const ORIGIN = 'onus.example/engagements/1';
const SIZE = 13;
const entries = someEntries(SIZE);
const tree = new ReferenceTree(entries);

const keyOf = (seed: number, name = ORIGIN) => {
  const pair = ed25519OfSeed(Buffer.alloc(32, seed));
  return { key: verifierKey(nodeSha256, name, 'ed25519', pair.publicKey), sign: pair.sign };
};
const policyOf = (...seeds: readonly number[]): TrustPolicy => ({
  logs: seeds.map((seed) => ({ key: keyOf(seed).key, url: undefined })),
  witnesses: [],
  quorum: { kind: 'none' },
});
const signed = (size: number, root: Uint8Array, signer = keyOf(1)): string =>
  decodeUtf8(signNote(formatCheckpoint({ origin: ORIGIN, size, root }), signer));

const receipt: LedgerReceipt = {
  ledger: ORIGIN,
  treeSize: SIZE,
  rootHash: toHex(tree.mth(0, SIZE)),
  checkpoint: signed(SIZE, tree.mth(0, SIZE)),
  entries: [9, 10, 12].map((index) => ({
    index,
    leafHash: toHex(leafHash(nodeSha256, entries[index]!)),
    proof: tree.path(index, 0, SIZE).map(toBase64),
  })),
};
const [first, second, third] = receipt.entries as [
  LedgerReceipt['entries'][0],
  LedgerReceipt['entries'][0],
  LedgerReceipt['entries'][0],
];

const verify = (changed: Partial<LedgerReceipt>, policy = policyOf(1)) =>
  verifyReceipt(nodeCrypto, policy, { ...receipt, ...changed });

describe('A receipt', () => {
  it('proves that its entries stand in the ledger, to whoever trusts the key', () => {
    expect(verify({})).toMatchObject({ ok: true, indices: [9, 10, 12], checkpoint: { origin: ORIGIN, size: SIZE } });
    expect(verify({}, policyOf(4, 1))).toMatchObject({ ok: true, log: { keyId: keyOf(1).key.keyId } });
  });

  it.each<[string, string, Partial<LedgerReceipt>]>([
    ['another ledger beside the checkpoint', 'contradicts-checkpoint', { ledger: 'onus.example/engagements/2' }],
    ['another size', 'contradicts-checkpoint', { treeSize: SIZE + 1 }],
    ['another root', 'contradicts-checkpoint', { rootHash: toHex(tree.mth(0, 12)) }],
    ['no entries', 'no-entries', { entries: [] }],
    ['an index that is another’s', 'wrong-root', { entries: [{ ...first, index: 8 }] }],
    ['an index beyond the tree', 'not-in-tree', { entries: [{ ...first, index: SIZE }] }],
    ['an index that is none', 'not-a-size', { entries: [{ ...first, index: 0.5 }] }],
    ['another leaf', 'wrong-root', { entries: [first, { ...second, leafHash: first.leafHash }, third] }],
    ['a leaf hash in other letters', 'malformed-receipt', { entries: [{ ...first, leafHash: 'A'.repeat(64) }] }],
    ['a short leaf hash', 'not-a-hash', { entries: [{ ...first, leafHash: '00' }] }],
    ['the proof of another entry', 'wrong-root', { entries: [first, { ...second, proof: first.proof }] }],
    ['a proof that is too short', 'wrong-length', { entries: [first, { ...second, proof: second.proof.slice(1) }] }],
    ['a proof that is no base64', 'malformed-receipt', { entries: [{ ...first, proof: ['?'] }] }],
    ['a checkpoint of another key', 'no-known-signature', { checkpoint: signed(SIZE, tree.mth(0, SIZE), keyOf(2)) }],
    ['a checkpoint that is none', 'malformed-note', { checkpoint: 'trust me' }],
    ['a checkpoint that is no text', 'malformed-receipt', { checkpoint: '\ud800' }],
    [
      'a signature that does not hold',
      'invalid-signature',
      { checkpoint: receipt.checkpoint.replace(`\n${SIZE}\n`, `\n${SIZE + 1}\n`) },
    ],
  ])('is refused with %s', (_what, code, changed) => {
    expect(verify(changed)).toMatchObject({ ok: false, code });
  });

  it('is refused by who trusts another key, even one that signed for another ledger', () => {
    expect(verify({}, policyOf(2))).toMatchObject({ code: 'no-known-signature' });
    const other = { logs: [{ key: keyOf(1, 'onus.example/engagements/2').key, url: undefined }] };
    expect(verify({}, { ...policyOf(1), ...other })).toMatchObject({ code: 'no-known-signature' });
  });

  it('is found in what a service answers, whatever stands beside it', () => {
    const { ledger: _, ...flat } = receipt;
    const answer = { position: '7', ...flat, entries: flat.entries.map((entry) => ({ ...entry, id: 'x' })) };
    expect(readReceipt(answer)).toEqual(receipt);
    expect(readReceipt({ recorded: true, receipt })).toEqual(receipt);
  });

  it.each([
    [null],
    ['receipt'],
    [[]],
    [{}],
    [{ receipt: null }],
    [{ ...receipt, treeSize: '13' }],
    [{ ...receipt, rootHash: undefined }],
    [{ ...receipt, entries: {} }],
    [{ ...receipt, entries: [null] }],
    [{ ...receipt, entries: [{ ...first, proof: undefined }] }],
    [{ ...receipt, entries: [{ ...first, proof: [1] }] }],
    [{ ...receipt, entries: [{ ...first, index: '9' }] }],
  ])('is none: %j', (answer) => {
    expect(() => readReceipt(answer)).toThrow(Malformed);
  });
});
