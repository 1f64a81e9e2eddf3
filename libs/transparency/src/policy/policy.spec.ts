import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { logNamed, witnessNamed } from '#test/conformance/proofs/people';
import { concatBytes, encodeUtf8 } from '../bytes.ts';
import { formatCheckpoint } from '../checkpoint/checkpoint.ts';
import { cosign } from '../checkpoint/cosignature.ts';
import { formatVerifierKey, verifierKey } from '../note/key.ts';
import { formatNote, type SignatureLine } from '../note/note.ts';
import { signText, type Signer } from '../note/signing.ts';
import { satisfies } from './evaluation.ts';
import { parsePolicy } from './parsing.ts';
import type { TrustPolicy } from './policy.ts';

const vkey = ({ key }: Signer): string => formatVerifierKey(key);
const log = logNamed('log.example', 1);
const rotated = logNamed('log.example', 2);
const other = logNamed('other.example', 3);
const witnesses = [10, 11, 12, 13, 14].map((seed) => witnessNamed(`w${seed}.example`, seed));
const [a, b, c, d, e] = witnesses as [Signer, Signer, Signer, Signer, Signer];
const named = ['a', 'b', 'c', 'd', 'e'].map((name, i) => `witness ${name} ${vkey(witnesses[i]!)}\n`).join('');
const policyOf = (text: string): TrustPolicy => parsePolicy(nodeSha256, encodeUtf8(text));

const text = formatCheckpoint({ origin: 'log.example', size: 7, root: new Uint8Array(32) });
const note = (...signatures: readonly SignatureLine[]): Uint8Array => formatNote({ text, signatures });
const by = (...signers: readonly Signer[]): readonly SignatureLine[] =>
  signers.map((signer, i) => cosign(text, 1_000 + i, signer));
const judged = (policy: string, ...signatures: readonly SignatureLine[]) =>
  satisfies(policyOf(policy), note(...signatures), verifyEd25519);

describe('A trust policy', () => {
  it('lists logs, witnesses, groups and a quorum, in any layout', () => {
    const policy = policyOf(
      `# ours\n\n \tlog\t${vkey(log)}   https://log.example/ \nlog ${vkey(rotated)}\n${named}` +
        `group X 2 a b c\n\t# theirs\ngroup Y any d e\ngroup Z all X Y\nquorum  Z\n`,
    );
    expect(policy.logs).toEqual([
      { key: log.key, url: 'https://log.example/' },
      { key: rotated.key, url: undefined },
    ]);
    expect(policy.witnesses.map(({ name, key, url }) => [name, key, url])).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name, i) => [name, witnesses[i]!.key, undefined]),
    );
    expect(policy.quorum).toMatchObject({
      kind: 'group',
      threshold: 2,
      members: [
        { name: 'X', threshold: 2, members: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
        { name: 'Y', threshold: 1, members: [{ name: 'd' }, { name: 'e' }] },
      ],
    });
  });

  it('keeps names apart that look alike, and takes octets that are no UTF-8', () => {
    const line = (name: readonly number[], signer: Signer): Uint8Array =>
      concatBytes(encodeUtf8('witness '), Uint8Array.from(name), encodeUtf8(` ${vkey(signer)}\n`));
    const kelvin = [0xe2, 0x84, 0xaa];
    const bytes = concatBytes(
      line([0x4b], a),
      line(kelvin, b),
      line([0xff], c),
      line([0xfe], d),
      encodeUtf8('group g 2 K '),
      Uint8Array.from([...kelvin, 0x20, 0xff, 0x20, 0xfe, 0x0a]),
      encodeUtf8('quorum g\n'),
    );
    expect(parsePolicy(nodeSha256, bytes).quorum).toMatchObject({ members: [{}, {}, {}, {}] });
  });

  it.each([
    ['policy-line', 'a last line without its newline', 'quorum none'],
    ['policy-line', 'nothing at all', ''],
    ['policy-line', 'another word', 'witnesses a b\nquorum none\n'],
    ['policy-line', 'a log without a key', 'log\nquorum none\n'],
    ['policy-line', 'a comment behind a log', `log ${vkey(log)} https://log.example # ours\nquorum none\n`],
    ['policy-line', 'a witness without a key', 'witness a\nquorum none\n'],
    ['policy-line', 'a group without members', `${named}group g any\nquorum g\n`],
    ['policy-line', 'two names in the quorum', `${named}quorum a b\n`],
    ['policy-line', 'a quorum of nothing', 'quorum\n'],
    ['policy-character', 'a carriage return', 'quorum none\r\n'],
    ['policy-character', 'a zero byte', 'quorum none\u0000\n'],
    ['policy-name', 'a name that is there already', `${named}witness a ${vkey(witnessNamed('x', 99))}\nquorum a\n`],
    ['policy-name', 'a group with the name of a witness', `${named}group a any b\nquorum a\n`],
    ['policy-name', 'a witness that is called none', `witness none ${vkey(a)}\nquorum none\n`],
    ['policy-name', 'a group that is called all', `${named}group all any a\nquorum all\n`],
    ['policy-key', 'a key that is none', 'log log.example+00000000+AAAA\nquorum none\n'],
    ['policy-key', 'a key of a name that is not UTF-8', 'log \u00ff+00000000+AAAA\nquorum none\n'],
    ['policy-key', 'a log with the key of a witness', `log ${vkey(a)}\nquorum none\n`],
    ['policy-key', 'a witness with the key of a log', `witness a ${vkey(log)}\nquorum none\n`],
    ['policy-key', 'a log twice', `log ${vkey(log)}\nlog ${vkey(logNamed('b.example', 1))}\nquorum none\n`],
    ['policy-key', 'a witness twice', `${named}witness f ${vkey(witnessNamed('other', 10))}\nquorum a\n`],
    ['policy-group', 'a member that comes later', `group g any a\n${named}quorum g\n`],
    ['policy-group', 'a group that is its own member', `${named}group g any g\nquorum g\n`],
    ['policy-group', 'none as a member', `${named}group g any none\nquorum g\n`],
    ['policy-group', 'a member twice', `${named}group g 2 a a\nquorum g\n`],
    ['policy-group', 'a member of two groups', `${named}group g any a\ngroup h any a\nquorum g\n`],
    ['policy-group', 'more than all', `${named}group g 3 a b\nquorum g\n`],
    ['policy-group', 'fewer than one', `${named}group g 0 a b\nquorum g\n`],
    ['policy-group', 'a number with a leading zero', `${named}group g 01 a b\nquorum g\n`],
    ['policy-group', 'a number that is none', `${named}group g 0x1 a b\nquorum g\n`],
    ['policy-quorum', 'no quorum', named],
    ['policy-quorum', 'two quorums', `${named}quorum a\nquorum a\n`],
    ['policy-quorum', 'a quorum that comes later', `quorum a\n${named}`],
  ])('is refused with %s for %s', (code, _what, wrong) => {
    expect(() => policyOf(wrong)).toThrow(expect.objectContaining({ name: 'Malformed', code }));
  });

  it('says in which line the fault is', () => {
    expect(() => policyOf(`# one\n\nlog ${vkey(a)}\nquorum none\n`)).toThrow(/^line 3 of the policy: /);
  });

  it('has a limit, so that groups in groups come to an end', () => {
    const groups = Array.from({ length: 1_000 }, (_, i) => `group g${i} any ${i === 0 ? 'a' : `g${i - 1}`}\n`).join('');
    expect(() => policyOf(`${named}${groups}quorum g999\n`)).toThrow(expect.objectContaining({ code: 'policy-line' }));
    const logs = Array.from({ length: 1_001 }, (_, i) =>
      vkey({ ...log, key: verifierKey(nodeSha256, 'log.example', 'ed25519', nodeSha256.digest(encodeUtf8(`${i}`))) }),
    );
    const lines = (count: number): string =>
      logs
        .slice(0, count)
        .map((each) => `log ${each}\n`)
        .join('');
    expect(policyOf(`${lines(1_000)}quorum none\n`).logs).toHaveLength(1_000);
    expect(() => policyOf(`${lines(1_001)}quorum none\n`)).toThrow(expect.objectContaining({ code: 'policy-line' }));
  });
});

describe('Judging a checkpoint by a policy', () => {
  const ours = `log ${vkey(log)}\nlog ${vkey(rotated)}\nlog ${vkey(other)}\n`;
  const strict = `${ours}${named}group X 2 a b c\ngroup Y any d e\ngroup Z all X Y\nquorum Z\n`;

  it('gives the checkpoint, the log, and all who cosigned it with their times', () => {
    expect(judged(strict, signText(text, log), ...by(d, c, a))).toMatchObject({
      ok: true,
      checkpoint: { origin: 'log.example', size: 7 },
      log: log.key,
      witnessed: [
        { witness: { name: 'a' }, timestamp: 1_002 },
        { witness: { name: 'c' }, timestamp: 1_001 },
        { witness: { name: 'd' }, timestamp: 1_000 },
      ],
    });
  });

  it('takes the earliest of two times of one witness, and counts it once', () => {
    const twice = [cosign(text, 2_000, a), cosign(text, 1_500, a)];
    expect(judged(`${ours}${named}quorum a\n`, signText(text, log), ...twice)).toMatchObject({
      witnessed: [{ timestamp: 1_500 }],
    });
    expect(judged(`${ours}${named}group g 2 a b\nquorum g\n`, signText(text, log), ...twice)).toMatchObject({
      code: 'no-quorum',
    });
  });

  it('reaches the quorum exactly when the groups do, whoever cosigned', () => {
    fc.assert(
      fc.property(fc.subarray([...witnesses.keys()]), (chosen) => {
        const cosigned = chosen.map((i) => witnesses[i]!);
        const inX = [a, b, c].filter((each) => cosigned.includes(each)).length;
        const inY = [d, e].filter((each) => cosigned.includes(each)).length;
        const verdict = judged(strict, signText(text, log), ...by(...cosigned));
        expect(verdict.ok).toBe(inX >= 2 && inY >= 1);
      }),
    );
  });

  it('accepts either key of a rotation, and none of a log whose name is not the origin', () => {
    const policy = `${ours}quorum none\n`;
    expect(judged(policy, signText(text, log))).toMatchObject({ ok: true, log: log.key, witnessed: [] });
    expect(judged(policy, signText(text, rotated))).toMatchObject({ ok: true, log: rotated.key });
    expect(judged(policy, signText(text, other))).toMatchObject({ ok: false, code: 'no-log-signature' });
    expect(judged(policy, signText(text, other), signText(text, log))).toMatchObject({ ok: true, log: log.key });
  });

  it.each([
    ['no-log-signature', strict, [...by(a, b, c, d, e)]],
    ['no-log-signature', `${named}quorum a\n`, [signText(text, log), ...by(a)]],
    ['no-known-signature', strict, [signText(text, logNamed('log.example', 50))]],
    ['no-quorum', strict, [signText(text, log)]],
    ['no-quorum', strict, [signText(text, log), ...by(a, b)]],
    ['no-quorum', strict, [signText(text, log), ...by(witnessNamed('x', 60), witnessNamed('y', 61), d)]],
    [
      'invalid-signature',
      strict,
      [signText(text, log), ...by(a, b, d), { ...by(e)[0]!, signature: new Uint8Array(72) }],
    ],
  ])('says %s', (code, policy, signatures) => {
    expect(judged(policy, ...signatures)).toMatchObject({ ok: false, code });
  });

  it('says of other notes that they are no checkpoints', () => {
    const words = 'log.example\nseven\n';
    const odd = formatNote({ text: words, signatures: [signText(words, log)] });
    expect(satisfies(policyOf(strict), odd, verifyEd25519)).toMatchObject({ code: 'malformed-checkpoint' });
    expect(satisfies(policyOf(strict), new Uint8Array(), verifyEd25519)).toMatchObject({ code: 'malformed-note' });
  });
});
