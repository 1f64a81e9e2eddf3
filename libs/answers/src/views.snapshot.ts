import type { Instant } from '#kernel/instant';
import type { Difference, DifferingLine } from './snapshot/compare-documents.ts';
import type { Mention } from './views.ts';
import type { DiffView } from './views.diff.ts';

/** A snapshot as it was sealed. */
export interface SnapshotView {
  readonly id: string;
  readonly format: string;
  readonly effective: Instant;
  readonly treeSize: number;
  /** Root of the tree of these entries (RFC 6962): base64. */
  readonly root: string;
  /** Of the bytes of the document: `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly lines: number;
  readonly taken: Mention;
}

/** A snapshot, and whether its document, made again from the entries, has the sealed digest. */
export interface SnapshotState extends SnapshotView {
  readonly verifies: boolean;
  /** Digest of the document as it is made now. */
  readonly made: string;
}

/** What was found of a document that somebody holds. */
export interface SnapshotVerdict {
  readonly verdict: 'same' | 'differs';
  readonly snapshot: SnapshotView;
  /** Digest of the bytes that were given. */
  readonly held: string;
  /** Why it differs, the reason that explains most first. */
  readonly why: readonly Difference[];
  readonly lines: readonly DifferingLine[];
}

/** What differs between two points on the two clocks, each perhaps named by a snapshot. */
export interface SnapshotComparison extends DiffView {
  readonly from: SnapshotView | null;
  readonly to: SnapshotView | null;
}
