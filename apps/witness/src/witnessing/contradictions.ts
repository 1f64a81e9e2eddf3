import { nodeSha256 } from '#ledger-store/node-crypto';
import { toBase64, toHex } from '#transparency/bytes';
import { verifyConsistency } from '#transparency/merkle/verification';
import { beginning, contradicts, type Tree } from '#witness/judgement';
import type { SignedCheckpoint } from '#witness/submission';
import type { AlarmKind, Evidence } from '../storage/alarm-store.ts';
import type { CheckpointStore } from '../storage/checkpoint-store.ts';

/** A tree that follows from entries of which this witness has a copy. */
export interface MirroredTree extends Tree {
  /** The later signed checkpoint that those entries lead to. */
  readonly later: SignedCheckpoint;
  /** That this tree is the beginning of the later one, for somebody who has no entries. */
  readonly proof: () => readonly Uint8Array[];
}

/** Trees that are known from copies of the entries. */
export interface MirroredTrees {
  /** The tree of the first `size` entries; `undefined` where there is no copy that far. */
  at(origin: string, size: number): MirroredTree | undefined;
  /** Told of a copy that gave a tree which does not lead to its own checkpoint. */
  damaged(origin: string, what: string): void;
}

/**
 * Holds signed checkpoints against everything that this witness knows for certain: what it cosigned, of any size, and the entries that it has
 * copies of. A proof that fails is no contradiction: whoever sends a request can make one up. Two signatures of a log are.
 */
export class Contradictions {
  readonly #checkpoints: CheckpointStore;
  readonly #mirrored: MirroredTrees;

  constructor(checkpoints: CheckpointStore, mirrored: MirroredTrees) {
    this.#checkpoints = checkpoints;
    this.#mirrored = mirrored;
  }

  /** Evidence against the log; or that it holds; or that nothing is known for that size. */
  weigh(signed: SignedCheckpoint): Evidence | 'consistent' | 'unknown' {
    const { checkpoint } = signed;
    const { origin, size } = checkpoint;
    if (size === 0) {
      if (!contradicts(checkpoint, beginning())) return 'consistent';
      return evidence('impossible', signed, null, 'no tree without entries has this root');
    }
    const cosigned = this.#checkpoints.ofSize(origin, size);
    if (cosigned !== undefined) {
      if (!contradicts(checkpoint, cosigned)) return 'consistent';
      return evidence('two-trees', signed, cosigned.note, `two trees of ${size} entries were signed`);
    }
    const mirrored = this.#mirrored.at(origin, size);
    if (mirrored === undefined) return 'unknown';
    if (!contradicts(checkpoint, mirrored)) return 'consistent';
    const found = forked(signed, mirrored);
    // Before a log is accused, the witness doubts itself: a bit of the copy that has flipped is no evidence.
    if (found === undefined) this.#mirrored.damaged(origin, `its tree of size ${size} does not lead to its checkpoint`);
    return found ?? 'unknown';
  }
}

/**
 * That a signed checkpoint is no beginning of a later tree, which was signed as well and whose entries are at hand. `undefined` where the proof
 * for that does not hold, and so would convince nobody.
 */
export function forked(signed: SignedCheckpoint, { size, root, later, proof }: MirroredTree): Evidence | undefined {
  const hashes = proof();
  const { size: newSize, root: newRoot } = later.checkpoint;
  const claim = { oldSize: size, oldRoot: root, newSize, newRoot, proof: hashes };
  if (!verifyConsistency(nodeSha256, claim).ok) return undefined;
  const what = `the first ${size} entries of the later checkpoint have the root ${toHex(root)}, and another was signed for them`;
  const lines = hashes.map((hash) => `${toBase64(hash)}\n`).join('');
  return evidence(
    'forked',
    signed,
    later.note,
    `${what}\nconsistency proof from that root to the later checkpoint:\n${lines}`,
  );
}

export const evidence = (
  kind: AlarmKind,
  { checkpoint: { origin, size, root }, note }: SignedCheckpoint,
  held: Uint8Array | null,
  detail: string,
): Evidence => ({ kind, origin, size, root, detail, held, shown: note });
