import { expect, it } from '@jest/globals';
import { ed25519OfSeed, nodeSha256, verifyEd25519 } from '#ledger-store/node-crypto';
import { equalBytes, fromBase64, toHex } from '#transparency/bytes';
import { formatCheckpoint, openCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosignatureVerifier, verifierOf } from '#transparency/checkpoint/cosignature';
import { leafHash } from '#transparency/merkle/hashing';
import { consistencyProof, inclusionProof, rootAt } from '#transparency/merkle/proof';
import { verifyConsistency, verifyInclusion } from '#transparency/merkle/verification';
import { parseVerifierKey, verifierKey } from '#transparency/note/key';
import { signNote } from '#transparency/note/signing';
import { TileBuilder } from '#transparency/tiles/builder';
import { decodeBundle, encodeBundle } from '#transparency/tiles/bundle';
import { tilePath } from '#transparency/tiles/path';
import { hashesOfTiles, type ReadTile } from '#transparency/tiles/reader';
import { newTiles } from '#transparency/tiles/tile';
import { utf8, vectorBytes, vectorJson, withVectors } from './vectors.ts';

const TESSERA = 'tessera-testlog/testdata/log';
const MIRROR =
  'sunlight-witness/cmd/skylight/testdata/witness/mirror/000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706';

withVectors('tessera-testlog')('A tiled log, held against one that Tessera wrote, entry by entry', () => {
  const sizes = Array.from({ length: 16 }, (_, size) => size);
  const log = (): { entries: readonly Uint8Array[]; signerKey: string; verifierKey: string } => {
    const { leavesUtf8, ...keys } = vectorJson<{ leavesUtf8: string[]; signerKey: string; verifierKey: string }>(
      'tessera-testlog/keys-and-leaves.json',
    );
    return { entries: leavesUtf8.map(utf8), ...keys };
  };
  const tesseraTile: ReadTile = (level, index, width) =>
    vectorBytes(`${TESSERA}/${tilePath({ kind: 'hashes', level, index, width })}`);

  it.each(sizes)('signs the checkpoint of size %i to the byte', (size) => {
    const { entries, signerKey, verifierKey: vkey } = log();
    const [, , name = '', , ...encoded] = signerKey.split('+');
    const { publicKey, sign } = ed25519OfSeed(fromBase64(encoded.join('+')).subarray(1));
    const key = verifierKey(nodeSha256, name, 'ed25519', publicKey);
    expect(key).toEqual(parseVerifierKey(nodeSha256, vkey));

    const builder = TileBuilder.begin(nodeSha256);
    for (const entry of entries.slice(0, size)) builder.append(leafHash(nodeSha256, entry));
    const signed = signNote(formatCheckpoint({ origin: name, size, root: builder.root() }), { key, sign });
    const theirs = vectorBytes(`${TESSERA}/checkpoint.${size}`);
    expect(new TextDecoder().decode(signed)).toBe(new TextDecoder().decode(theirs));
    expect(openCheckpoint(theirs, [verifierOf(key, verifyEd25519)])).toMatchObject({ ok: true, checkpoint: { size } });
  });

  it.each(sizes)('writes the tiles and the entry bundle of size %i to the byte', (size) => {
    const entries = log().entries.slice(0, size);
    const builder = TileBuilder.begin(nodeSha256);
    for (const entry of entries) expect(builder.append(leafHash(nodeSha256, entry))).toEqual([]);
    expect(builder.partial().map(({ level, index, width }) => ({ level, index, width }))).toEqual([
      ...newTiles(0, size),
    ]);
    for (const { bytes, ...place } of builder.partial()) {
      expect(bytes).toEqual(tesseraTile(place.level, place.index, place.width));
    }
    if (size === 0) return;
    const theirs = vectorBytes(`${TESSERA}/${tilePath({ kind: 'entries', index: 0, width: size })}`);
    expect(encodeBundle(entries)).toEqual(theirs);
    expect(decodeBundle(theirs, size)).toEqual(entries);
  });

  it('proves every entry and every growth from its tiles', () => {
    const { entries } = log();
    const hashes = hashesOfTiles(nodeSha256, entries.length, tesseraTile);
    for (let size = 1; size <= entries.length; size++) {
      const root = rootAt(nodeSha256, hashes, size);
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(nodeSha256, hashes, index, size);
        const claim = { index, size, root, proof, leafHash: leafHash(nodeSha256, entries[index]!) };
        expect(verifyInclusion(nodeSha256, claim)).toEqual({ ok: true });
      }
      for (let old = 1; old <= size; old++) {
        const proof = consistencyProof(nodeSha256, hashes, old, size);
        const claim = { oldSize: old, newSize: size, oldRoot: rootAt(nodeSha256, hashes, old), newRoot: root, proof };
        expect(verifyConsistency(nodeSha256, claim)).toEqual({ ok: true });
      }
    }
  });
});

withVectors('sunlight-witness')('Cosignatures and a mirror, held against those of Sunlight', () => {
  const folder = 'sunlight-witness/cmd/skylight/testdata';
  const cosigned: readonly (readonly [string, string, string])[] = [
    ['rome2026h1.example.org', `${folder}/witness`, 'witness.v0.json'],
    ['milan2026h1.example.org', `${folder}/witness2`, 'witness.v0.json'],
    ['rome2026h1.example.org', `${folder}/witness/mirror`, 'mirror.v0.json'],
  ];

  it.each(cosigned)('verifies the cosignature over %s in %s', (origin, place, keys) => {
    const { verifier_keys: vkeys } = vectorJson<{ verifier_keys: string[] }>(`${place}/${keys}`);
    const verifiers = vkeys.map((vkey) => cosignatureVerifier(parseVerifierKey(nodeSha256, vkey), verifyEd25519));
    const named = toHex(nodeSha256.digest(utf8(origin)));
    expect(openCheckpoint(vectorBytes(`${place}/${named}/checkpoint`), verifiers)).toMatchObject({
      ok: true,
      checkpoint: { origin, size: 300 },
      note: { verified: [{ timestamp: 1_767_139_200 }] },
    });
  });

  it('finds the root of the mirror from its tiles, and the hash above its full tile', () => {
    const readTile: ReadTile = (level, index, width) =>
      vectorBytes(`${MIRROR}/${tilePath({ kind: 'hashes', level, index, width })}`);
    const { verifier_keys: vkeys } = vectorJson<{ verifier_keys: string[] }>(`${folder}/witness/mirror/mirror.v0.json`);
    const opened = openCheckpoint(
      vectorBytes(`${MIRROR}/checkpoint`),
      vkeys.map((vkey) => verifierOf(parseVerifierKey(nodeSha256, vkey), verifyEd25519)),
    );
    if (!opened.ok) throw new Error(opened.detail);
    const { root } = opened.checkpoint;
    expect(rootAt(nodeSha256, hashesOfTiles(nodeSha256, 300, readTile), 300)).toEqual(root);

    // The same tiles again, from nothing but the leaf hashes on level 0.
    const builder = TileBuilder.begin(nodeSha256);
    const leaves = [readTile(0, 0, 256), readTile(0, 1, 44)];
    const tiles = leaves.flatMap((tile) =>
      Array.from({ length: tile.length / 32 }, (_, i) => builder.append(tile.slice(i * 32, i * 32 + 32))).flat(),
    );
    expect(builder.root()).toEqual(root);
    expect([...tiles, ...builder.partial()]).toHaveLength(3);
    for (const { bytes, level, index, width } of [...tiles, ...builder.partial()]) {
      expect(equalBytes(bytes, readTile(level, index, width))).toBe(true);
    }
    expect(TileBuilder.resume(nodeSha256, 300, readTile).partial()).toEqual(builder.partial());
  });
});
