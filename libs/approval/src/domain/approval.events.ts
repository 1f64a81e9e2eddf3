import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { ApprovingSide, ChangeId, ChangeLine } from './change.ts';

/** Somebody proposes that `lines` come in force from `effectiveFrom` on. One `ChangeLineProposed` follows for each line. */
export type ChangeProposed = DomainEvent<
  'ChangeProposed',
  1,
  {
    readonly changeId: ChangeId;
    readonly title: Sealed;
    readonly reason?: Sealed;
    readonly lines: number;
    readonly effectiveFrom: Instant;
    /** Absent: until further notice, and at most until what is known to follow. */
    readonly effectiveTo?: Instant;
    /** Whole days that the effect lies before the proposal was recorded; absent where it does not. */
    readonly backdatedDays?: number;
    /** SHA-256 (hex) over "onus/change/v1", a newline, and the canonical lines and interval: what an approval names. */
    readonly digest: string;
  }
>;

/** One line of the proposal, counted from 1. */
export type ChangeLineProposed = DomainEvent<
  'ChangeLineProposed',
  1,
  { readonly changeId: ChangeId; readonly line: number; readonly proposed: ChangeLine }
>;

/** An approver of one side agreed to exactly the text with this digest. */
export type ApprovalGranted = DomainEvent<
  'ApprovalGranted',
  1,
  { readonly changeId: ChangeId; readonly digest: string; readonly side: ApprovingSide }
>;

/** Both sides have agreed. What the lines say is recorded with it, in the same append. `approvals` are entry indices. */
export type ChangeAgreed = DomainEvent<
  'ChangeAgreed',
  1,
  { readonly changeId: ChangeId; readonly digest: string; readonly approvals: readonly number[] }
>;

/** An approver of either side said no; the change is over. */
export type ChangeRejected = DomainEvent<
  'ChangeRejected',
  1,
  { readonly changeId: ChangeId; readonly side: ApprovingSide; readonly reason: Sealed }
>;

/** Its author took the proposal back. */
export type ChangeWithdrawn = DomainEvent<'ChangeWithdrawn', 1, { readonly changeId: ChangeId }>;

export type ApprovalEvent =
  ChangeProposed | ChangeLineProposed | ApprovalGranted | ChangeAgreed | ChangeRejected | ChangeWithdrawn;
