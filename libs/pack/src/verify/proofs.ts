import { equalBytes } from '#transparency/bytes';
import { verifyInclusion } from '#transparency/merkle/verification';
import type { Sha256 } from '#transparency/sha256';
import { parseTlogProof } from '#transparency/tlog-proof';
import { parsedOr } from '#transparency/verdict';
import { proofName, provenIndex } from '../format/names.ts';
import type { Files } from '../zip/zip.ts';
import { refute } from './verdict.ts';

interface Against {
  readonly size: number;
  readonly root: Uint8Array;
  /** The note that the policy trusts: a proof must carry this one, letter by letter. */
  readonly checkpoint: Uint8Array;
  readonly leaves: ReadonlyMap<number, Uint8Array>;
  /** The entries of which a proof must be there, and of no others. */
  readonly behind: readonly number[];
}

/** The entries of which a pack has proofs. */
export const provenIndices = (files: Files): ReadonlySet<number> =>
  new Set([...files.keys()].map(provenIndex).filter((index) => index !== undefined));

/** That each entry behind the answer is proven, and no other. @throws Ended */
export function checkProofs(sha256: Sha256, files: Files, against: Against): void {
  const proven = provenIndices(files);
  for (const index of against.behind) {
    const file = proofName(index);
    if (!proven.has(index))
      refute('missing-proof', `the answer rests on entry ${index}, of which there is no proof`, { file });
    checkProof(sha256, files.get(file)!, index, against);
  }
  const behind = new Set(against.behind);
  for (const index of proven) {
    const file = proofName(index);
    if (!behind.has(index)) refute('needless-proof', `the answer does not rest on entry ${index}`, { file });
  }
}

/** A proof is read in its one form only, so what is compared here is all that it can say. */
function checkProof(
  sha256: Sha256,
  bytes: Uint8Array,
  index: number,
  { size, root, checkpoint, leaves }: Against,
): void {
  const at = { index, file: proofName(index) };
  const parsed = parsedOr(() => parseTlogProof(bytes), 'malformed-proof');
  if (!parsed.ok) return refute('wrong-proof', parsed.detail, { ...at, cause: parsed.code });
  const { hashes, extra } = parsed.value;
  if (parsed.value.index !== index || extra !== undefined || !equalBytes(parsed.value.checkpoint, checkpoint)) {
    refute('wrong-proof', 'it is of another entry or another checkpoint, or says more than a proof does', at);
  }
  const included = verifyInclusion(sha256, { index, size, leafHash: leaves.get(index)!, proof: hashes, root });
  if (!included.ok) refute('wrong-proof', included.detail, { ...at, cause: included.code });
}
