import type { Instant, Micros } from '#kernel/instant';

/** What can happen to an item in an assignment feed. */
export const FEED_KINDS = ['assigned', 'unassigned', 'approved', 'revoked', 'evidence', 'closed', 'reopened'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** One event of an assignment feed. */
export interface FeedLine {
  /** Line of the (unpacked) file, counted from 1. */
  readonly line: number;
  readonly item: string;
  /** When it took effect. */
  readonly at: Instant;
  readonly micros: Micros;
  /** Orders events of one instant. The line number where the file gives none. */
  readonly seq: number;
  readonly kind: FeedKind;
  /** The person in charge after the event, or null for nobody. */
  readonly owner: string | null;
  /** Whether the line says anything about the owner. */
  readonly ownerStated: boolean;
  readonly group: string | null;
  readonly groupStated: boolean;
  readonly actor: string | null;
  readonly what?: string;
  readonly ref?: string;
  /** Every other field: texts as they are, anything else as the JSON text in the file. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** An assignment feed that was read to its end without a fault. */
export interface FeedFile {
  /** `sha256:` and the hex digest of the bytes as they came in, packed or not. */
  readonly digest: string;
  /** Sorted by (at, seq, line). */
  readonly lines: readonly FeedLine[];
}

export type ReadAssignmentFeed = (bytes: Uint8Array) => FeedFile;
