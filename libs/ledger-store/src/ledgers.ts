import type { Command, Decider } from '#kernel/decider';
import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { EventStore } from './event-store.ts';
import { Ledger } from './write-path/ledger.ts';
import type { CommandIndex, Signer, SnapshotStore, TreeHashes } from './ports.ts';
import type { ReceiptFault } from './receipts/receipt-fault.ts';

export interface LedgersParts<S, C extends Command, E extends DomainEvent> {
  readonly store: EventStore;
  readonly decider: Decider<S, C, E>;
  readonly commands: CommandIndex;
  readonly snapshots?: SnapshotStore;
  readonly trees?: TreeHashes;
  /** Signs the receipts of all ledgers; without it none are given. */
  readonly signer?: Signer;
  /** What time it is for a ledger, by its stream. */
  readonly now: (stream: string) => Instant;
  /** The ledger's name by its stream. */
  readonly nameOf: (stream: string) => string;
  /** How many ledgers stay in memory, and how many entries they may have together, about; the least recently used go first. */
  readonly most?: number;
  readonly mostEntries?: number;
}

const MOST = 2_000;
/**
 * What is kept of a ledger grows with its entries, by some 50 to 150 bytes for each. Fewer would be read again and again where
 * robots write to a thousand ledgers in turn: reading one again takes milliseconds.
 */
const MOST_ENTRIES = 1_000_000;
/** Reading so many entries again takes as long as keeping a snapshot. */
const WORTH_A_SNAPSHOT = 200;

/** The ledgers of a process: one queue for each, in memory while it is used. */
export class Ledgers<S, C extends Command, E extends DomainEvent> {
  private readonly parts: LedgersParts<S, C, E>;
  private readonly open = new Map<string, Ledger<S, C, E>>();

  constructor(parts: LedgersParts<S, C, E>) {
    this.parts = parts;
  }

  of(stream: string): Ledger<S, C, E> {
    const known = this.open.get(stream);
    if (known !== undefined) {
      // A map remembers the order of insertion: moving to the end marks it as just used.
      this.open.delete(stream);
      this.open.set(stream, known);
      return known;
    }
    this.makeRoom();
    const ledger = new Ledger({
      ...this.parts,
      stream,
      name: this.parts.nameOf(stream),
      now: () => this.parts.now(stream),
    });
    this.open.set(stream, ledger);
    return ledger;
  }

  /** The first ledger that was stopped, because a receipt of it did not hold; null while all is well. */
  get fault(): ReceiptFault | null {
    for (const { fault } of this.open.values()) if (fault !== null) return fault;
    return null;
  }

  /** Keeps every state for the next start. */
  saveSnapshots(): void {
    for (const ledger of this.open.values()) ledger.saveSnapshot();
  }

  /** One that is at work must stay the only queue of its ledger, whatever room it takes. */
  private makeRoom(): void {
    const { most = MOST, mostEntries = MOST_ENTRIES } = this.parts;
    // A ledger larger than everything that may stay would leave, and be read again, with every other that is opened.
    const weightOf = ({ size }: { readonly size: number }): number => Math.min(size, mostEntries / 2);
    let weight = 0;
    for (const ledger of this.open.values()) weight += weightOf(ledger);
    for (const [stream, ledger] of this.open) {
      if (this.open.size < most && weight <= mostEntries) return;
      if (ledger.busy) continue;
      weight -= weightOf(ledger);
      ledger.saveSnapshot(WORTH_A_SNAPSHOT);
      this.open.delete(stream);
    }
  }
}
