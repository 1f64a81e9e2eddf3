import { describe, expect, it } from '@jest/globals';
import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { logNamed, trusting, witnessNamed } from '#test/conformance/proofs/people';
import { encodeUtf8 } from '../bytes.ts';
import { cosignatureVerifier } from '../checkpoint/cosignature.ts';
import { formatVerifierKey, parseVerifierKey, verifierKey } from './key.ts';
import { formatNote, parseNote, type SignatureLine } from './note.ts';
import { openNote } from './opening.ts';
import { noteVerifier, signNote, signText } from './signing.ts';

const anna = logNamed('anna.example', 1);
const ben = logNamed('ben.example', 2);
const text = 'the text\n';
const signed = (...signatures: readonly SignatureLine[]): Uint8Array => formatNote({ text, signatures });
const broken = (line: SignatureLine): SignatureLine => ({
  ...line,
  signature: line.signature.with(0, line.signature[0]! ^ 1),
});

describe('Opening a note', () => {
  it('says who signed, and sets aside whom nobody knows', () => {
    expect(openNote(signNote(text, anna, ben), trusting(anna))).toEqual({
      ok: true,
      note: {
        text,
        verified: [{ name: 'anna.example', keyId: anna.key.keyId, timestamp: undefined }],
        unverified: [signText(text, ben)],
      },
    });
  });

  it('ignores a key of a known name with another id, and one of a known id with another name', () => {
    const namesake = broken({ ...signText(text, anna), keyId: '00000000' });
    const sameId = broken({ ...signText(text, anna), name: 'other.example' });
    expect(openNote(signed(namesake, signText(text, anna), sameId), trusting(anna))).toMatchObject({
      ok: true,
      note: { verified: [{ name: 'anna.example' }], unverified: [namesake, sameId] },
    });
    expect(openNote(signed(namesake, sameId), trusting(anna))).toMatchObject({ code: 'no-known-signature' });
  });

  it('rejects a note for one known signature that does not hold, whatever else holds', () => {
    const note = signed(signText(text, anna), broken(signText(text, ben)));
    expect(openNote(note, trusting(anna, ben))).toMatchObject({ ok: false, code: 'invalid-signature' });
    expect(openNote(note, trusting(anna))).toMatchObject({ ok: true });
    const twice = signed(signText(text, anna), broken(signText(text, anna)));
    expect(openNote(twice, trusting(anna))).toMatchObject({ ok: false, code: 'invalid-signature' });
  });

  it('rejects a signature over another text', () => {
    const other = formatNote({ text: 'another text\n', signatures: [signText(text, anna)] });
    expect(openNote(other, trusting(anna))).toMatchObject({ ok: false, code: 'invalid-signature' });
  });

  it('rejects a signature that is cut or longer than it should be', () => {
    const line = signText(text, anna);
    for (const signature of [line.signature.subarray(1), line.signature.subarray(0, 63), new Uint8Array(65)]) {
      expect(openNote(signed({ ...line, signature }), trusting(anna))).toMatchObject({ code: 'invalid-signature' });
    }
  });

  it('asks the caller for Ed25519 with 64 bytes and nothing else', () => {
    const lengths: number[] = [];
    const asked = noteVerifier(anna.key, (_key, _message, { length }) => lengths.push(length) > 0);
    const held = [63, 64, 65, 128].map(
      (length) => asked.verify(encodeUtf8(text), new Uint8Array(length)) !== undefined,
    );
    expect(held).toEqual([false, true, false, false]);
    expect(lengths).toEqual([64]);
  });

  it('counts a line once, however often it stands there', () => {
    const note = signed(...[anna, anna, ben, ben].map((signer) => signText(text, signer)));
    expect(openNote(note, trusting(anna))).toMatchObject({ note: { verified: [{}], unverified: [{}] } });
  });

  it('rejects a name and id that two trusted keys have, once a signature has them', () => {
    const trusted = [...trusting(anna, ben), ...trusting(anna)];
    expect(openNote(signNote(text, anna), trusted)).toMatchObject({ ok: false, code: 'ambiguous-key' });
    expect(openNote(signNote(text, ben), trusted)).toMatchObject({ ok: true });
  });

  it('gives a verdict on bytes that are no note', () => {
    expect(openNote(Uint8Array.of(0xff), trusting(anna))).toMatchObject({ ok: false, code: 'malformed-note' });
    expect(openNote(new Uint8Array(), trusting(anna))).toMatchObject({ ok: false, code: 'malformed-note' });
    expect(openNote(encodeUtf8(text), [])).toMatchObject({ ok: false, code: 'malformed-note' });
  });
});

describe('A verifier key', () => {
  it('is written and read, and has another id for another use', () => {
    const witness = witnessNamed('anna.example', 1);
    for (const { key } of [anna, ben, witness]) {
      expect(parseVerifierKey(nodeSha256, formatVerifierKey(key))).toEqual(key);
    }
    expect(witness.key.publicKey).toEqual(anna.key.publicKey);
    expect(witness.key.keyId).not.toBe(anna.key.keyId);
  });

  const vkey = formatVerifierKey(anna.key);
  it.each([
    ['verifier-key', vkey.replace('anna', 'emma')],
    ['verifier-key', vkey.replace(anna.key.keyId, anna.key.keyId.toUpperCase())],
    ['verifier-key', vkey.slice(0, vkey.lastIndexOf('+'))],
    ['verifier-key', ''],
    ['key-name', `a b+${vkey.split('+').slice(1).join('+')}`],
    ['base64', `${vkey}=`],
    ['verifier-key', formatVerifierKey({ ...anna.key, publicKey: new Uint8Array(33) })],
    ['key-type', 'anna.example+00000000+BgAA'],
    ['key-type', 'anna.example+00000000+'],
  ])('is refused with %s: %s', (code, text) => {
    expect(() => parseVerifierKey(nodeSha256, text)).toThrow(expect.objectContaining({ name: 'Malformed', code }));
  });

  it('has 32 bytes', () => {
    expect(() => verifierKey(nodeSha256, 'a', 'ed25519', new Uint8Array(31))).toThrow(
      expect.objectContaining({ code: 'verifier-key' }),
    );
  });

  it('signs and verifies only what it is for', () => {
    const witness = witnessNamed('witness.example', 3);
    expect(() => signText(text, witness)).toThrow(TypeError);
    expect(() => noteVerifier(witness.key, verifyEd25519)).toThrow(TypeError);
    expect(() => cosignatureVerifier(anna.key, verifyEd25519)).toThrow(TypeError);
    expect(parseNote(signNote(text, anna)).signatures[0]?.signature).toHaveLength(64);
  });
});
