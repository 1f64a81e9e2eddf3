import type { Instant } from '#kernel/instant';
import type { Mention, Named } from './people.ts';

/** What somebody whom an assignment names made of it. That it is in force, and that he accepted it, are two facts. */
export interface Acceptance {
  /** The member who is named, or the party that is named without a person. */
  readonly by: Named;
  readonly state: 'accepted' | 'declined' | 'not-answered';
  /** Which text of the task he spoke of: the one that this is about, or another. Null where the answer names none. */
  readonly text: 'this' | 'another' | null;
  /** The last answer; of a party, the last of its members. */
  readonly answer: Mention | null;
  /** Why it was declined. */
  readonly reason: string | null;
}

export interface EvidenceView {
  readonly id: string;
  readonly task: string;
  readonly ref: string;
  readonly digest: string;
  readonly size: number | null;
  readonly mediaType: string | null;
  readonly title: string | null;
  readonly covers: { readonly from: Instant; readonly to: Instant } | null;
  readonly collectedAt: Instant | null;
  readonly sourceTool: string | null;
  readonly supersedes: string | null;
  readonly submitted: Mention;
  /** What was said last by somebody who checked it; null where nobody did. */
  readonly review: EvidenceReviewView | null;
}

/** Somebody other than the submitter checked evidence. */
export interface EvidenceReviewView extends Mention {
  readonly outcome: 'accepted' | 'returned';
  readonly reason: string | null;
}

/** How much was shown of a duty: that it was performed, and that somebody checked it. */
export interface EvidenceCounts {
  /** How many items cover some of the time that was asked about. */
  readonly submitted: number;
  /** Of these: checked and accepted, and returned, by what was said last. */
  readonly accepted: number;
  readonly returned: number;
}

/**
 * What was shown of a duty for the time that was asked about. That it was performed, and that somebody checked it, are facts of their
 * own beside that it was assigned and accepted.
 */
export interface ShownEvidence extends EvidenceCounts {
  /** The newest of them, the newest last. */
  readonly latest: readonly EvidenceView[];
}

/** So many items an answer shows, at most. */
export const MOST_SHOWN = 10;
