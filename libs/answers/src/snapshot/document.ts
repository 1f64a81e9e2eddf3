import type { Instant } from '#kernel/instant';
import { canonicalize } from '#kernel/json';
import type { SnapshotFormat } from '#snapshot/domain/snapshot.events';
import { disputedLine, snapshotLine, type SnapshotLine, type StatedLine } from './snapshot-line.ts';

/** The format that is written. Those that were written before are made again for ever. */
export const SNAPSHOT_FORMAT: SnapshotFormat = 'onus/matrix-snapshot/v2';

/** What a document is of, and what is known of its place on both clocks. The root of the tree is not for read models to know. */
export interface SnapshotMatter {
  /** Name of the ledger. */
  readonly ledger: string;
  /** Contract time zone (IANA). */
  readonly zone: string;
  /** Of a day, its first instant in the contract zone. */
  readonly effective: Instant;
  readonly treeSize: number;
  /** When the newest of these entries was recorded; null where there is none. */
  readonly knownAt: Instant | null;
  /** By reference, in the order of code points. */
  readonly lines: readonly StatedLine[];
}

/** The matrix at a point on both clocks: the same for everybody who has the first `treeSize` entries, for ever. */
export interface SnapshotDocument {
  readonly format: SnapshotFormat;
  readonly ledger: string;
  readonly zone: string;
  readonly effective: Instant;
  readonly treeSize: number;
  /** Root of the tree of these entries (RFC 6962): base64. */
  readonly root: string;
  readonly knownAt: Instant | null;
  readonly lines: readonly SnapshotLine[];
}

/** The one way in which a document of a format is made, whatever the lines were read from. */
export const snapshotDocument = (matter: SnapshotMatter, root: string, format: SnapshotFormat): SnapshotDocument => ({
  format,
  ledger: matter.ledger,
  zone: matter.zone,
  effective: matter.effective,
  treeSize: matter.treeSize,
  root,
  knownAt: matter.knownAt,
  lines: matter.lines.map(format === 'onus/matrix-snapshot/v1' ? snapshotLine : disputedLine),
});

/** The bytes of a document, as text: RFC 8785, without a line end. What is sealed is the digest of its UTF-8. */
export const documentText = (document: SnapshotDocument): string => canonicalize(document);
