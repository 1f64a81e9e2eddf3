import type { Actor } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Unsealed } from '#kernel/sealed';
import type { EventStore } from '#ledger-store/event-store';
import type { Share } from '#ledger-store/shares/share';
import type { ReceiptFault } from '#ledger-store/receipts/receipt-fault';
import type { Accepted, AcceptedEntry } from '#ledger-store/submission';
import type { ReadModels } from '#read-models/read-models';
import type { OnusCommand, OnusState } from '#rulebook/rulebook';
import type { AuditFault } from '#sealing/audit/audit-fault';

/** One of the commands, its texts in the clear: the write path seals them. */
export type Submission = {
  readonly [C in OnusCommand as C['type']]: { readonly type: C['type']; readonly data: Unsealed<C['data']> };
}[OnusCommand['type']];

/** What the use cases need of the running product. */
export interface Product {
  /** The share of the engagements that is looked after here; without one, all of them. */
  readonly share: Share | undefined;
  readonly read: ReadModels;
  readonly store: EventStore;
  readonly now: () => Instant;
  /** Bytes that can still be recorded: what the disk of the data folder and the quota leave. */
  readonly room: () => Promise<number>;
  /** Positions that the read models may lag behind before no questions should come here. */
  readonly mostLag: number;
  /** Position of the newest entry when the product was opened. */
  readonly recordedBefore: number;
  /** The id that an engagement of this slug has or would have. */
  engagementId(slug: string): string;
  /** Name of an engagement's ledger, as every entry of it has it. */
  ledgerName(engagementId: string): string;
  /** Decides and records a command. @throws OtherShare, Refusal, or the store's error */
  submit(
    engagementId: string,
    command: Submission,
    asking: {
      readonly commandId: string;
      readonly actor: Actor;
      readonly correlation?: string;
      readonly receipt?: boolean | 'last';
    },
  ): Promise<Accepted>;
  /**
   * Root of the tree of an engagement's first `treeSize` entries (RFC 6962), consistent with the ledger as it is: base64.
   * @throws RangeError where there are not so many. ReceiptFault, or the store's error
   */
  rootAt(engagementId: string, treeSize: number): Promise<string>;
  /** What a command recorded in an engagement; undefined where none of that id is derived. See `read.reach`. */
  recorded(engagementId: string, commandId: string): Promise<readonly AcceptedEntry[] | undefined>;
  /** Why a ledger was stopped: a receipt of it does not hold, or an audit found it changed. Null while all is well. */
  readonly fault: ReceiptFault | AuditFault | null;
  /** Whether this process may sign, as the store has it now. @throws StoreUnavailable where another key has taken the place of its own */
  checkKey(): Promise<void>;
  /** What the rules know of an engagement now. @throws OtherShare, or the store's error */
  state(engagementId: string): Promise<{ readonly state: OnusState; readonly size: number; readonly position: number }>;
}

/** What the product is injected as. */
export const PRODUCT = Symbol('product');
/** What the read models are injected as. */
export const READ_MODELS = Symbol('read models');
/** What tells the time is injected as: `() => Instant`. */
export const CLOCK = Symbol('clock');
/** What makes a fresh UUID is injected as: `() => string`. */
export const NEW_ID = Symbol('new id');
