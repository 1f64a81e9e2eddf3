import { equalBytes } from '#transparency/bytes';
import type { Checkpoint } from '#transparency/checkpoint/checkpoint';
import { emptyRoot } from '#transparency/merkle/hashing';
import { verifyConsistency } from '#transparency/merkle/verification';
import type { Sha256 } from '#transparency/sha256';
import { fault, type Fault } from '#transparency/verdict';
import type { Submission } from './submission.ts';

/** A tree: so many leaves, this root. */
export type Tree = Pick<Checkpoint, 'size' | 'root'>;

/** What a witness has before it cosigned anything: the tree that every log begins with. */
export const beginning = (): Tree => ({ size: 0, root: emptyRoot() });

export type Objection =
  /** The old size is larger than the checkpoint. */
  | 'old-beyond-checkpoint'
  /** The old size is not the one that is stored. */
  | 'not-the-stored-size'
  /** A tree without leaves has one root, and this is another. */
  | 'not-the-empty-root'
  /** The same size as the stored one, and another root. */
  | 'two-roots'
  /** The proof does not lead from the stored tree to this one; or there is one where none is possible. */
  | 'proof-fails';

/**
 * What a witness that last cosigned `stored` says to a submission; `undefined` where it cosigns. The checks are in the order of C2SP
 * tlog-witness v1.0.0, and a refused submission changes nothing.
 */
export function judge(sha256: Sha256, submission: Submission, stored: Tree): Fault<Objection> | undefined {
  const { checkpoint, oldSize, proof } = submission;
  const { size, root } = checkpoint;
  if (oldSize > size)
    return fault('old-beyond-checkpoint', `the old size is ${oldSize}, and the checkpoint has ${size}`);
  if (oldSize !== stored.size) return fault('not-the-stored-size', `the size that is stored is ${stored.size}`);
  if (size === 0 && !equalBytes(root, emptyRoot()))
    return fault('not-the-empty-root', 'no tree of size 0 has this root');
  // From nothing to anything there is nothing to be proven, and so no proof.
  if (oldSize === 0)
    return proof.length === 0 ? undefined : fault('proof-fails', 'there is no proof from an empty tree');
  const claim = { oldSize, oldRoot: stored.root, newSize: size, newRoot: root, proof };
  const proven = verifyConsistency(sha256, claim);
  if (proven.ok) return undefined;
  if (size === stored.size && !equalBytes(root, stored.root)) {
    return fault('two-roots', `another root than the one that is stored for size ${size}`);
  }
  return fault('proof-fails', proven.detail);
}

/**
 * Whether a signed checkpoint contradicts a tree of the same log that is known for its size. One log signed both, or the entries of
 * one and the other: whoever sent it and whatever they asked, that is no mistake of theirs.
 */
export const contradicts = ({ size, root }: Tree, known: Tree): boolean =>
  size === known.size && !equalBytes(root, known.root);
