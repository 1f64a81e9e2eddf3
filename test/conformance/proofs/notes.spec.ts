import { expect, it } from '@jest/globals';
import { ed25519OfSeed, nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { fromBase64, toBase64 } from '#transparency/bytes';
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosign, verifierOf } from '#transparency/checkpoint/cosignature';
import { leafHash } from '#transparency/merkle/hashing';
import { formatVerifierKey, parseVerifierKey, verifierKey } from '#transparency/note/key';
import { formatNote, parseNote, parseSignatureLines } from '#transparency/note/note';
import { openNote, type Verifier } from '#transparency/note/opening';
import { signNote, type Signer } from '#transparency/note/signing';
import { parseTilePath } from '#transparency/tiles/path';
import { parseTlogProof } from '#transparency/tlog-proof';
import { base64Bytes, utf8, vectorJson, withVectors } from './vectors.ts';

const verifier = (vkey: string): Verifier => verifierOf(parseVerifierKey(nodeSha256, vkey), verifyEd25519);

/** Go keeps a signer as `PRIVATE+KEY+name+id+base64(type ‖ seed)`; we do not, so it is read here. */
function signerOf(goKey: string): Signer {
  const [, , name = '', , ...encoded] = goKey.split('+');
  const { publicKey, sign } = ed25519OfSeed(fromBase64(encoded.join('+')).subarray(1));
  return { key: verifierKey(nodeSha256, name, 'ed25519', publicKey), sign };
}

interface OpenCase {
  readonly name: string;
  readonly keys: readonly string[];
  readonly ok: boolean;
  readonly verified?: readonly string[];
  readonly unverified?: readonly string[];
  readonly msgBase64: string;
}

interface NoteVectors {
  readonly signerKey: string;
  readonly verifierKeys: { readonly valid: readonly string[]; readonly invalid: readonly string[] };
  readonly sign: { readonly text: string; readonly expected: string };
  readonly open: readonly OpenCase[];
}

withVectors('signed-note-golang')('Signed notes, held against the tests of golang.org/x/mod', () => {
  const vectors = (): NoteVectors => vectorJson('signed-note-golang/note-vectors.json');

  it('signs a note to the byte', () => {
    const { signerKey, sign } = vectors();
    expect(new TextDecoder().decode(signNote(sign.text, signerOf(signerKey)))).toBe(sign.expected);
  });

  it('reads and writes keys, and refuses every part of one and every one with a byte raised', () => {
    const { valid, invalid } = vectors().verifierKeys;
    for (const vkey of valid) expect(formatVerifierKey(parseVerifierKey(nodeSha256, vkey))).toBe(vkey);
    const [first = ''] = valid;
    const parts = Array.from(first, (_, i) => first.slice(0, i)).concat(
      Array.from(first, (_, i) => first.slice(i + 1)),
    );
    const raised = Array.from(
      first,
      (character, i) => first.slice(0, i) + String.fromCharCode(character.charCodeAt(0) + 1) + first.slice(i + 1),
    );
    for (const vkey of [...invalid, ...parts, ...raised]) {
      expect(() => parseVerifierKey(nodeSha256, vkey)).toThrow(expect.objectContaining({ name: 'Malformed' }));
    }
  });

  it('opens, or refuses to open, as 16 cases say', () => {
    const cases = vectors().open;
    expect(cases).toHaveLength(16);
    for (const { name, keys, ok, verified, unverified, msgBase64 } of cases) {
      const opened = openNote(base64Bytes(msgBase64), keys.map(verifier));
      expect([name, opened.ok]).toEqual([name, ok]);
      if (!opened.ok) continue;
      expect(opened.note.verified.map((signature) => signature.name)).toEqual(verified);
      expect(opened.note.unverified.map((signature) => signature.name)).toEqual(unverified);
    }
  });

  it('hashes records, prints trees, and knows that paths with a height are of another kind of log', () => {
    const { recordHash, formatTree, goSumdbTilePathSeeds } = vectorJson<{
      recordHash: { data: string; hashBase64: string };
      formatTree: { n: string; golden: string };
      goSumdbTilePathSeeds: readonly string[];
    }>('signed-note-golang/tlog-vectors.json');
    const hash = leafHash(nodeSha256, utf8(recordHash.data));
    expect(toBase64(hash)).toBe(recordHash.hashBase64);
    const tree = { origin: 'go.sum database tree', size: Number(formatTree.n), root: hash };
    expect(formatCheckpoint(tree)).toBe(formatTree.golden);
    expect(parseCheckpoint(formatTree.golden)).toEqual(tree);
    expect(goSumdbTilePathSeeds).toHaveLength(8);
    for (const path of goSumdbTilePathSeeds) expect(() => parseTilePath(path)).toThrow('is no path of a tile');
  });
});

withVectors('sumdb-checkpoints')('Checkpoints, held against two of the Go checksum database', () => {
  it('verifies both; their origin is not the name of the key', () => {
    const { vkey, checkpoints } = vectorJson<{ vkey: string; checkpoints: { note: string }[] }>(
      'sumdb-checkpoints/checkpoints.json',
    );
    expect(checkpoints).toHaveLength(2);
    for (const { note } of checkpoints) {
      const opened = openCheckpoint(utf8(note), [verifier(vkey)]);
      expect(opened).toMatchObject({ ok: true, checkpoint: { origin: 'go.sum database tree' } });
    }
  });
});

withVectors('sigsum-checkpoint')('Checkpoints, held against the one of Sigsum', () => {
  it('signs it to the byte', () => {
    const { seedHex, checkpoint } = vectorJson<{ seedHex: string; checkpoint: string }>(
      'sigsum-checkpoint/checkpoint.json',
    );
    const { text } = parseNote(utf8(checkpoint));
    const { origin } = parseCheckpoint(text);
    const { publicKey, sign } = ed25519OfSeed(new Uint8Array(Buffer.from(seedHex, 'hex')));
    const key = verifierKey(nodeSha256, origin, 'ed25519', publicKey);
    expect(new TextDecoder().decode(signNote(text, { key, sign }))).toBe(checkpoint);
    expect(openCheckpoint(utf8(checkpoint), [verifierOf(key, verifyEd25519)])).toMatchObject({ ok: true });
  });
});

withVectors('c2sp-spec-examples')('The examples printed in the C2SP specifications', () => {
  const examples = (): Record<string, readonly string[]> =>
    vectorJson<{ examples: Record<string, readonly string[]> }>('c2sp-spec-examples/examples.json').examples;

  it('are notes and checkpoints that are read and written again to the byte', () => {
    const {
      'signed-note': notes = [],
      'tlog-checkpoint': checkpoints = [],
      'tlog-cosignature': cosigned = [],
    } = examples();
    for (const note of [...notes.slice(0, 2), ...checkpoints, cosigned[0]!]) {
      expect(new TextDecoder().decode(formatNote(parseNote(utf8(note))))).toBe(note);
    }
    for (const note of [...checkpoints, cosigned[0]!]) {
      expect(parseCheckpoint(parseNote(utf8(note)).text)).toMatchObject({ size: 20_852_163 });
    }
  });

  it('hold what a witness signs, which is what we sign', () => {
    const [cosigned = '', message = ''] = examples()['tlog-cosignature'] ?? [];
    const signed: Uint8Array[] = [];
    const key = verifierKey(nodeSha256, 'witness.example.com/w1', 'cosignature', new Uint8Array(32));
    const sign = (data: Uint8Array) => {
      signed.push(data);
      return new Uint8Array(64);
    };
    cosign(parseNote(utf8(cosigned)).text, 1_679_315_147, { key, sign });
    expect(signed.map((data) => new TextDecoder().decode(data))).toEqual([message]);
  });

  it('hold one note that verifies', () => {
    const [, note = '', vkey = ''] = (examples()['signed-note'] ?? []).map((example) => example);
    expect(openNote(utf8(note), [verifier(vkey.trimEnd())])).toMatchObject({
      ok: true,
      note: { text: 'This is an example message.\n' },
    });
  });

  it('hold the answer of a witness, and what was cut short in print is no signature', () => {
    const { 'tlog-witness': witness = [], 'tlog-proof': proofs = [] } = examples();
    expect(parseSignatureLines(witness[2]!).map(({ name }) => name)).toEqual([
      'witness.example/w1',
      'witness.example/w1',
      'witness.example/w2',
    ]);
    const request = witness[1]!;
    const note = parseNote(utf8(request.slice(request.indexOf('\n\n') + 2)));
    expect([parseCheckpoint(note.text).size, note.signatures.length]).toEqual([20_852_163, 2]);
    expect(() => parseSignatureLines(witness[3]!)).toThrow(expect.objectContaining({ code: 'base64' }));
    const { index, hashes, checkpoint } = parseTlogProof(utf8(proofs[0]!));
    expect([index, hashes.length]).toEqual([73_894, 5]);
    expect(() => parseNote(checkpoint)).toThrow(expect.objectContaining({ code: 'base64' }));
  });
});
