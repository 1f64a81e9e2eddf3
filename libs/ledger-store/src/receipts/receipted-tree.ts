import { leafHash } from '#transparency/merkle/hashing';
import { proofsOfOneTree } from '#transparency/merkle/one-tree/proving';
import { InclusionsInOneTree } from '#transparency/merkle/one-tree/verifying';
import { rootAt, type SubtreeHashes } from '#transparency/merkle/proof';
import type { ReceiptEntry } from '#transparency/receipt';
import { nodeSha256 } from '../node-crypto.ts';

/** An entry that a receipt is wanted for. */
export interface ReceiptedEntry {
  readonly index: number;
  readonly bytes: Uint8Array;
  /** Hexadecimal. */
  readonly leafHash: string;
}

/** The tree of one checkpoint, and the proofs of whatever entries receipts are wanted for under it. */
export class ReceiptedTree {
  readonly size: number;
  readonly root: Uint8Array;
  /** Hexadecimal. */
  readonly rootHash: string;
  private readonly proofOf: (index: number) => readonly Uint8Array[];
  private readonly inclusions: InclusionsInOneTree;
  /** Base64 of the nodes that were proven: entries that were appended together have most of them in common. */
  private readonly texts = new Map<Uint8Array, string>();

  /** `hashes` leads to the root, which is worked out from it where none is given. */
  constructor(size: number, hashes: SubtreeHashes, root = rootAt(nodeSha256, hashes, size)) {
    this.size = size;
    this.root = root;
    this.rootHash = hexOf(root);
    this.proofOf = proofsOfOneTree(nodeSha256, hashes, size);
    // It believes nothing that comes from `hashes`: only what was shown to lead to the root.
    this.inclusions = new InclusionsInOneTree(nodeSha256, { size, root });
  }

  /** Proofs for entries, each tried on the bytes of the entry as they are now. `refuse` is told why an entry has none. */
  prove(entries: readonly ReceiptedEntry[], refuse: (reason: string) => Error): readonly ReceiptEntry[] {
    return entries.map(({ index, bytes, leafHash: leaf }) => {
      const proof = this.proofOf(index);
      const hashed = leafHash(nodeSha256, bytes);
      const included = this.inclusions.verify({ index, leafHash: hashed, proof });
      if (!included.ok) throw refuse(`entry ${index} is not in the tree: ${included.detail}`);
      if (hexOf(hashed) !== leaf) throw refuse(`entry ${index} has another leaf hash than was told`);
      return { index, leafHash: leaf, proof: proof.map((hash) => this.textOf(hash)) };
    });
  }

  private textOf(hash: Uint8Array): string {
    let text = this.texts.get(hash);
    if (text === undefined) this.texts.set(hash, (text = base64Of(hash)));
    return text;
  }
}

// The runtime's own encoders: ten times as fast as those that run everywhere, and a receipt has many hashes.
const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);
const hexOf = (bytes: Uint8Array): string => viewOf(bytes).toString('hex');
const base64Of = (bytes: Uint8Array): string => viewOf(bytes).toString('base64');
