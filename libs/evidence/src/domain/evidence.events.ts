import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';

/** Evidence `e77` was submitted by entry 77. */
export type EvidenceId = string;

/** A stretch of time that evidence covers, half-open. */
export interface CoveredPeriod {
  readonly from: Instant;
  readonly to: Instant;
}

/** Somebody showed, by digest, that a task was performed in a period. The artefact itself stays where it is. */
export type EvidenceSubmitted = DomainEvent<
  'EvidenceSubmitted',
  1,
  {
    readonly evidenceId: EvidenceId;
    readonly taskId: string;
    /** `sha256:` and 64 hexadecimal digits. */
    readonly digest: string;
    /** Bytes. */
    readonly size?: number;
    readonly mediaType?: string;
    readonly covers?: CoveredPeriod;
    readonly collectedAt?: Instant;
    readonly sourceTool?: string;
    readonly title: Sealed;
    /** The evidence that this one takes the place of. */
    readonly supersedes?: EvidenceId;
  }
>;

export const REVIEW_OUTCOMES = ['accepted', 'returned'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** Somebody other than the submitter checked the evidence: it shows what it says, or it does not. The last word counts, all stand. */
export type EvidenceReviewed = DomainEvent<
  'EvidenceReviewed',
  1,
  {
    readonly evidenceId: EvidenceId;
    readonly taskId: string;
    readonly outcome: ReviewOutcome;
    /** Why it was returned, or what else there is to say. */
    readonly reason?: Sealed;
  }
>;

export type EvidenceEvent = EvidenceSubmitted | EvidenceReviewed;
