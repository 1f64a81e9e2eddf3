import type { Command, Decider } from '#kernel/decider';
import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { EventStore } from './event-store.ts';
import { Ledger } from './write-path/ledger.ts';
import type { CommandIndex, Signer, SnapshotStore, TreeHashes } from './ports.ts';
import type { ReceiptFault } from './receipts/receipt-fault.ts';

/** What may stay in memory: how many ledgers, and how many bytes they may take together, about. */
export interface LedgerRoom {
  readonly most?: number;
  readonly mostBytes?: number;
}

export interface LedgersParts<S, C extends Command, E extends DomainEvent> extends LedgerRoom {
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
  /** Bytes that a state takes in memory after so many entries, about; asked often. */
  readonly bytesOf: (state: S, entries: number) => number;
  /** Told once of a ledger of which the store has fewer entries than were recorded. */
  readonly onLost?: (reason: Error) => void;
  /** From 0 up to, not with, 1. */
  readonly random?: () => number;
}

const MOST = 2_000;
/**
 * A thousand ledgers of a hundred tasks and a thousand entries each. Reading one again takes milliseconds, and it would be done
 * again and again where robots write to all of them.
 */
const MOST_BYTES = 160 * 2 ** 20;
/** Ledgers grow while they are used: so often somebody looks whether they still have room. */
const LOOK_EVERY = 1_000;
/**
 * Keeping a snapshot takes as long as reading a hundred entries again. Where robots write to more ledgers than have room, each is
 * opened again for one entry more: snapshots kept this often take as long as what is read between them.
 */
const WORTH_A_SNAPSHOT = 32;

/** The ledgers of a process: one queue for each, in memory while it is used. */
export class Ledgers<S, C extends Command, E extends DomainEvent> {
  private readonly parts: LedgersParts<S, C, E>;
  private readonly open = new Map<string, Ledger<S, C, E>>();
  private asked = 0;
  /** How often others wrote first, and commands were decided again. */
  conflicts = 0;

  constructor(parts: LedgersParts<S, C, E>) {
    this.parts = parts;
  }

  of(stream: string): Ledger<S, C, E> {
    if (++this.asked % LOOK_EVERY === 0) this.makeRoom(0);
    const known = this.open.get(stream);
    if (known !== undefined) {
      // A map remembers the order of insertion: moving to the end marks it as just used.
      this.open.delete(stream);
      this.open.set(stream, known);
      return known;
    }
    this.makeRoom(1);
    const ledger = new Ledger({
      ...this.parts,
      stream,
      name: this.parts.nameOf(stream),
      now: () => this.parts.now(stream),
      onConflict: () => this.conflicts++,
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

  /**
   * Forgets ledgers until so many more have room. One that is at work must stay the only queue of its ledger, whatever room it
   * takes. Of two that chance names the one goes that was not used for longer: if always the oldest went, and robots wrote to
   * all ledgers in turn, each would be gone by the time its turn came.
   */
  private makeRoom(more: number): void {
    const { most = MOST, mostBytes = MOST_BYTES, random = Math.random } = this.parts;
    // A ledger larger than everything that may stay would leave, and be read again, with every other that is opened.
    const weightOf = ({ bytes }: Ledger<S, C, E>): number => Math.min(bytes, mostBytes / 2);
    let weight = 0;
    for (const ledger of this.open.values()) weight += weightOf(ledger);
    const isFull = (): boolean => this.open.size + more > most || weight > mostBytes;
    if (!isFull()) return;
    const idle = [...this.open].filter(([, { busy }]) => !busy);
    while (idle.length > 0 && isFull()) {
      const older = Math.floor(Math.min(random(), random()) * idle.length);
      const [[stream, ledger]] = idle.splice(older, 1) as [[string, Ledger<S, C, E>]];
      weight -= weightOf(ledger);
      ledger.saveSnapshot(WORTH_A_SNAPSHOT);
      this.open.delete(stream);
    }
  }
}
