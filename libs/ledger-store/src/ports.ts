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
  readonly state: unknown;
}

/** Where snapshots are kept. Losing one costs time, never a fact. */
export interface SnapshotStore {
  load(stream: string): Snapshot | undefined;
  save(stream: string, snapshot: Snapshot): void;
}

/** What a ledger is made of. */
export interface LedgerParts<S, C extends Command, E extends DomainEvent> {
  readonly stream: string;
  /** Name of the ledger: the scheme-less URL that its entries and checkpoints carry. */
  readonly name: string;
  readonly store: EventStore;
  readonly decider: Decider<S, C, E>;
  readonly commands: CommandIndex;
  readonly snapshots?: SnapshotStore;
  readonly now: () => Instant;
}
