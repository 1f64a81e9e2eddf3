import type { Command } from '#kernel/decider';
import type { Instant } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { Assignment } from '#responsibility/domain/assignment';
import type { ApprovalSignature, Attachment, FirstApprovalSignature } from './approval.events.ts';
import type { ChangeId, ChangeKind, ChangeLine, DraftLine } from './change.ts';
import type { AgreedTerms } from './policy.ts';

/** One line as its author writes it. `before` is asked for in an emergency: who bears the duty without the line. */
export interface WrittenLine {
  readonly drafted: DraftLine;
  readonly before?: Assignment;
}

/** The text of a revision as its author writes it. */
export interface WrittenText {
  readonly lines: readonly WrittenLine[];
  readonly effectiveFrom: Instant;
  readonly effectiveTo?: Instant;
  readonly attachments?: readonly Attachment[];
  readonly terms?: AgreedTerms;
  readonly resolves?: readonly string[];
}

/** Drafts a change of any number of lines, and opens it at once where `open` says so. */
export type DraftChange = Command<
  'DraftChange',
  WrittenText & {
    readonly title: Sealed;
    readonly reason?: Sealed;
    readonly kind: ChangeKind;
    readonly supersedes?: ChangeId;
    readonly open: boolean;
  }
>;

/** Gives the change another text, as its next revision. */
export type ReviseChange = Command<'ReviseChange', WrittenText & { readonly change: ChangeId; readonly note?: Sealed }>;

/** Puts the title and the reason in other words; the text that is agreed to stays. */
export type DescribeChange = Command<
  'DescribeChange',
  { readonly change: ChangeId; readonly title: Sealed; readonly reason?: Sealed }
>;

/** Lets everybody decide about the draft with this digest. */
export type OpenChange = Command<'OpenChange', { readonly change: ChangeId; readonly digest: string }>;

/** Approves the text with this digest, whatever the proposal says by now; with the signature of a passkey over it, or without. */
export type ApproveChange = Command<
  'ApproveChange',
  {
    readonly change: ChangeId;
    readonly digest: string;
    /** In the first form only where an approval that was recorded with it is decided again. */
    readonly signature?: ApprovalSignature | FirstApprovalSignature;
  }
>;

/** Asks for another text than that with this digest. */
export type RequestChanges = Command<
  'RequestChanges',
  { readonly change: ChangeId; readonly digest: string; readonly reason: Sealed }
>;

export type RejectChange = Command<'RejectChange', { readonly change: ChangeId; readonly reason: Sealed }>;

export type WithdrawChange = Command<'WithdrawChange', { readonly change: ChangeId }>;

/** Asks to put the text with this digest in force without the approvals that it needs. `characters` is the length of the reason. */
export type RequestOverride = Command<
  'RequestOverride',
  { readonly change: ChangeId; readonly digest: string; readonly reason: Sealed; readonly characters: number }
>;

/** The second person's word: the text with this digest is put in force without agreement. */
export type ConfirmOverride = Command<'ConfirmOverride', { readonly change: ChangeId; readonly digest: string }>;

/** Records that something is due: that a change has expired, that approvers are to be reminded, and so on. */
export type ExpireChange = Command<'ExpireChange', { readonly change: ChangeId }>;
export type RemindApprovers = Command<'RemindApprovers', { readonly change: ChangeId }>;
export type EscalateChange = Command<'EscalateChange', { readonly change: ChangeId }>;
export type DeemAccepted = Command<'DeemAccepted', { readonly change: ChangeId }>;

/** A change of the first form. Entries of such changes are read and decided again; no new one is written. */
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

export type ApprovalCommand =
  | DraftChange
  | ReviseChange
  | DescribeChange
  | OpenChange
  | ApproveChange
  | RequestChanges
  | RejectChange
  | WithdrawChange
  | RequestOverride
  | ConfirmOverride
  | ExpireChange
  | RemindApprovers
  | EscalateChange
  | DeemAccepted
  | ProposeChange;
