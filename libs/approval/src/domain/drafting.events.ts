import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { PartyId } from '#engagement/domain/members';
import type { Assignment } from '#responsibility/domain/assignment';
import type { TaskRef } from '#responsibility/domain/task';
import type { ChangeId, ChangeKind, ChangeLine, DraftLine } from './change.ts';
import type { AgreedTerms, ApprovalPolicy } from './policy.ts';

/** A file that belongs to a change, by its SHA-256 (hex). Its name is a text of a person. */
export interface Attachment {
  readonly digest: string;
  readonly name: Sealed;
}

/** What one revision of a change says. Immutable: who wants another text writes the next revision. */
export interface Revision {
  readonly changeId: ChangeId;
  /** Counted from 1. */
  readonly revision: number;
  /** How many lines follow. */
  readonly lines: number;
  readonly effectiveFrom: Instant;
  /** Absent: until further notice, and at most until what is known to follow. */
  readonly effectiveTo?: Instant;
  /** Whole days that the effect lies before the revision was recorded; absent where it does not. */
  readonly backdatedDays?: number;
  /** Of every task that a line speaks of and that is known: the newest entry that said something of it. */
  readonly base: Readonly<Record<TaskRef, number>>;
  readonly attachments?: readonly Attachment[];
  readonly terms?: AgreedTerms;
  /** Objections that the change settles. */
  readonly resolves?: readonly string[];
  /** Version of the policy in force: the entry that adopted it, or 0. */
  readonly policy: number;
  /**
   * SHA-256 (hex) over "onus/change/v2", a newline, and the canonical {change, revision, kind, policy, base, lines, interval,
   * attachments' digests, terms, resolves, supersedes}: what an approval names.
   */
  readonly digest: string;
}

/** Somebody drafts a change. One `ChangeLineDrafted` follows for each line. Nobody can decide about it before it is opened. */
export type ChangeDrafted = DomainEvent<
  'ChangeDrafted',
  1,
  Revision & {
    readonly title: Sealed;
    readonly reason?: Sealed;
    readonly kind: ChangeKind;
    /** The change that this one takes the place of when it is opened. */
    readonly supersedes?: ChangeId;
    /** The refused emergency that this change would undo: drafted by the rules, so nobody is its author. */
    readonly reverses?: ChangeId;
  }
>;

/** One line of a revision, counted from 1. */
export type ChangeLineDrafted = DomainEvent<
  'ChangeLineDrafted',
  1,
  {
    readonly changeId: ChangeId;
    readonly revision: number;
    readonly line: number;
    readonly drafted: DraftLine;
    /** In an emergency: who bears the duty without it, as it is to be again if it is refused. */
    readonly before?: Assignment;
  }
>;

/** The change has another text. Approvals of earlier revisions stand, and count no more. */
export type ChangeRevised = DomainEvent<'ChangeRevised', 1, Revision & { readonly note?: Sealed }>;

/** What people read about the change is put in other words. The text that is agreed to is the same, and so its approvals stand. */
export type ChangeDescribed = DomainEvent<
  'ChangeDescribed',
  1,
  { readonly changeId: ChangeId; readonly title: Sealed; readonly reason?: Sealed }
>;

/** How many approvals a party owes. */
export interface NeededApprovals {
  readonly party: PartyId;
  readonly needed: number;
}

/** The change waits for decisions. The policy is frozen here: nothing that is agreed later alters what this change needs. */
export type ChangeOpened = DomainEvent<
  'ChangeOpened',
  1,
  {
    readonly changeId: ChangeId;
    readonly revision: number;
    readonly digest: string;
    readonly version: number;
    readonly policy: ApprovalPolicy;
    readonly quorum: readonly NeededApprovals[];
    /** Decisions are taken before this instant. */
    readonly expiresAt?: Instant;
  }
>;

/** Somebody proposes that `lines` come in force from `effectiveFrom` on: the first form of a change, with one fixed text. */
export type ChangeProposed = DomainEvent<
  'ChangeProposed',
  1,
  {
    readonly changeId: ChangeId;
    readonly title: Sealed;
    readonly reason?: Sealed;
    readonly lines: number;
    readonly effectiveFrom: Instant;
    readonly effectiveTo?: Instant;
    readonly backdatedDays?: number;
    /** SHA-256 (hex) over "onus/change/v1", a newline, and the canonical lines and interval: what an approval names. */
    readonly digest: string;
  }
>;

/** One line of a proposal of the first form, counted from 1. */
export type ChangeLineProposed = DomainEvent<
  'ChangeLineProposed',
  1,
  { readonly changeId: ChangeId; readonly line: number; readonly proposed: ChangeLine }
>;
