import type { Instant } from '#kernel/instant';
import type { EventStore } from '#ledger-store/event-store';
import type { LedgerRoom } from '#ledger-store/ledgers';
import type { Signer, SnapshotStore } from '#ledger-store/ports';
import type { Share } from '#ledger-store/shares/share';
import type { ReadModels } from '#read-models/read-models';
import type { AuditSourceInThread } from '#sealing/audit/audit-source';
import type { TrustedWitness } from '#transparency/policy/policy';
import type { CurrentKey } from '../current-key.ts';

/** What the running product is put together from. */
export interface OnusParts {
  /** Scheme-less URL under which this installation's ledgers are named. */
  readonly origin: string;
  /** The share of the engagements that is looked after here; without one, all of them. */
  readonly share?: Share | undefined;
  readonly store: EventStore;
  readonly read: ReadModels;
  readonly snapshots: SnapshotStore;
  /** Signs the receipts. */
  readonly signer: Signer;
  /** Whether the key of the signer is still the one of the installation, where others may have replaced it. */
  readonly currentKey?: CurrentKey;
  /** Who is asked to cosign what is sealed. */
  readonly witnesses?: readonly TrustedWitness[];
  /** What of the ledgers may stay in memory. */
  readonly inMemory?: LedgerRoom;
  /** Told, in words for whoever runs it, of a ledger that is stopped or cannot be sealed. */
  readonly onTrouble?: (what: string) => void;
  readonly now?: () => Instant;
  /** Where an audit reads from. */
  readonly audited: AuditSourceInThread;
  /** Positions that the read models may lag behind before no questions should come here. */
  readonly mostLag: number;
  /** Position of the newest entry when it was opened. */
  readonly recordedBefore: number;
  /** Bytes that can still be recorded. */
  readonly room: () => Promise<number>;
  /** Releases what the parts hold, after everything accepted is recorded. */
  readonly release: () => Promise<void>;
}
