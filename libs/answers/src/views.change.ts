import type { DraftLine } from '#approval/domain/change';
import type { AgreedTerms } from '#approval/domain/policy';
import type { Instant } from '#kernel/instant';
import type { Mention, PasskeySigned } from './views/people.ts';

/** The side that a party stands on. */
export type ChangeSide = 'provider' | 'client' | 'third';

export type ChangeStatus =
  'draft' | 'proposed' | 'agreed' | 'rejected' | 'withdrawn' | 'expired' | 'superseded' | 'overridden';

/**
 * A change that touched the task and was proposed but not in force at the asked time, as then known; or an emergency that was in
 * force, but not agreed when it began.
 */
export interface PendingChange {
  readonly change: string;
  readonly title: string | null;
  readonly proposedAt: Instant;
  readonly status: ChangeStatus;
  readonly effectiveFrom: Instant;
  readonly effectiveTo: Instant | null;
  /** When it was agreed, or otherwise decided. */
  readonly agreedAt: Instant | null;
  /** Until when an emergency, which holds at once, was to be ratified; absent for what is none. */
  readonly ratifyBy?: Instant;
  readonly entries: readonly number[];
}

/** A text of a change, as it was written. */
export interface RevisionView {
  readonly revision: number;
  readonly digest: string;
  readonly written: Mention;
  readonly note: string | null;
}

/** An approval. It counts for the text that it names, and for no later one. */
export interface ApprovalView extends Mention {
  readonly side: ChangeSide;
  readonly party: string;
  readonly revision: number;
  readonly digest: string;
  readonly counts: boolean;
  /** The passkey that signed it; null where it rests on the account alone. */
  readonly signed: PasskeySigned | null;
}

/** An approval that an agreement rests on. */
export interface CountedApproval extends Mention {
  readonly side: ChangeSide;
  /** The passkey that signed it; absent where it rests on the account alone. */
  readonly signed?: PasskeySigned;
}

/** How far a party is with the approvals that the change needs. */
export interface QuorumView {
  readonly party: string;
  readonly side: ChangeSide;
  readonly needed: number;
  readonly given: number;
  /** The party was taken to have accepted. */
  readonly deemed: boolean;
}

export interface ChangeView {
  readonly id: string;
  readonly kind: 'ordinary' | 'emergency';
  readonly status: ChangeStatus;
  readonly title: string | null;
  readonly reason: string | null;
  readonly revision: number;
  readonly digest: string;
  readonly effectiveFrom: Instant;
  readonly effectiveTo: Instant | null;
  readonly backdatedDays: number | null;
  readonly lines: readonly DraftLine[];
  readonly attachments: readonly { readonly digest: string; readonly name: string | null }[];
  readonly terms: AgreedTerms | null;
  /** Objections that the change settles. */
  readonly resolves: readonly string[];
  readonly supersedes: string | null;
  readonly supersededBy: string | null;
  readonly reverses: string | null;
  readonly proposed: Mention;
  readonly opened: Mention | null;
  readonly expiresAt: Instant | null;
  /** Version of the policy by which the change is judged: the entry that adopted it, or 0. */
  readonly policy: number;
  readonly quorum: readonly QuorumView[];
  readonly revisions: readonly RevisionView[];
  readonly approvals: readonly ApprovalView[];
  readonly requests: readonly (Mention & {
    readonly side: ChangeSide;
    readonly revision: number;
    readonly reason: string | null;
    /** Whether it keeps the change from being agreed. */
    readonly stands: boolean;
  })[];
  readonly reminders: readonly (Mention & { readonly members: readonly string[] })[];
  readonly escalation: (Mention & { readonly to: string; readonly members: readonly string[] }) | null;
  /** Parties that can never give what the change needs. */
  readonly impossible: readonly {
    readonly entry: number;
    readonly party: string;
    readonly needed: number;
    readonly possible: number;
  }[];
  readonly emergency: {
    readonly declared: Mention;
    readonly ratifyBy: Instant;
    readonly ratified: Mention | null;
  } | null;
  readonly override: {
    readonly requested: Mention;
    readonly reason: string | null;
    readonly confirmed: Mention | null;
  } | null;
  readonly decided: Mention | null;
  /** Why it was rejected. */
  readonly decision: string | null;
}
