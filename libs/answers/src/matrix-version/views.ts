import type { SigningSide } from '#matrix-version/domain/version.events';
import type { REVIEW_SCOPES, Verdict } from '#matrix-version/domain/review.events';
import type { Instant } from '#kernel/instant';
import type { ControlRef } from '#responsibility/domain/task';
import type { Mention, Named } from '../views.ts';
import type { DiffView } from '../views.diff.ts';

export const VERSION_STATUSES = ['open', 'agreed', 'withdrawn', 'declined'] as const;
export type VersionStatus = (typeof VERSION_STATUSES)[number];

/** A version of the whole matrix: what both sides sign. */
export interface VersionView {
  readonly id: string;
  readonly status: VersionStatus;
  /** The side that proposed it. */
  readonly side: SigningSide;
  readonly format: string;
  /** The instant of the world whose matrix it is. */
  readonly effective: Instant;
  readonly treeSize: number;
  /** Root of the tree of these entries (RFC 6962): base64. */
  readonly root: string;
  /** Of the bytes of the document: `sha256:` and 64 hexadecimal digits. What is signed. */
  readonly digest: string;
  readonly lines: number;
  readonly proposed: Mention;
  readonly signatures: readonly (Mention & { readonly side: SigningSide })[];
  /** With which it was agreed, withdrawn or declined. */
  readonly over: Mention | null;
  /** Why it was withdrawn or declined. */
  readonly reason: string | null;
}

/** A version, and whether its document, made again from the entries, has the digest that is signed. */
export interface VersionState extends VersionView {
  readonly verifies: boolean;
  /** Whether the matrix of its instant, as known now, is another than the version's. */
  readonly moved: boolean;
}

/** What is different in the matrix from a version of it. */
export interface VersionChanges extends DiffView {
  readonly version: VersionView;
}

/** A review of lines of the matrix. */
export interface ReviewView {
  readonly id: string;
  readonly status: 'open' | 'complete';
  readonly due: Instant;
  /** When the next one is due; null where it does not come again. */
  readonly nextDue: Instant | null;
  readonly cadenceDays: number | null;
  readonly scope: (typeof REVIEW_SCOPES)[number];
  readonly lines: number;
  readonly version: string | null;
  readonly started: Mention;
  readonly completed: Mention | null;
  /** How many lines were said by at least one side not to be true; null before it is complete. */
  readonly notTrue: number | null;
}

/** The last word of one side about a line. */
export interface ReviewWord extends Mention {
  readonly verdict: Verdict;
  readonly reason: string | null;
}

export interface ReviewLine {
  readonly ref: string;
  readonly provider: ReviewWord | null;
  readonly client: ReviewWord | null;
  /** Whether it was said not to be true, and nothing has been stated of the task since: something is to be done. */
  readonly work: boolean;
}

/** A review with all of its lines, in its order. */
export interface ReviewState extends ReviewView {
  readonly items: readonly ReviewLine[];
}

export const EXCEPTION_STATUSES = ['not-accepted', 'to-come', 'in-force', 'ended', 'expired'] as const;
export type ExceptionStatus = (typeof EXCEPTION_STATUSES)[number];

/** An exception: what is not done for a time, and who bears the risk. */
export interface ExceptionView {
  readonly id: string;
  readonly refs: readonly string[];
  readonly controls: readonly ControlRef[];
  readonly owner: Named | null;
  readonly measure: string | null;
  readonly reason: string | null;
  readonly from: Instant;
  readonly to: Instant;
  /** When it covers what it is about: from its acceptance on, to its end. Null where it never does. */
  readonly covers: { readonly from: Instant; readonly to: Instant } | null;
  readonly recorded: Mention;
  readonly accepted: Mention | null;
  readonly ended: Mention | null;
  /** Why it was ended before its time. */
  readonly ending: string | null;
}

/** An exception as it is at an instant. */
export interface ExceptionState extends ExceptionView {
  readonly status: ExceptionStatus;
}
