import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';

/** Snapshot `s41` was taken by entry 41. */
export type SnapshotId = string;

/**
 * How the document of a snapshot is written. A format never changes: whoever holds a document can compare it for ever. The second
 * tells of each line who declined it, and who objects to it.
 */
export const SNAPSHOT_FORMATS = ['onus/matrix-snapshot/v1', 'onus/matrix-snapshot/v2'] as const;
export type SnapshotFormat = (typeof SNAPSHOT_FORMATS)[number];

/** The format that was recorded under a name: the rules let none stand that is not among them. */
export const formatNamed = (name: string): SnapshotFormat =>
  SNAPSHOT_FORMATS.find((format) => format === name) ?? SNAPSHOT_FORMATS[0];

/** Somebody sealed the matrix of one instant, as known to the first entries of the ledger, by the digest of its document. */
export type SnapshotTaken = DomainEvent<
  'SnapshotTaken',
  1,
  {
    readonly snapshotId: SnapshotId;
    /** The instant of the world that the matrix is of. */
    readonly effective: Instant;
    /** How many entries it rests on. */
    readonly treeSize: number;
    /** Root of the tree of these entries (RFC 6962): base64. */
    readonly root: string;
    /** Of the bytes of the document: `sha256:` and 64 hexadecimal digits. */
    readonly digest: string;
    /** How many lines the document has. */
    readonly lines: number;
    readonly format: SnapshotFormat;
  }
>;

export type SnapshotEvent = SnapshotTaken;
