import { instructionsText } from '#pack/report/instructions';
import { joinLines } from '#pack/format/lines';
import { reportHtml } from '#pack/report/report';
import { toHex } from '#transparency/bytes';
import { hashesOfAppended } from '#transparency/merkle/appended';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { leafHash } from '#transparency/merkle/hashing';
import { inclusionProof, rootAt } from '#transparency/merkle/proof';
import { formatTlogProof } from '#transparency/tlog-proof';
import { crypto } from '../sample-packs.ts';
import { encode, listed, type Subject } from './subject.ts';

const { sha256 } = crypto;

/** What a checkpoint is signed over. */
export interface Tree {
  readonly treeSize: number;
  readonly root: Uint8Array;
}

/**
 * A pack of these entries that makes as much of them as can be made without reading them: tree, root, proofs, report and instructions
 * fit together. The answer stays as it was.
 */
export function assembled(
  subject: Subject,
  entries: readonly Uint8Array[],
  checkpointOf: (tree: Tree) => Uint8Array,
): Uint8Array {
  const leaves = entries.map((entry) => leafHash(sha256, entry));
  const hashes = hashesOfAppended(sha256, new TreeFrontier(sha256), leaves);
  const treeSize = entries.length;
  const root = rootAt(sha256, hashes, treeSize);
  const checkpoint = checkpointOf({ treeSize, root });
  const manifest = { ...subject.manifest, treeSize, rootHash: toHex(root) };
  const files = new Map(subject.files)
    .set('entries.ndjson', joinLines(entries))
    .set('checkpoint', checkpoint)
    .set('report.html', encode(reportHtml(manifest, checkpoint)))
    .set(
      'VERIFY.md',
      encode(instructionsText(manifest, checkpoint, subject.files.get('disclosures.ndjson')!.length > 0)),
    );
  for (const name of files.keys()) {
    const index = Number(/^proofs\/(\d+)\./.exec(name)?.[1] ?? Number.NaN);
    if (!(index < treeSize)) continue;
    files.set(name, formatTlogProof({ index, hashes: inclusionProof(sha256, hashes, index, treeSize), checkpoint }));
  }
  return listed(files, manifest);
}
