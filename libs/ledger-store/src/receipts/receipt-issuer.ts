import { equalBytes } from '#transparency/bytes';
import { hashesOfAppended } from '#transparency/merkle/appended';
import type { TreeFrontier } from '#transparency/merkle/frontier';
import { rootAt, type SubtreeHashes } from '#transparency/merkle/proof';
import type { VerifierKey } from '#transparency/note/key';
import type { LedgerReceipt, ReceiptEntry } from '#transparency/receipt';
import { nodeSha256 } from '../node-crypto.ts';
import type { Signer } from '../ports.ts';
import { ledgerKey, signedCheckpoint } from './own-checkpoint.ts';
import { ReceiptFault } from './receipt-fault.ts';
import { ReceiptedTree, type ReceiptedEntry } from './receipted-tree.ts';
import { hashesOfEntries, hashesOfKept, type TreeSources } from './stored-tree.ts';

/** Gives the receipt of some of the entries of an append. @throws ReceiptFault, or OutcomeUnknown where nobody could sign */
export type ReceiptsOf = (entries: readonly ReceiptedEntry[]) => Promise<LedgerReceipt>;

/** Receipts for the entries of one append: begun while it is under way, handed out when it is durable. */
export interface PreparedReceipts {
  /** The append is durable, and this is the ledger's tree with it, grown on its own: both ways must lead to one root. */
  durable(tree: TreeFrontier): ReceiptsOf;
}

interface IssuerParts extends TreeSources {
  /** Name of the ledger. */
  readonly name: string;
  readonly signer: Signer;
}

/** Makes the receipts of one ledger. None leaves before it was verified the way that whoever gets it will. */
export class ReceiptIssuer {
  private readonly parts: IssuerParts;
  private readonly key: VerifierKey;
  private reading: { readonly size: number; readonly hashes: Promise<SubtreeHashes> } | null = null;

  constructor(parts: IssuerParts) {
    this.parts = parts;
    this.key = ledgerKey(parts.name, parts.signer.publicKey);
  }

  /** Signs the tree that `tree` becomes with these entries. Nothing is handed out, and `tree` stays as it is. */
  prepare(tree: TreeFrontier, appended: readonly ReceiptedEntry[]): PreparedReceipts {
    const size = tree.size + appended.length;
    const leaves = appended.map((entry) => Buffer.from(entry.leafHash, 'hex'));
    const stated = new ReceiptedTree(size, hashesOfAppended(nodeSha256, tree, leaves));
    const checkpoint = this.sign(stated);
    // An append may fail before anybody asks for the checkpoint; then a fault in it concerns nobody.
    checkpoint.catch(() => undefined);
    return {
      durable: (grown) => {
        const agrees = grown.size === size && equalBytes(grown.root(), stated.root);
        return async (entries) => {
          if (!agrees) throw this.fault('the tree in memory has another root than the one that was signed');
          const proven = this.prove(stated, entries);
          return this.receipt(stated, await checkpoint, proven);
        };
      },
    };
  }

  /**
   * A receipt of entries that were recorded before, under a checkpoint of the tree as it is now. What is kept of the tree is
   * asked first; where that does not lead to the root, all entries are read.
   *
   * @throws ReceiptFault where the stored entries are not those that the tree was made of. The store's error.
   */
  async ofRecorded(tree: TreeFrontier, entries: readonly ReceiptedEntry[]): Promise<LedgerReceipt> {
    const { size } = tree;
    const root = tree.root();
    const kept = await hashesOfKept(this.parts, size, root);
    if (kept !== undefined) {
      try {
        return await this.signed(new ReceiptedTree(size, kept, root), entries);
      } catch {
        // The entries themselves decide whether it is what is kept that is wrong, or worse.
      }
    }
    const hashes = await this.readAll(size);
    if (!equalBytes(rootAt(nodeSha256, hashes, size), root)) {
      throw this.fault('the stored entries do not lead to the root that was signed for them');
    }
    return this.signed(new ReceiptedTree(size, hashes, root), entries);
  }

  /**
   * The hashes from all entries. A ledger is read once for all who ask at one size, and for one size after the other: a storm of
   * repeated commands while nothing of the tree is kept shall not hold a ledger of a million entries in memory fifty times.
   */
  private readAll(size: number): Promise<SubtreeHashes> {
    if (this.reading?.size === size) return this.reading.hashes;
    const read = (): Promise<SubtreeHashes> => hashesOfEntries(this.parts, size);
    const reading = { size, hashes: this.reading === null ? read() : this.reading.hashes.then(read, read) };
    this.reading = reading;
    const letGo = (): void => {
      if (this.reading === reading) this.reading = null;
    };
    reading.hashes.then(letGo, letGo);
    return reading.hashes;
  }

  private async signed(tree: ReceiptedTree, entries: readonly ReceiptedEntry[]): Promise<LedgerReceipt> {
    const proven = this.prove(tree, entries);
    return this.receipt(tree, await this.sign(tree), proven);
  }

  private sign({ size, root }: ReceiptedTree): Promise<string> {
    return signedCheckpoint(this.parts.signer, { origin: this.parts.name, size, root }, this.key);
  }

  private receipt(tree: ReceiptedTree, checkpoint: string, entries: readonly ReceiptEntry[]): LedgerReceipt {
    return { ledger: this.parts.name, treeSize: tree.size, rootHash: tree.rootHash, checkpoint, entries };
  }

  private prove(tree: ReceiptedTree, entries: readonly ReceiptedEntry[]): readonly ReceiptEntry[] {
    return tree.prove(entries, (reason) => this.fault(reason));
  }

  private fault(reason: string): ReceiptFault {
    return new ReceiptFault(this.parts.name, reason);
  }
}
