import { nodeSha256 } from '#ledger-store/node-crypto';
import { parseCheckpoint } from '#transparency/checkpoint/checkpoint';
import { consistencyProof, rootAt, type SubtreeHashes } from '#transparency/merkle/proof';
import { parseNote } from '#transparency/note/note';
import { hashesOfTiles } from '#transparency/tiles/reader';
import type { SignedCheckpoint } from '#witness/submission';
import type { Copy, MirrorStore } from '../storage/mirror-store.ts';
import type { MirroredTree, MirroredTrees } from '../witnessing/contradictions.ts';

/** The trees that follow from the copies of this witness: of every size, up to what a signed checkpoint covers. */
export class Copies implements MirroredTrees {
  readonly #store: MirrorStore;
  readonly #tell: (what: string) => void;
  readonly #told = new Set<string>();

  /** @param tell told, once for each log, that a copy is damaged */
  constructor(store: MirrorStore, tell: (what: string) => void) {
    this.#store = store;
    this.#tell = tell;
  }

  at(origin: string, size: number): MirroredTree | undefined {
    const copy = this.#store.find(origin);
    if (copy === undefined || copy.note === null || size < 1 || size > copy.verified) return undefined;
    try {
      const later = { checkpoint: parseCheckpoint(parseNote(copy.note).text), note: copy.note };
      return this.beginnings(later, this.hashes(copy, copy.verified))(size);
    } catch (error) {
      // Without its copy a witness still is a witness.
      this.damaged(origin, (error as Error).message);
      return undefined;
    }
  }

  damaged(origin: string, what: string): void {
    if (this.#told.has(origin)) return;
    this.#told.add(origin);
    this.#tell(
      `The copy of ${origin} is damaged: ${what}. Stop the witness and move copies.sqlite away: it is made anew.`,
    );
  }

  /** The hashes of the first `size` entries of a copy, verified or not. */
  hashes(copy: Copy, size: number): SubtreeHashes {
    return hashesOfTiles(nodeSha256, size, this.#store.tilesOf(copy));
  }

  /** The trees that are the beginning of a signed one with these hashes. */
  beginnings(later: SignedCheckpoint, hashes: SubtreeHashes): (size: number) => MirroredTree {
    return (size) => ({
      size,
      root: rootAt(nodeSha256, hashes, size),
      later,
      proof: () => consistencyProof(nodeSha256, hashes, size, later.checkpoint.size),
    });
  }
}
