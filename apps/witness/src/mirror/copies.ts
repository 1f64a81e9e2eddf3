import { nodeSha256 } from '#ledger-store/node-crypto';
import { toBase64 } from '#transparency/bytes';
import { consistencyProof, rootAt, type SubtreeHashes } from '#transparency/merkle/proof';
import { hashesOfTiles } from '#transparency/tiles/reader';
import type { Copy, MirrorStore } from '../storage/mirror-store.ts';
import type { MirroredTree, MirroredTrees } from '../witnessing/contradictions.ts';

/** The trees that follow from the copies of this witness: of every size, up to what a signed checkpoint covers. */
export class Copies implements MirroredTrees {
  readonly #store: MirrorStore;

  constructor(store: MirrorStore) {
    this.#store = store;
  }

  at(origin: string, size: number): MirroredTree | undefined {
    const copy = this.#store.find(origin);
    if (copy === undefined || copy.note === null || size < 1 || size > copy.verified) return undefined;
    return this.beginnings(copy.verified, copy.note, this.hashes(copy, copy.verified))(size);
  }

  /** The hashes of the first `size` entries of a copy, verified or not. */
  hashes(copy: Copy, size: number): SubtreeHashes {
    return hashesOfTiles(nodeSha256, size, this.#store.tilesOf(copy));
  }

  /** The trees that are the beginning of one with these hashes, which `note` is signed for. */
  beginnings(whole: number, note: Uint8Array, hashes: SubtreeHashes): (size: number) => MirroredTree {
    return (size) => ({
      size,
      root: rootAt(nodeSha256, hashes, size),
      note,
      proof: () =>
        consistencyProof(nodeSha256, hashes, size, whole)
          .map((hash) => `${toBase64(hash)}\n`)
          .join(''),
    });
  }
}
