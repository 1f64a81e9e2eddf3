import { describe, expect, it } from '@jest/globals';
import { ed25519OfSeed, nodeSha256 } from '#ledger-store/node-crypto';
import { fromBase64 } from '#transparency/bytes';
import { Malformed } from '#transparency/malformed';
import { formatVerifierKey, parseVerifierKey, verifierKey } from '#transparency/note/key';
import { parsePolicy } from '#transparency/policy/parsing';
import { formatTlogProof, parseTlogProof } from '#transparency/tlog-proof';
import { base64Bytes, utf8, vectorJson, withVectors } from './vectors.ts';

interface PolicyCase {
  readonly name: string;
  readonly policy: string;
  readonly wantTopN: number | null;
  readonly error: string | null;
}

const outcome = (policy: string): string => {
  try {
    const { quorum } = parsePolicy(nodeSha256, utf8(policy));
    return quorum.kind === 'group' ? `${quorum.threshold} of ${quorum.members.length}` : quorum.kind;
  } catch (error) {
    if (error instanceof Malformed) return error.code;
    throw error;
  }
};

/** The case with what C2SP asks for: a cosigning key for each witness, none twice, and comments on lines of their own. */
function repaired({ policy }: PolicyCase): string {
  let witnesses = 0;
  const lines = policy.trimEnd().split('\n');
  return lines
    .map((line) => line.replace(/(?<=\S)\s*#.*$/, ''))
    .map((line) =>
      line.replace(/^(\s*witness\s+\S+\s+)\S+/, (_, start: string) => {
        const { publicKey } = ed25519OfSeed(new Uint8Array(32).fill(++witnesses));
        const key = verifierKey(nodeSha256, `witness.example/${witnesses}`, 'cosignature', publicKey);
        return start + formatVerifierKey(key);
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}

withVectors('tlog-proof-formats')('Policies and proofs, held against the tests of transparency-dev/formats', () => {
  const policies = (): readonly PolicyCase[] =>
    vectorJson<{ cases: PolicyCase[] }>('tlog-proof-formats/tlog-policy-vectors.json').cases;

  describe('of policies', () => {
    const outcomes = [
      ['tidy', '2 of 2'],
      ['whitespace and comments', '2 of 2'],
      ['group numerical', '2 of 4'],
      ['group all', '3 of 3'],
      ['group any', '1 of 1'],
      ['no quorum', 'policy-quorum'],
      ['unknown quorum component', 'policy-quorum'],
      ['duplicate component name', 'policy-name'],
      ['negative threshold', 'policy-group'],
      ['witness name is keyword', 'policy-name'],
      ['witness name is keyword', 'policy-name'],
    ];

    it('come out as all 11 say, once their keys are what C2SP asks for', () => {
      const cases = policies();
      expect(cases.map((each) => [each.name, outcome(repaired(each))])).toEqual(outcomes);
      for (const each of cases) {
        if (each.wantTopN !== null) expect(outcome(repaired(each)).startsWith(`${each.wantTopN} of `)).toBe(true);
      }
    });

    it('are all refused as they are printed: no witness cosigns with a key for notes', () => {
      const printed = policies().map(({ policy }) => outcome(policy.endsWith('\n') ? policy : `${policy}\n`));
      // The second has a comment behind a witness; C2SP knows lines that are comments only.
      expect(printed.slice(0, 5)).toEqual(['policy-key', 'policy-line', 'policy-key', 'policy-key', 'policy-key']);
      for (const code of printed) expect(code).toMatch(/^policy-/);
    });
  });

  it('read Ed25519 keys of witnesses as they say, and leave ML-DSA aside', () => {
    const { keys } = vectorJson<{ keys: { name: string; vkey: string; wantErr: boolean }[] }>(
      'tlog-proof-formats/cosignature-vkeys.json',
    );
    const read = keys.map(({ vkey }) => {
      try {
        return parseVerifierKey(nodeSha256, vkey).type;
      } catch (error) {
        if (error instanceof Malformed) return error.code;
        throw error;
      }
    });
    expect(read).toEqual(['ed25519', 'cosignature', 'key-type', 'verifier-key', 'base64', 'key-type']);
  });

  it('write and read the three proofs to the byte', () => {
    const { marshal } = vectorJson<{
      marshal: { index: number; hashes: string[]; checkpoint: string; extraBase64?: string; want: string }[];
    }>('tlog-proof-formats/tlog-proof-vectors.json');
    expect(marshal).toHaveLength(3);
    for (const { index, hashes, checkpoint, extraBase64, want } of marshal) {
      const proof = {
        index,
        hashes: hashes.map(fromBase64),
        checkpoint: utf8(checkpoint),
        ...(extraBase64 === undefined ? {} : { extra: base64Bytes(extraBase64) }),
      };
      expect(new TextDecoder().decode(formatTlogProof(proof))).toBe(want);
      expect(parseTlogProof(utf8(want))).toEqual(proof);
    }
  });

  it('refuse seven files that are no proofs', () => {
    const { reject } = vectorJson<{ reject: { name: string; proof: string }[] }>(
      'tlog-proof-formats/tlog-proof-vectors.json',
    );
    expect(reject).toHaveLength(7);
    for (const { proof } of reject) {
      expect(() => parseTlogProof(utf8(proof))).toThrow(expect.objectContaining({ name: 'Malformed' }));
    }
  });
});
