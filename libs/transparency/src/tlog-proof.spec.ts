import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeCrypto, nodeSha256 } from '#ledger-store/node-crypto';
import { flipped, forgedProofs } from '#test/conformance/proofs/forgeries';
import { logNamed, witnessNamed } from '#test/conformance/proofs/people';
import { ReferenceTree, someEntries } from '#test/conformance/proofs/reference-tree';
import { encodeUtf8 } from './bytes.ts';
import { formatCheckpoint } from './checkpoint/checkpoint.ts';
import { cosign } from './checkpoint/cosignature.ts';
import { leafHash } from './merkle/hashing.ts';
import { formatVerifierKey } from './note/key.ts';
import { formatNote } from './note/note.ts';
import { signText } from './note/signing.ts';
import { parsePolicy } from './policy/parsing.ts';
import { formatTlogProof, parseTlogProof, verifyTlogProof, type TlogProof } from './tlog-proof.ts';

const entries = someEntries(20);
const tree = new ReferenceTree(entries);
const log = logNamed('log.example', 1);
const ben = witnessNamed('ben.example', 2);
const policy = parsePolicy(
  nodeSha256,
  encodeUtf8(`log ${formatVerifierKey(log.key)}\nwitness ben ${formatVerifierKey(ben.key)}\nquorum ben\n`),
);

function checkpoint(size: number): Uint8Array {
  const text = formatCheckpoint({ origin: 'log.example', size, root: tree.mth(0, size) });
  return formatNote({ text, signatures: [signText(text, log), cosign(text, 1_700_000_000, ben)] });
}

const proofOf = (index: number, size: number): TlogProof => ({
  index,
  hashes: tree.path(index, 0, size),
  checkpoint: checkpoint(size),
});

const judged = (proof: TlogProof, entry: Uint8Array) =>
  verifyTlogProof(nodeCrypto, policy, leafHash(nodeSha256, entry), formatTlogProof(proof));

describe('The proof of an entry as a file', () => {
  it('shows every entry of every tree, with who saw it and when', () => {
    for (let size = 1; size <= entries.length; size++) {
      for (let index = 0; index < size; index++) {
        expect(judged(proofOf(index, size), entries[index]!)).toMatchObject({
          ok: true,
          index,
          checkpoint: { origin: 'log.example', size },
          log: log.key,
          witnessed: [{ witness: { name: 'ben' }, timestamp: 1_700_000_000 }],
        });
      }
    }
  });

  it('is refused once anything in it was changed', () => {
    const proof = proofOf(11, 20);
    const accepted = forgedProofs(proof.hashes)
      .filter((hashes) => hashes.length <= 63 && hashes.every((hash) => hash.length === 32))
      .filter((hashes) => judged({ ...proof, hashes }, entries[11]!).ok);
    expect(accepted).toEqual([]);
    expect(judged({ ...proof, index: 10 }, entries[11]!)).toMatchObject({ code: 'wrong-root' });
    expect(judged({ ...proof, index: 20 }, entries[11]!)).toMatchObject({ code: 'not-in-tree' });
    expect(judged(proof, entries[12]!)).toMatchObject({ code: 'wrong-root' });
    expect(judged({ ...proof, checkpoint: checkpoint(19) }, entries[11]!)).toMatchObject({ code: 'wrong-root' });
  });

  it('is refused whichever bit of it was turned', () => {
    const bytes = formatTlogProof(proofOf(3, 5));
    const hash = leafHash(nodeSha256, entries[3]!);
    const accepted = Array.from({ length: bytes.length * 8 }, (_, bit) => bit).filter(
      (bit) => verifyTlogProof(nodeCrypto, policy, hash, flipped(bytes, bit)).ok,
    );
    // The name and the key id of a signature may be turned into those of a stranger only where the policy can do without it.
    expect(accepted).toEqual([]);
  });

  it('is refused where the policy is not satisfied, or it is no proof at all', () => {
    const text = formatCheckpoint({ origin: 'log.example', size: 5, root: tree.mth(0, 5) });
    const unseen = formatNote({ text, signatures: [signText(text, log)] });
    expect(judged({ ...proofOf(3, 5), checkpoint: unseen }, entries[3]!)).toMatchObject({ code: 'no-quorum' });
    expect(judged({ ...proofOf(3, 5), checkpoint: encodeUtf8(text) }, entries[3]!)).toMatchObject({
      code: 'malformed-note',
    });
    const hash = leafHash(nodeSha256, entries[3]!);
    expect(verifyTlogProof(nodeCrypto, policy, hash, checkpoint(5))).toMatchObject({ code: 'malformed-proof' });
    expect(verifyTlogProof(nodeCrypto, policy, hash, new Uint8Array())).toMatchObject({ code: 'malformed-proof' });
    expect(verifyTlogProof(nodeCrypto, policy, hash.subarray(1), formatTlogProof(proofOf(3, 5)))).toMatchObject({
      code: 'not-a-hash',
    });
  });

  it('is read as it was written, extra data and all', () => {
    const proof = fc.record({
      index: fc.maxSafeNat(),
      hashes: fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 63 }),
      checkpoint: fc.uint8Array(),
    });
    fc.assert(
      fc.property(proof, fc.option(fc.uint8Array({ minLength: 1 }), { nil: undefined }), (value, extra) => {
        const whole = extra === undefined ? value : { ...value, extra };
        expect(parseTlogProof(formatTlogProof(whole))).toEqual(whole);
      }),
    );
  });

  const hash = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
  const file = (rest: string): string => `c2sp.org/tlog-proof@v1\n${rest}`;
  it.each([
    ['tlog-proof', file(`index 0\n${hash}`)],
    ['tlog-proof', file(`index 0\n${hash.repeat(64)}\ncheckpoint\n`)],
    ['tlog-proof', file('Index 0\n\ncheckpoint\n')],
    ['tlog-proof', file('extra AAAA\n\ncheckpoint\n')],
    ['tlog-proof', ` ${file('index 0\n\ncheckpoint\n')}`],
    ['tlog-proof', file('index 0\nAAAA\n\ncheckpoint\n')],
    ['tlog-proof', file('extra \nindex 0\n\ncheckpoint\n')],
    ['base64', file('index 0\nindex 0\n\ncheckpoint\n')],
    ['base64', file('index 0\nextra AAAA\n\ncheckpoint\n')],
    ['base64', file(`index 0\n${hash.replace('\n', '\r\n')}\ncheckpoint\n`)],
    ['decimal', file('index 00\n\ncheckpoint\n')],
    ['decimal', file('index  0\n\ncheckpoint\n')],
    ['decimal', file('index 9007199254740992\n\ncheckpoint\n')],
    ['utf-8', file('index 0\n\u00ff\n\ncheckpoint\n')],
  ])('is refused with %s: %j', (code, wrong) => {
    const bytes = code === 'utf-8' ? Uint8Array.from(wrong, (each) => each.charCodeAt(0)) : encodeUtf8(wrong);
    expect(() => parseTlogProof(bytes)).toThrow(expect.objectContaining({ name: 'Malformed', code }));
  });

  it.each([
    { index: -1 },
    { index: 2 ** 53 },
    { hashes: [new Uint8Array(31)] },
    { hashes: Array.from({ length: 64 }, () => new Uint8Array(32)) },
    { extra: new Uint8Array() },
  ])('cannot be written with %p', (change) => {
    expect(() => formatTlogProof({ ...proofOf(3, 5), ...change })).toThrow(
      expect.objectContaining({ code: 'tlog-proof' }),
    );
  });
});
