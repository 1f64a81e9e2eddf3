import type { Command } from '#kernel/decider';
import type { Actor } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Unsealed } from '#kernel/sealed';
import { decodeEntry, leafHash } from './entry-codec.ts';
import type { LedgerReceipt } from '#transparency/receipt';
import type { DecidedEntry } from './write-path/copy/ledger-memory.ts';

/** A command with everything that it cannot say itself. */
export interface Submission<C extends Command> {
  readonly commandId: string;
  readonly command: { readonly type: C['type']; readonly data: Unsealed<C['data']> };
  readonly actor: Actor;
  /** Id of the act that this command is part of; its own id where it stands alone. */
  readonly correlation?: string;
  readonly causation?: string;
  /**
   * Whether a receipt is wanted: a signature for the append and proofs for the entries. `last` asks for the proof of the last
   * entry alone, where a command records thousands.
   */
  readonly receipt?: boolean | 'last';
}

export interface AcceptedEntry {
  readonly index: number;
  readonly id: string;
  readonly type: string;
  /** RFC 6962 leaf hash, hexadecimal. */
  readonly leafHash: string;
  readonly recordedAt: Instant;
  readonly data: unknown;
}

/** The command's entries are durable. */
export interface Accepted {
  readonly entries: readonly AcceptedEntry[];
  /** Position in the store of the newest of them: ask a read for at least this to read your own writes. */
  readonly position: number;
  /** The command had been recorded before; this is its first result. */
  readonly replayed: boolean;
  /** What the caller may keep against us; null where none was wanted. */
  readonly receipt: LedgerReceipt | null;
}

/** What the caller is told of an entry that was just decided. */
export const acceptedEntry = ({ index, id, event, leafHash: leaf, recordedAt }: DecidedEntry): AcceptedEntry => ({
  index,
  id,
  type: event.type,
  leafHash: leaf,
  recordedAt,
  data: event.data,
});

/** What the caller is told of an entry that was recorded before. */
export function acceptedFromStore(bytes: Uint8Array): AcceptedEntry {
  const { index, id, type, recordedAt, data } = decodeEntry(bytes);
  return { index, id, type, leafHash: leafHash(bytes), recordedAt, data };
}
