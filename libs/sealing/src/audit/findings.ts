/** What an audit can find. A closed set: scripts look at it. */
export type FindingCode =
  /** An entry is missing, or the ledger is gone altogether though it was sealed. */
  | 'missing'
  /** An entry is no JSON, not in its canonical form, or not of this ledger, index or format. */
  | 'not-an-entry'
  /** An entry says that it was recorded before the one in front of it. */
  | 'goes-back'
  /** The id of an entry does not follow from its command. */
  | 'wrong-id'
  /** A sealed checkpoint cannot be read, is not signed by a key of the installation, or is missing from among the others. */
  | 'seal-broken'
  /** The entries lead to another root than was sealed. */
  | 'contradicts-seal'
  /** There are fewer entries than were sealed. */
  | 'shorter-than-sealed'
  /** An entry is another one than the tree was made of when it came; there is no seal to say which of the two is right. */
  | 'not-as-derived'
  /** The tree that is kept for proofs is wrong, and the entries are as they were sealed: derive it anew. */
  | 'kept-tree'
  /** An entry seals a snapshot that the entries before it do not lead to. */
  | 'wrong-snapshot'
  /** A text beside the ledger is not the one that an entry committed to. */
  | 'wrong-text';

export interface Finding {
  readonly engagement: string;
  readonly code: FindingCode;
  /** The first entry that is wrong, as far as can be told. */
  readonly index: number | null;
  /** In words for whoever runs the installation. */
  readonly detail: string;
}

/** What leaves no doubt that the ledger itself is as it was recorded: nothing need be stopped for it. */
const HARMLESS: ReadonlySet<FindingCode> = new Set(['kept-tree', 'wrong-snapshot', 'wrong-text']);

/** Whether what was found is about the ledger itself: nothing more may be recorded or signed in it. */
export const isGrave = ({ code }: Finding): boolean => !HARMLESS.has(code);

/** What an audit saw of a ledger. */
export interface AuditedLedger {
  readonly engagement: string;
  readonly size: number;
  /** Root of the tree that its entries have, as they lie there. */
  readonly root: Uint8Array;
  /** Size of the newest seal that the entries agree with; 0 for none. */
  readonly agreed: number;
}

/** A seal that the entries contradict, to be looked at more closely. */
export interface ContradictedSeal {
  readonly engagement: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly agreed: number;
}

export interface AuditReport {
  readonly ledgers: readonly AuditedLedger[];
  readonly entries: number;
  readonly seals: number;
  readonly texts: number;
  readonly findings: readonly Finding[];
  readonly contradicted: readonly ContradictedSeal[];
}
