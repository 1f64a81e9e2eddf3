import type { Command, Decider } from '#kernel/decider';
import type { Actor, DomainEvent, Entry } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import { toHex } from '#transparency/bytes';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { leafHash } from '#transparency/merkle/hashing';
import { decodeEntry } from '../../entry-codec.ts';
import { StoreUnavailable, type EventStore, type StoredEntry } from '../../event-store.ts';
import { nodeSha256 } from '../../node-crypto.ts';
import type { CommandIndex, Snapshot, SnapshotStore, TreeHashes } from '../../ports.ts';
import { EntriesLost } from './entries-lost.ts';
import { frontierToKeep, keptFrontier } from './kept-frontier.ts';
import { RecentCommands } from './recent-commands.ts';

/** An entry that is decided: its event, and the bytes that are appended. */
export interface DecidedEntry<E extends DomainEvent = DomainEvent> {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly index: number;
  readonly recordedAt: Instant;
  readonly leafHash: string;
  readonly event: E;
}

const EPOCH: Instant = '1970-01-01T00:00:00Z';
const LEAF = Buffer.alloc(32);
/** Few: many ledgers may be read at the same time, and what is freed between pieces that stay is not given back to the system. */
const READ_AT_ONCE = 250;

/** What the write path keeps of a ledger: the state after every entry that is decided, and where the durable ones end. */
export class LedgerMemory<S, E extends DomainEvent> {
  readonly state: S;
  /** Number of entries, those included that are decided and not durable yet. */
  size = 0;
  recordedAt: Instant = EPOCH;
  /** Position in the store of the newest durable entry. */
  position = 0;
  entriesSinceSnapshot = 0;
  /** The tree of the durable entries. */
  tree = new TreeFrontier(nodeSha256);
  /** Leaf hash of the last entry, in hexadecimal or as it is. */
  private last: string | Uint8Array = '';
  private readonly evolve: Decider<S, Command, E>['evolve'];

  constructor(state: S, evolve: Decider<S, Command, E>['evolve']) {
    this.state = state;
    this.evolve = evolve;
  }

  /** Folds entries that are decided. */
  record(entries: readonly DecidedEntry<E>[], actor: Actor): void {
    for (const { index, recordedAt, event, leafHash: leaf } of entries) {
      this.evolve(this.state, { index, recordedAt, actor, event });
      this.recordedAt = recordedAt;
      this.last = leaf;
      this.size = index + 1;
    }
    this.entriesSinceSnapshot += entries.length;
  }

  /** Folds an entry that is read from the store. */
  replay({ bytes, position }: StoredEntry, entry: Entry): void {
    const { index, recordedAt, actor, type, schema, data } = entry;
    this.evolve(this.state, { index, recordedAt, actor, event: { type, schema, data } as E });
    this.size = index + 1;
    this.recordedAt = recordedAt;
    this.position = position;
    this.last = leafHash(nodeSha256, bytes);
    this.tree.append(this.last);
    this.entriesSinceSnapshot++;
  }

  /** Whether an entry that is read from the store is the last one. */
  endsWith({ bytes }: StoredEntry): boolean {
    const leaf = toHex(leafHash(nodeSha256, bytes));
    return leaf === (typeof this.last === 'string' ? this.last : toHex(this.last));
  }

  /** What was decided next is durable; the newest of these entries stands at `position`. */
  durable(entries: readonly DecidedEntry[], position: number): void {
    for (const { leafHash: leaf } of entries) {
      // One buffer for all of them: the tree keeps a copy, and memory for each would cost half as much as hashing.
      LEAF.write(leaf, 'hex');
      this.tree.append(LEAF);
    }
    this.position = position;
  }

  resume({ size, recordedAt, lastLeaf }: Snapshot, tree: TreeFrontier, position: number): void {
    this.size = size;
    this.recordedAt = recordedAt;
    this.last = lastLeaf;
    this.tree = tree;
    this.position = position;
  }

  /** The state as it is now, where all of it is durable; null where nothing was recorded. */
  snapshot(stream: string): Snapshot | null {
    const { size, last, recordedAt, state, tree } = this;
    if (size === 0) return null;
    const lastLeaf = typeof last === 'string' ? last : toHex(last);
    return { size, lastLeaf, recordedAt, tree: frontierToKeep(tree, stream, lastLeaf), state };
  }
}

export interface Loaded<S, E extends DomainEvent> {
  readonly memory: LedgerMemory<S, E>;
  readonly recent: RecentCommands;
}

/** What a ledger is read from. */
export interface Sources<S, E extends DomainEvent> {
  readonly stream: string;
  readonly store: EventStore;
  readonly decider: Pick<Decider<S, Command, E>, 'initial' | 'evolve'>;
  readonly commands: CommandIndex;
  readonly snapshots?: SnapshotStore;
  readonly trees?: TreeHashes;
  /** See `LedgerParts`. */
  readonly onLost?: (reason: Error) => void;
}

/**
 * Reads a ledger: from its snapshot, where there is one that fits the stored bytes, and the entries after it. Commands that the
 * index does not have yet are remembered, so that none is ever recorded twice. @throws EntriesLost, or the store's error
 */
export async function loadLedger<S, E extends DomainEvent>(sources: Sources<S, E>): Promise<Loaded<S, E>> {
  const { stream, decider, commands } = sources;
  const snapshot = await fittingSnapshot(sources);
  const memory = new LedgerMemory<S, E>((snapshot?.taken.state as S | undefined) ?? decider.initial(), decider.evolve);
  if (snapshot !== undefined) memory.resume(snapshot.taken, snapshot.tree, snapshot.position);
  const loaded = { memory, recent: new RecentCommands() };
  await readOn(sources, loaded, Math.min(memory.size, commands.entriesOf(stream)));
  return loaded;
}

/**
 * Reads what others have recorded since, after the last entry that is known: where that is another one, so is the history. Nothing that was
 * decided on top of the ledger may be waiting to become durable. @throws EntriesLost, or the store's error
 */
export const catchUp = <S, E extends DomainEvent>(sources: Sources<S, E>, loaded: Loaded<S, E>): Promise<void> =>
  readOn(sources, loaded, Math.max(0, loaded.memory.size - 1), loaded.memory.size);

/** Reads from one entry on; those before `known` are the last ones that were read before. */
async function readOn<S, E extends DomainEvent>(
  sources: Sources<S, E>,
  { memory, recent }: Loaded<S, E>,
  from: number,
  known = from,
): Promise<void> {
  const { stream, store, commands } = sources;
  const indexed = commands.entriesOf(stream);
  let next = from;
  let command: ReadCommand | undefined;
  for (;;) {
    const entries = await store.readStream(stream, next, READ_AT_ONCE);
    for (const stored of entries) {
      const entry = decodeEntry(stored.bytes);
      if (entry.index !== next || stored.revision !== next) {
        throw new StoreUnavailable(
          `entry ${next} of ${stream} is missing or out of place; run an audit before writing`,
        );
      }
      if (next < known) {
        if (!memory.endsWith(stored)) throw new EntriesLost(stream, next);
        next++;
        continue;
      }
      command = commandOf(entry, command, sources);
      // What the index has is not kept as well: of a large ledger it would be more than all the rest.
      if (next >= indexed) remember(recent, entry, command, stored.position);
      if (entry.index >= memory.size) memory.replay(stored, entry);
      next++;
    }
    if (entries.length < READ_AT_ONCE) break;
  }
  // What is in the index stood in the store before this was read.
  if (next < Math.max(known, indexed)) throw new EntriesLost(stream, next);
}

/** The snapshot, where it is of the entries that are stored: its last leaf is theirs, and its tree is whole. */
async function fittingSnapshot<S, E extends DomainEvent>({ stream, store, snapshots, trees }: Sources<S, E>) {
  const taken = snapshots?.load(stream);
  if (taken === undefined) return undefined;
  const tree = keptFrontier(taken, stream, trees);
  const [last] = await store.readStream(stream, taken.size - 1, 1);
  if (tree === undefined || last === undefined) return undefined;
  const fits = toHex(leafHash(nodeSha256, last.bytes)) === taken.lastLeaf;
  return fits ? { taken, tree, position: last.position } : undefined;
}

/** The command that recorded an entry, and the first of its entries. */
interface ReadCommand {
  readonly id: string;
  readonly firstIndex: number;
}

/** The entries of one command follow one another. Where reading begins among them, the index has those before. */
function commandOf<S, E extends DomainEvent>(
  { command: { id }, index }: Entry,
  before: ReadCommand | undefined,
  { stream, commands }: Sources<S, E>,
): ReadCommand {
  if (before === undefined) return { id, firstIndex: commands.command(stream, id)?.firstIndex ?? index };
  return before.id === id ? before : { id, firstIndex: index };
}

function remember(
  recent: RecentCommands,
  { command, index }: Entry,
  { firstIndex }: ReadCommand,
  position: number,
): void {
  recent.add(command.id, { firstIndex, count: index - firstIndex + 1, body: command.body });
  recent.durable(index, position);
}
