import type { Command } from '#kernel/decider';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { ChangeId, ChangeLine } from './change.ts';

/** Proposes a change of any number of lines; it comes in force when both sides have approved it. */
export type ProposeChange = Command<
  'ProposeChange',
  {
    readonly title: Sealed;
    readonly reason?: Sealed;
    readonly lines: readonly ChangeLine[];
    readonly effectiveFrom: Instant;
    readonly effectiveTo?: Instant;
  }
>;

/** Approves the text with this digest, whatever the proposal says by now. */
export type ApproveChange = Command<'ApproveChange', { readonly change: ChangeId; readonly digest: string }>;

export type RejectChange = Command<'RejectChange', { readonly change: ChangeId; readonly reason: Sealed }>;

export type WithdrawChange = Command<'WithdrawChange', { readonly change: ChangeId }>;

export type ApprovalCommand = ProposeChange | ApproveChange | RejectChange | WithdrawChange;
