import { describe, expect, it } from '@jest/globals';
import { nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { logNamed, trusting, witnessNamed } from '#test/conformance/proofs/people';
import { concatBytes, encodeUtf8, toBase64, uint64 } from '../bytes.ts';
import { formatNote, type SignatureLine } from '../note/note.ts';
import { openNote } from '../note/opening.ts';
import { signNote, signText } from '../note/signing.ts';
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';

const root = nodeSha256.digest(encodeUtf8('a root'));
const checkpoint = { origin: 'log.example/1', size: 42, root };
const text = formatCheckpoint(checkpoint);
const log = logNamed('log.example/1');
const ben = witnessNamed('ben.example', 2);

describe('A checkpoint', () => {
  it('is written in three lines, and read', () => {
    expect(text).toBe(`log.example/1\n42\n${toBase64(root)}\n`);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
    expect(parseCheckpoint(text.replace('log.example/1', ' LOG.example//%31 '))).toMatchObject({
      origin: ' LOG.example//%31 ',
    });
  });

  it.each([
    ['checkpoint', 'no origin', text.replace('log.example/1', '')],
    ['checkpoint', 'an extension', `${text}an extension\n`],
    ['checkpoint', 'an empty line', `${text}\n`],
    ['checkpoint', 'no final newline', text.trimEnd()],
    ['checkpoint', 'two lines', 'log.example/1\n42\n'],
    ['checkpoint', 'a short root', `log.example/1\n42\n${toBase64(root.subarray(1))}\n`],
    ['base64', 'a root with stray bits', text.replace(/.=\n$/, 'V=\n')],
    ['base64', 'a carriage return', text.replace(/\n$/, '\r\n')],
    ['decimal', 'a leading zero', text.replace('42', '042')],
    ['decimal', 'a sign', text.replace('42', '+42')],
    ['decimal', 'a size beyond 2^53 - 1', text.replace('42', '9007199254740992')],
  ])('is refused with %s for %s', (code, _what, wrong) => {
    expect(() => parseCheckpoint(wrong)).toThrow(expect.objectContaining({ name: 'Malformed', code }));
  });

  it.each([{ origin: '' }, { origin: 'a\nb' }, { size: -1 }, { size: 0.5 }, { root: new Uint8Array(31) }])(
    'cannot be written with %p',
    (change) => {
      expect(() => formatCheckpoint({ ...checkpoint, ...change })).toThrow(
        expect.objectContaining({ code: 'checkpoint' }),
      );
    },
  );

  it('is opened with the keys of the log and of witnesses', () => {
    const note = formatNote({ text, signatures: [signText(text, log), cosign(text, 1_700_000_000, ben)] });
    expect(openCheckpoint(note, trusting(log, ben))).toMatchObject({
      ok: true,
      checkpoint,
      note: { verified: [{ timestamp: undefined }, { name: 'ben.example', timestamp: 1_700_000_000 }] },
    });
    expect(openCheckpoint(note, [])).toMatchObject({ ok: false, code: 'no-known-signature' });
    expect(openCheckpoint(signNote('no checkpoint\n', log), trusting(log))).toMatchObject({
      ok: false,
      code: 'malformed-checkpoint',
    });
  });
});

describe('A cosignature', () => {
  const line = cosign(text, 1_700_000_000, ben);
  const opened = (signature: SignatureLine, words = text) =>
    openNote(formatNote({ text: words, signatures: [signature] }), trusting(ben));

  it('is the time and an Ed25519 signature over the time and the checkpoint', () => {
    const message = encodeUtf8(`cosignature/v1\ntime 1700000000\n${text}`);
    expect(line.signature).toHaveLength(72);
    expect(line.signature.slice(0, 8)).toEqual(uint64(1_700_000_000));
    expect(verifyEd25519(ben.key.publicKey, message, line.signature.slice(8))).toBe(true);
  });

  it('is listed for each time at which a witness gave one', () => {
    const note = formatNote({ text, signatures: [line, cosign(text, 1_600_000_000, ben)] });
    expect(openNote(note, trusting(ben))).toMatchObject({
      note: { verified: [{ timestamp: 1_700_000_000 }, { timestamp: 1_600_000_000 }] },
    });
  });

  it.each([
    ['another time', (signature: Uint8Array) => signature.with(7, signature[7]! ^ 1)],
    ['a time beyond 2^53 - 1', (signature: Uint8Array) => signature.with(0, 1)],
    ['no time', (signature: Uint8Array) => signature.slice(8)],
    ['a time and no signature', (signature: Uint8Array) => signature.slice(0, 8)],
    ['a few bytes', (signature: Uint8Array) => signature.slice(0, 3)],
    ['a byte more', (signature: Uint8Array) => concatBytes(signature, Uint8Array.of(0))],
    ['another signature', (signature: Uint8Array) => signature.with(71, signature[71]! ^ 1)],
  ])('does not hold with %s', (_what, change) => {
    expect(opened({ ...line, signature: change(line.signature) })).toMatchObject({ code: 'invalid-signature' });
  });

  it('does not hold for another checkpoint', () => {
    expect(opened(line)).toMatchObject({ ok: true });
    expect(opened(line, text.replace('42', '43'))).toMatchObject({ code: 'invalid-signature' });
  });

  it('is given for checkpoints only, by witnesses, at a whole second', () => {
    expect(() => cosign('no checkpoint\n', 1, ben)).toThrow(expect.objectContaining({ code: 'checkpoint' }));
    expect(() => cosign(text, 1.5, ben)).toThrow(expect.objectContaining({ code: 'timestamp' }));
    expect(() => cosign(text, 1, log)).toThrow(TypeError);
  });
});
