import type { Command, Decider } from '#kernel/decider';
import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { EventStore } from './event-store.ts';

/** What the command index knows of a command id. */
export interface KnownCommand {
  readonly firstIndex: number;
  readonly count: number;
  readonly body: string;
}

/**
 * Which command recorded what. It may lag behind the store by what it says itself: every entry at or before `position()`
 * is in it. The write path remembers the rest.
 */
export interface CommandIndex {
  position(): number;
  /** How many entries of a stream are in the index. */
  entriesOf(stream: string): number;
  command(stream: string, commandId: string): KnownCommand | undefined;
}

/** The state of a ledger after its first `size` entries. A cache: thrown away when in doubt. */
export interface Snapshot {
  readonly size: number;
  /** Leaf hash of the last of them: a snapshot of another history is recognised by it. */
  readonly lastLeaf: string;
  readonly recordedAt: string;
  /** The tree of these entries, as `frontierToKeep` writes it. */
  readonly tree: Uint8Array;
  readonly state: unknown;
}

/** Where snapshots are kept. Losing one costs time, never a fact. */
export interface SnapshotStore {
  load(stream: string): Snapshot | undefined;
  save(stream: string, snapshot: Snapshot): void;
}

/**
 * Hashes of the trees of ledgers that somebody keeps, so that a proof about an old entry takes no reading of the whole ledger. It
 * may lag behind the store, and it is a cache: what comes from it counts only where it leads to the root that is known.
 */
export interface TreeHashes {
  /** How many entries of a stream are in it. */
  sizeOf(stream: string): number;
  /**
   * Root of the complete subtree that covers the entries from `index * 2^level` up to, not with, `(index + 1) * 2^level`; on
   * level 0 a leaf hash. Only asked for subtrees within the first `sizeOf(stream)` entries. Throws where it has none.
   */
  hash(stream: string, level: number, index: number): Uint8Array;
}

/** Signs for all ledgers of an installation, with one key: one from a file, or one that never leaves its hardware. */
export interface Signer {
  /** What others verify with: Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The signature over a message (RFC 8032): 64 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** What a ledger is made of. */
export interface LedgerParts<S, C extends Command, E extends DomainEvent> {
  readonly stream: string;
  /** Name of the ledger: the scheme-less URL that its entries and checkpoints carry. */
  readonly name: string;
  readonly store: EventStore;
  readonly decider: Decider<S, C, E>;
  /** Bytes that a state takes in memory after so many entries, about. */
  readonly bytesOf: (state: S, entries: number) => number;
  readonly commands: CommandIndex;
  readonly snapshots?: SnapshotStore;
  readonly trees?: TreeHashes;
  /** Without it no receipts are given. */
  readonly signer?: Signer;
  readonly now: () => Instant;
  /** Called when others wrote first, and everything has to be decided again. */
  readonly onConflict?: () => void;
  /** Told once that the store has fewer entries than were recorded, until it has them again. */
  readonly onLost?: (reason: Error) => void;
  /** From 0 up to, not with, 1. */
  readonly random?: () => number;
}
