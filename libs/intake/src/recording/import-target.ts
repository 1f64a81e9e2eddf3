import type { Instant } from '#kernel/instant';
import type { LedgerReceipt } from '#transparency/receipt';
import type { Accepted } from '#ledger-store/submission';
import type { ReadModels } from '#read-models/read-models';
import type { OnusCommand, OnusState } from '#rulebook/rulebook';
import type { Unsealed } from '#kernel/sealed';
import type { MatrixMap } from '../matrix-map.ts';

/** What an import needs of the product: somewhere to record, and what is known already. */
export interface ImportTarget {
  readonly read: ReadModels;
  /** Called once the file was read to its end and is sound: nothing may be recorded sooner, not even the engagement. */
  begin?(): Promise<void>;
  /** Records a command as the importer. A receipt of its last entry is wanted where it ends the import. */
  submit(command: ImportCommand, receipt?: 'last'): Promise<Accepted>;
  /** What the rules know of the engagement now. */
  state(): Promise<{ readonly state: OnusState; readonly size: number; readonly position: number }>;
}

export type ImportCommand = {
  readonly [C in OnusCommand as C['type']]: { readonly type: C['type']; readonly data: Unsealed<C['data']> };
}['AddParty' | 'AddMembers' | 'RecordImport'];

export interface ImportRequest {
  readonly engagementId: string;
  readonly bytes: Uint8Array;
  /** Name of the file, for people. It is sealed. */
  readonly name: string;
  readonly settings:
    | { readonly format: 'matrix-csv'; readonly effective: Instant; readonly map?: MatrixMap }
    | { readonly format: 'assignments'; readonly mode: 'replace' | 'set'; readonly onClose: 'keep' | 'clear' };
}

export interface ImportFinding {
  readonly line: number;
  readonly ref: string;
  readonly code: string;
  readonly detail?: string;
}

export interface ImportReport {
  /** False where the file says nothing that is not recorded already. */
  readonly recorded: boolean;
  readonly reason: 'no-difference' | 'already-recorded' | null;
  /** The import that recorded it, now or before; null where nothing differs. */
  readonly import: string | null;
  /** `sha256:` digest of the file. */
  readonly digest: string;
  /** Lines (matrix) or events (feed) that the file holds. */
  readonly lines: number;
  /** Entries that this import added to the ledger, members and parties included. */
  readonly entries: number;
  readonly treeSize: number;
  /** Wait for this before reading your own writes. */
  readonly position: number;
  /** How many tasks were defined, revised, retired, assigned, closed, reopened, and facts recorded. */
  readonly counts: Readonly<Record<'define' | 'revise' | 'retire' | 'assign' | 'close' | 'reopen' | 'fact', number>>;
  /** What is not as it should be on a line, as recorded with it. */
  readonly findings: readonly ImportFinding[];
  /** Of the last entry, under which all others stand; null where nothing was recorded. */
  readonly receipt: LedgerReceipt | null;
}

/** How far an import has come: lines recorded of all that are to be recorded. */
export type ImportProgress = (done: number, of: number) => void;
