import { nodeSha256 } from '#ledger-store/node-crypto';
import type { EventStore } from '#ledger-store/event-store';
import type { Signer } from '#ledger-store/ports';
import type { ReadModels } from '#read-models/read-models';
import { Sealer, type LedgerTree } from '#sealing/seals/sealer';
import { SealStreams } from '#sealing/seals/seal-stream';
import { SealingRounds, type AfterFailure } from '#sealing/seals/sealing-rounds';
import { Witnesses } from '#sealing/witnessing/witnesses';
import { equalBytes } from '#transparency/bytes';
import { rootAt } from '#transparency/merkle/proof';
import type { TrustedWitness } from '#transparency/policy/policy';

interface LogSealingParts {
  readonly store: EventStore;
  readonly read: ReadModels;
  readonly signer: Signer;
  readonly witnesses: readonly TrustedWitness[];
  readonly streamOf: (engagement: string) => string;
  readonly nameOf: (engagement: string) => string;
  /** Position in the store of the newest entry of a ledger. */
  readonly positionOf: (engagement: string) => Promise<number>;
  /** Root of the first entries of a ledger, as receipts are signed for it. */
  readonly rootOf: (engagement: string, size: number) => Promise<Uint8Array>;
  readonly onFailure: (engagement: string, error: Error) => AfterFailure;
}

/** How long the tree may take to catch up with what was recorded, in milliseconds. */
const PATIENCE = 5_000;
const PAGE = 200;

/** Sealing of the ledgers of an installation. */
export class LogSealing {
  readonly seals: SealStreams;
  readonly sealer: Sealer;
  readonly rounds: SealingRounds;
  readonly witnesses: Witnesses;
  readonly #parts: LogSealingParts;

  constructor(parts: LogSealingParts) {
    const { store, read, signer, nameOf, streamOf, onFailure } = parts;
    this.#parts = parts;
    this.seals = new SealStreams(store);
    this.witnesses = new Witnesses({ witnesses: parts.witnesses, now: Date.now });
    this.sealer = new Sealer({
      seals: this.seals,
      witnesses: this.witnesses,
      signer,
      nameOf,
      sizeOf: async (engagement) => (await store.lastRevision(streamOf(engagement))) + 1,
      treeOf: (engagement) => this.#treeOf(engagement),
      now: Date.now,
    });
    this.rounds = new SealingRounds({ sealer: this.sealer, engagements: () => engagementsIn(read), onFailure });
  }

  /** What is kept of the tree counts only where it leads to the root that receipts are signed for. */
  async #treeOf(engagement: string): Promise<LedgerTree> {
    const { read, streamOf, positionOf, rootOf } = this.#parts;
    const stream = streamOf(engagement);
    await read.reach(await positionOf(engagement), PATIENCE);
    const size = read.trees.sizeOf(stream);
    const hashes = read.trees.hashesAt(stream, size);
    const root = await rootOf(engagement, size);
    if (!equalBytes(rootAt(nodeSha256, hashes, size), root)) {
      throw new Error(`the tree that is kept of ${stream} is not the ledger's; run "onus audit", then "onus rebuild"`);
    }
    return { size, root, hashes };
  }
}

function* engagementsIn(read: ReadModels): Generator<string, void, undefined> {
  for (let after: string | null = null; ;) {
    const page: ReturnType<ReadModels['engagements']> = read.engagements({
      limit: PAGE,
      ...(after !== null && { after }),
    });
    for (const { id } of page.items) yield id;
    after = page.next;
    if (after === null) return;
  }
}
