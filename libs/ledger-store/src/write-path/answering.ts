import type { Command } from '#kernel/decider';
import type { Actor, DomainEvent } from '#kernel/event';
import type { Disclosure } from '#kernel/sealed';
import type { TreeFrontier } from '#transparency/merkle/frontier';
import type { LedgerReceipt } from '#transparency/receipt';
import { decodeEntry, leafHash } from '../entry-codec.ts';
import type { StoredEntry } from '../event-store.ts';
import type { KnownCommand, LedgerParts } from '../ports.ts';
import { ReceiptFault } from '../receipts/receipt-fault.ts';
import { ReceiptIssuer, type PreparedReceipts, type ReceiptsOf } from '../receipts/receipt-issuer.ts';
import type { ReceiptedEntry } from '../receipts/receipted-tree.ts';
import { rootOfPrefix } from '../receipts/root-of-prefix.ts';
import { acceptedEntry, acceptedFromStore, type Accepted, type Submission } from '../submission.ts';
import type { DecidedEntry } from './copy/ledger-memory.ts';
import { refuse } from './ledger.refusals.ts';
import { commitmentsIn, sameTexts, type SealedCommand } from './sealing.ts';

/** A command between its decision and the answer. */
export interface Waiting<C extends Command, E extends DomainEvent> {
  readonly submission: Submission<C>;
  readonly sealed: SealedCommand<C>;
  readonly resolve: (accepted: Accepted) => void;
  readonly reject: (reason: unknown) => void;
  outcome: Outcome<E>;
  /** How many times the copy had begun to be read when it came. What is read from then on has all that was recorded before. */
  readonly readings: number;
  /** It was decided on a copy of the ledger that was read after it came: nobody need ask whether others have written. */
  fresh: boolean;
  /** How often others wrote before it was recorded. */
  conflicts: number;
}

export type Outcome<E extends DomainEvent> =
  | {
      readonly kind: 'recorded';
      readonly entries: readonly DecidedEntry<E>[];
      readonly disclosures: readonly Disclosure[];
    }
  | { readonly kind: 'known'; readonly command: KnownCommand }
  | { readonly kind: 'refused'; readonly reason: unknown };

/** Where the durable entries end: what an answer rests on. */
interface Durable {
  readonly tree: TreeFrontier;
  readonly position: number;
}

/** Answers the callers of one ledger, with receipts where they want them, once what the answer rests on is durable. */
export class Answering<S, C extends Command, E extends DomainEvent> {
  private readonly parts: LedgerParts<S, C, E>;
  private readonly issuer: ReceiptIssuer | null;
  private pending = 0;
  private stopped: ReceiptFault | null = null;

  constructor(parts: LedgerParts<S, C, E>) {
    const { signer } = parts;
    this.parts = parts;
    this.issuer = signer === undefined ? null : new ReceiptIssuer({ ...parts, signer });
  }

  /** The first receipt that did not hold: from then on nobody is answered. */
  get fault(): ReceiptFault | null {
    return this.stopped;
  }

  /** Whether somebody still waits for an answer. */
  get busy(): boolean {
    return this.pending > 0;
  }

  /** Begins the receipts of a batch whose append is under way, if anybody wants one. */
  prepare(
    batch: readonly Waiting<C, E>[],
    tree: TreeFrontier,
    entries: readonly DecidedEntry[],
  ): PreparedReceipts | undefined {
    const wanted = ({ submission, outcome }: Waiting<C, E>): boolean =>
      wantsReceipt(submission) && outcome.kind === 'recorded';
    return this.issuer !== null && batch.some(wanted) ? this.issuer.prepare(tree, entries) : undefined;
  }

  answer(waiting: Waiting<C, E>, durable: Durable, receipts: ReceiptsOf | undefined): void {
    const { outcome, submission, resolve, reject } = waiting;
    if (this.stopped !== null) return reject(this.stopped);
    if (outcome.kind === 'refused') return reject(outcome.reason);
    if (outcome.kind === 'known') return this.later(waiting, this.firstResult(waiting, outcome.command, durable.tree));
    const entries = outcome.entries.map(acceptedEntry);
    const accepted: Accepted = { entries, position: durable.position, replayed: false, receipt: null };
    if (receipts === undefined || !wantsReceipt(submission)) return resolve(accepted);
    const receipt = receipts(receipted(submission, outcome.entries));
    this.later(
      waiting,
      receipt.then((each) => ({ ...accepted, receipt: each })),
    );
  }

  /** A receipt of an entry of this tree, which may grow while it is made. */
  async receiptOf(tree: TreeFrontier, index: number): Promise<LedgerReceipt | null> {
    if (this.issuer === null) return null;
    const { store, stream } = this.parts;
    const now = tree.copy();
    if (index < 0 || index >= now.size) throw new RangeError(`of ${now.size} entries there is none at ${index}`);
    try {
      const stored = await store.readStream(stream, index, 1);
      return await this.issuer.ofRecorded(now, stored.map(recordedEntry));
    } catch (error) {
      throw this.stopAt(error);
    }
  }

  /** The root of the first `size` entries of this tree, which may grow while it is looked for. */
  async rootAt(tree: TreeFrontier, size: number): Promise<Uint8Array> {
    try {
      return await rootOfPrefix(this.parts, tree.copy(), size);
    } catch (error) {
      throw this.stopAt(error);
    }
  }

  private stopAt(error: unknown): unknown {
    if (error instanceof ReceiptFault) this.stopped ??= error;
    return error;
  }

  private later({ resolve, reject }: Waiting<C, E>, answer: Promise<Accepted>): void {
    this.pending++;
    answer.then(
      (accepted) => {
        this.pending--;
        resolve(accepted);
      },
      (error: unknown) => {
        this.pending--;
        reject(this.stopAt(error));
      },
    );
  }

  /**
   * The same id with the same content from the same actor gives the first result again; its receipt is under a checkpoint of today.
   * Who gave the command is read from its entries, so that the oldest one is known as well as one of a moment ago.
   */
  private async firstResult(
    { submission, sealed }: Waiting<C, E>,
    known: KnownCommand,
    tree: TreeFrontier,
  ): Promise<Accepted> {
    if (known.body !== sealed.body) return refuse.idReused(submission.commandId, 'with another content');
    // The ledger's own tree grows while we wait.
    const now = wantsReceipt(submission) ? tree.copy() : null;
    const { store, stream } = this.parts;
    const stored = await store.readStream(stream, known.firstIndex, known.count);
    if (!sameActor(decodeEntry(stored[0]!.bytes).actor, submission.actor)) {
      return refuse.idReused(submission.commandId, 'by another actor');
    }
    const entries = stored.map(({ bytes }) => acceptedFromStore(bytes));
    const commitments = entries.flatMap(({ data }) => commitmentsIn(data));
    const recorded = commitments.length === 0 ? [] : await store.readDisclosures(stream, commitments);
    if (!sameTexts(sealed.texts, recorded)) return refuse.idReused(submission.commandId, 'with another content');
    const accepted: Accepted = { entries, position: stored.at(-1)!.position, replayed: true, receipt: null };
    if (now === null || this.issuer === null) return accepted;
    const receipt = await this.issuer.ofRecorded(now, receipted(submission, stored.map(recordedEntry)));
    return { ...accepted, receipt };
  }
}

const recordedEntry = ({ revision, bytes }: StoredEntry): ReceiptedEntry => ({
  index: revision,
  bytes,
  leafHash: leafHash(bytes),
});

/** Whether they are one person or service in one right: how it was known, by a key or by an older one, may differ. */
const sameActor = (one: Actor, other: Actor): boolean =>
  one.member === other.member && one.party === other.party && one.onBehalfOf === other.onBehalfOf;

const wantsReceipt = ({ receipt = false }: Submission<Command>): boolean => receipt !== false;

const receipted = <T extends ReceiptedEntry>({ receipt }: Submission<Command>, entries: readonly T[]): readonly T[] =>
  receipt === 'last' ? entries.slice(-1) : entries;
