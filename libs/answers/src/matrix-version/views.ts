import type { SigningSide } from '#matrix-version/domain/version.events';
import type { REVIEW_SCOPES, Verdict } from '#matrix-version/domain/review.events';
import type { Instant } from '#kernel/instant';
import type { Mention } from '../views.ts';
import type { DiffView } from '../views.diff.ts';

export {
  EXCEPTION_STATUSES,
  type ExceptionMention,
  type ExceptionState,
  type ExceptionStatus,
  type ExceptionView,
} from '../views/exceptions.ts';

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
