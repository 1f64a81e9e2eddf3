import type { Command, Decider } from '#kernel/decider';
import type { Actor, DomainEvent } from '#kernel/event';
import { refusal } from '#kernel/refusal';
import type { EventStore } from '#ledger-store/event-store';
import { ed25519OfSeed, nodeCrypto, nodeSha256 } from '#ledger-store/node-crypto';
import type { CommandIndex, Signer, Snapshot, SnapshotStore, TreeHashes } from '#ledger-store/ports';
import { ledgerKey } from '#ledger-store/receipts/own-checkpoint';
import { hashesOfEntries } from '#ledger-store/receipts/stored-tree';
import { Ledger } from '#ledger-store/write-path/ledger';
import { encodeUtf8 } from '#transparency/bytes';
import type { Checkpoint } from '#transparency/checkpoint/checkpoint';
import { consistencyProof, type SubtreeHashes } from '#transparency/merkle/proof';
import { verifyConsistency } from '#transparency/merkle/verification';
import { satisfies } from '#transparency/policy/evaluation';
import type { TrustPolicy } from '#transparency/policy/policy';
import { verifyReceipt, type LedgerReceipt } from '#transparency/receipt';

type Counted = DomainEvent<'Counted', 1, { readonly count: number }>;
type Count = Command<'Count', { readonly times: number }>;

const refuse = { tooMany: refusal('counter/too-many', 'invalid', (n: number) => `${n} is too many.`) };

/** Records as many events as it is told, each with its number, so that no two ledgers of different courses are alike. */
const counter: Decider<{ count: number }, Count, Counted> = {
  initial: () => ({ count: 0 }),
  decide: ({ data }, { count }) => {
    if (data.times > 500) refuse.tooMany(data.times);
    return Array.from({ length: data.times }, (_, i) => ({ type: 'Counted', schema: 1, data: { count: count + i } }));
  },
  evolve: (state) => {
    state.count++;
  },
};

export const STREAM = 'engagement-1';
export const LEDGER = 'onus.example/engagements/1';
export const ACTOR: Actor = { member: 'm3', party: 'p1', kind: 'person', onBehalfOf: null, auth: 'local' };

const keyPair = ed25519OfSeed(Buffer.alloc(32, 7));
export const SIGNER: Signer = { publicKey: keyPair.publicKey, sign: keyPair.signOnThread };

/** What the other side trusts: this ledger's key, and no witness. */
export const POLICY: TrustPolicy = {
  logs: [{ key: ledgerKey(LEDGER, SIGNER.publicKey), url: undefined }],
  witnesses: [],
  quorum: { kind: 'none' },
};

export class SnapshotsInMemory implements SnapshotStore {
  readonly saved = new Map<string, Snapshot>();
  load = (stream: string): Snapshot | undefined => this.saved.get(stream);
  save = (stream: string, snapshot: Snapshot): void => void this.saved.set(stream, structuredClone(snapshot));
}

interface Parts {
  readonly signer?: Signer;
  readonly trees?: TreeHashes;
  readonly snapshots?: SnapshotStore;
}

const emptyIndex: CommandIndex = { position: () => 0, entriesOf: () => 0, command: () => undefined };

export function ledgerOn(store: EventStore, { signer = SIGNER, trees, snapshots }: Parts = {}) {
  return new Ledger({
    stream: STREAM,
    name: LEDGER,
    store,
    decider: counter,
    bytesOf: () => 0,
    commands: emptyIndex,
    now: () => '2026-03-14T09:00:00Z',
    signer,
    ...(trees && { trees }),
    ...(snapshots && { snapshots }),
  });
}

let next = 0;
export const newId = (): string => `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`;

/** A command that records so many entries, and wants a receipt. */
export const count = (times: number, commandId: string = newId()) => ({
  commandId,
  command: { type: 'Count' as const, data: { times } },
  actor: ACTOR,
  receipt: true as boolean | 'last',
});

/** The hashes of the first `size` entries of a store as somebody keeps them who does not follow any more. */
export async function keptTree(store: EventStore, size: number): Promise<TreeHashes> {
  const hashes = size === 0 ? null : await hashesOfEntries({ stream: STREAM, store }, size);
  return { sizeOf: () => size, hash: (_stream, level, index) => hashes!(level, index) };
}

/** What is wrong with a receipt in the eyes of whoever holds it; empty where nothing is. */
export function faultsOf(receipt: LedgerReceipt | null): readonly string[] {
  if (receipt === null) return ['there is no receipt'];
  const verdict = verifyReceipt(nodeCrypto, POLICY, receipt);
  return verdict.ok ? [] : [`${verdict.code}: ${verdict.detail}`];
}

/** The checkpoint of a receipt, which must be trusted. */
export function checkpointOf({ checkpoint }: LedgerReceipt): Checkpoint {
  const trusted = satisfies(POLICY, encodeUtf8(checkpoint), nodeCrypto.verifyEd25519);
  if (!trusted.ok) throw new Error(trusted.detail);
  return trusted.checkpoint;
}

/** Pairs of checkpoints of which the older is not the beginning of the newer; `hashes` are those of the ledger as it is now. */
export function contradictions(checkpoints: readonly Checkpoint[], hashes: SubtreeHashes): readonly string[] {
  return checkpoints.flatMap((older) =>
    checkpoints
      .filter((newer) => newer.size >= older.size)
      .flatMap((newer) => {
        const proof = consistencyProof(nodeSha256, hashes, older.size, newer.size);
        const sizes = { oldSize: older.size, newSize: newer.size };
        const roots = { oldRoot: older.root, newRoot: newer.root };
        const verdict = verifyConsistency(nodeSha256, { ...sizes, ...roots, proof });
        return verdict.ok ? [] : [`${older.size} → ${newer.size}: ${verdict.detail}`];
      }),
  );
}
