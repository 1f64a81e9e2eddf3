import { Inject, Injectable } from '@nestjs/common';
import type { Instant } from '#kernel/instant';
import type { Accepted, AcceptedEntry } from '#ledger-store/submission';
import { PRODUCT, type Product, type Submission } from './product.ts';
import type { WritingVisit } from './request.ts';

/** An entry that a write recorded, as it is told to the caller. */
export interface RecordedEntry {
  /** Index in the ledger. */
  readonly index: number;
  readonly id: string;
  readonly type: string;
  /** RFC 6962 leaf hash, hexadecimal. */
  readonly leafHash: string;
  readonly recordedAt: Instant;
  /** RFC 6962 inclusion proof in the tree of the receipt's checkpoint, sibling of the leaf first: base64. */
  readonly proof: readonly string[];
}

/**
 * The answer to a write: what stands in the ledger now, and what the caller may keep against whoever runs the service.
 * `position` is a token to read one's own writes with.
 */
export class Receipt {
  readonly entries: readonly RecordedEntry[];
  /** How many entries the checkpoint covers, and the root of their tree, hexadecimal. */
  readonly treeSize: number;
  readonly rootHash: string;
  /** The signed checkpoint (C2SP tlog-checkpoint), byte for byte. */
  readonly checkpoint: string;
  readonly position: string;
  readonly #replayed: boolean;

  constructor({ entries, position, replayed, receipt }: Accepted) {
    if (receipt === null) throw new TypeError('this command was submitted without asking for a receipt');
    this.entries = entries.map(({ index, id, type, leafHash, recordedAt }, i) => {
      const { proof } = receipt.entries[i]!;
      return { index, id, type, leafHash, recordedAt, proof };
    });
    this.treeSize = receipt.treeSize;
    this.rootHash = receipt.rootHash;
    this.checkpoint = receipt.checkpoint;
    this.position = String(position);
    this.#replayed = replayed;
  }

  /** Whether the command had been recorded before: this is its first answer again. */
  get replayed(): boolean {
    return this.#replayed;
  }
}

/** What a write made, by name: taken from the entries, so that a repeated request names the same. */
type Made<T> = (entries: readonly AcceptedEntry[]) => T;

/** Records commands for the use cases and answers with receipts. */
@Injectable()
export class Recorder {
  private readonly product: Product;

  constructor(@Inject(PRODUCT) product: Product) {
    this.product = product;
  }

  /** @throws Refusal, or the store's error */
  async record(visit: WritingVisit, command: Submission): Promise<Receipt>;
  async record<T extends object>(visit: WritingVisit, command: Submission, made: Made<T>): Promise<Receipt & T>;
  async record(visit: WritingVisit, command: Submission, made?: Made<object>): Promise<Receipt> {
    const { engagementId, commandId, actor } = visit;
    const accepted = await this.product.submit(engagementId, command, { commandId, actor, receipt: true });
    const receipt = new Receipt(accepted);
    return made === undefined ? receipt : Object.assign(receipt, made(accepted.entries));
  }
}

/** The data of the first entry of a type. For `Made`. */
export function dataOf<E extends { readonly type: string; readonly data: unknown }>(
  entries: readonly AcceptedEntry[],
  type: E['type'],
): E['data'] {
  return entries.find((entry) => entry.type === type)!.data;
}
