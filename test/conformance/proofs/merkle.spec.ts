import { expect, it } from '@jest/globals';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { fromHex, toBase64, toHex } from '#transparency/bytes';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { emptyRoot, leafHash, nodeHash } from '#transparency/merkle/hashing';
import { verifyConsistency, verifyInclusion } from '#transparency/merkle/verification';
import { base64Bytes, utf8, vectorFiles, vectorJson, withVectors } from './vectors.ts';

interface Probe {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
}

interface InclusionProbe extends Probe {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
}

interface ConsistencyProbe extends Probe {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
}

const proofOf = ({ proof }: Probe): readonly Uint8Array[] => (proof ?? []).map(base64Bytes);

const rootOf = (hashes: Iterable<Uint8Array>): Uint8Array => {
  const frontier = new TreeFrontier(nodeSha256);
  for (const hash of hashes) frontier.append(hash);
  return frontier.root();
};

/*
 * The probes of subtree proofs beside these (subtreeinclusion, subtreeconsistency) are not run: subtrees are signed by ML-DSA
 * cosigners only, and Onus has Ed25519 ones.
 */
withVectors('rfc6962-merkle')('RFC 6962 trees, held against the probes of transparency-dev/merkle', () => {
  it('accepts and refuses 98 inclusion proofs as they say', () => {
    const files = vectorFiles('rfc6962-merkle/testdata/inclusion');
    const unlike = files.filter((file) => {
      const probe = vectorJson<InclusionProbe>(file);
      const verdict = verifyInclusion(nodeSha256, {
        index: probe.leafIdx,
        size: probe.treeSize,
        leafHash: base64Bytes(probe.leafHash),
        root: base64Bytes(probe.root),
        proof: proofOf(probe),
      });
      return verdict.ok === probe.wantErr;
    });
    expect(files).toHaveLength(98);
    expect(unlike).toEqual([]);
  });

  /** Wants two roots of 12 bytes ("don't care 2") accepted, because they are equal. No root of ours is anything but a hash. */
  const ROOTS_THAT_ARE_NONE =
    'rfc6962-merkle/testdata/consistency/additional/sizes-are-equal-one-and-proof-is-empty.json';

  it('accepts and refuses 97 of 98 consistency proofs as they say, and the last one once its roots are hashes', () => {
    const files = vectorFiles('rfc6962-merkle/testdata/consistency');
    const verdict = (probe: ConsistencyProbe, rootBytes: (text: string) => Uint8Array) =>
      verifyConsistency(nodeSha256, {
        oldSize: probe.size1,
        newSize: probe.size2,
        oldRoot: rootBytes(probe.root1),
        newRoot: rootBytes(probe.root2),
        proof: proofOf(probe),
      });
    const unlike = files.filter((file) => {
      const probe = vectorJson<ConsistencyProbe>(file);
      return verdict(probe, base64Bytes).ok === probe.wantErr;
    });
    expect(files).toHaveLength(98);
    expect(unlike).toEqual([ROOTS_THAT_ARE_NONE]);
    const probe = vectorJson<ConsistencyProbe>(ROOTS_THAT_ARE_NONE);
    expect(verdict(probe, base64Bytes)).toMatchObject({ code: 'not-a-hash' });
    expect(verdict(probe, (text) => nodeSha256.digest(utf8(text)))).toEqual({ ok: true });
  });

  it('gives the roots and the hashes that they print', () => {
    const golden = vectorJson<{
      rootBase64BySize: Record<string, string>;
      hasher: { empty: string; emptyLeaf: string; leaf_L123456: string; node_N123_N456: string };
    }>('rfc6962-merkle/golden-roots.json');
    const leaves = (size: number): readonly Uint8Array[] =>
      Array.from({ length: size }, (_, i) => leafHash(nodeSha256, Uint8Array.of(i & 0xff, (i >> 8) & 0xff)));
    const roots = Object.entries(golden.rootBase64BySize);
    expect(roots).toHaveLength(11);
    for (const [size, root] of roots) expect(toBase64(rootOf(leaves(Number(size))))).toBe(root);

    const { hasher } = golden;
    expect(toHex(emptyRoot())).toBe(hasher.empty);
    expect(toHex(leafHash(nodeSha256, utf8('')))).toBe(hasher.emptyLeaf);
    expect(toHex(leafHash(nodeSha256, utf8('L123456')))).toBe(hasher.leaf_L123456);
    expect(toHex(nodeHash(nodeSha256, utf8('N123'), utf8('N456')))).toBe(hasher.node_N123_N456);
  });
});

interface CertificateTransparency {
  readonly leaves: readonly string[];
  readonly rootsBySize: Record<string, string>;
  readonly emptyRoot: string;
  readonly nodeHash: { left: string; right: string; hash: string };
  readonly leafHashes: readonly { leaf: string; hash: string }[];
  readonly consistency: readonly { size1: number; size2: number; root1: string; root2: string; proof: string[] }[];
  readonly realWorldInclusion: {
    readonly leaf: string;
    readonly leafHash: string;
    readonly leafIndex: number;
    readonly treeSize: number;
    readonly root: string;
    readonly auditPath: readonly string[];
  };
}

withVectors('rfc6962-google-ct')('RFC 6962 trees, held against the vectors of Certificate Transparency', () => {
  const vectors = (): CertificateTransparency => vectorJson('rfc6962-google-ct/merkle-vectors.json');

  it('gives the roots of the trees of one to eight leaves, and the single hashes', () => {
    const { leaves, rootsBySize, emptyRoot: empty, nodeHash: node, leafHashes } = vectors();
    const hashes = leaves.map((leaf) => leafHash(nodeSha256, fromHex(leaf)));
    expect(Object.keys(rootsBySize)).toHaveLength(8);
    for (const [size, root] of Object.entries(rootsBySize)) {
      expect(toHex(rootOf(hashes.slice(0, Number(size))))).toBe(root);
    }
    expect(toHex(emptyRoot())).toBe(empty);
    expect(toHex(nodeHash(nodeSha256, fromHex(node.left), fromHex(node.right)))).toBe(node.hash);
    expect(leafHashes).toHaveLength(2);
    for (const { leaf, hash } of leafHashes) expect(toHex(leafHash(nodeSha256, fromHex(leaf)))).toBe(hash);
  });

  it('accepts the four consistency proofs', () => {
    const { consistency } = vectors();
    expect(consistency).toHaveLength(4);
    for (const { size1, size2, root1, root2, proof } of consistency) {
      const claim = {
        oldSize: size1,
        newSize: size2,
        oldRoot: fromHex(root1),
        newRoot: fromHex(root2),
        proof: proof.map(fromHex),
      };
      expect(verifyConsistency(nodeSha256, claim)).toEqual({ ok: true });
    }
  });

  it('accepts the proof of a certificate in a log of 3,630,887', () => {
    const { leaf, leafHash: hash, leafIndex, treeSize, root, auditPath } = vectors().realWorldInclusion;
    expect(auditPath).toHaveLength(22);
    expect(toHex(leafHash(nodeSha256, fromHex(leaf)))).toBe(hash);
    const claim = {
      index: leafIndex,
      size: treeSize,
      leafHash: fromHex(hash),
      root: fromHex(root),
      proof: auditPath.map(fromHex),
    };
    expect(verifyInclusion(nodeSha256, claim)).toEqual({ ok: true });
    expect(verifyInclusion(nodeSha256, { ...claim, index: leafIndex - 1 })).toMatchObject({ code: 'wrong-root' });
  });
});
