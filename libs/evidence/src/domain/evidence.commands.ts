import type { Command } from '#kernel/decider';
import type { Sealed } from '#kernel/sealed';
import type { EvidenceId, EvidenceSubmitted, ReviewOutcome } from './evidence.events.ts';

/** Submits evidence for a task, by digest. */
export type SubmitEvidence = Command<
  'SubmitEvidence',
  { readonly ref: string } & Omit<EvidenceSubmitted['data'], 'evidenceId' | 'taskId'>
>;

/** Says whether evidence shows what it says; returned evidence has a reason. */
export type ReviewEvidence = Command<
  'ReviewEvidence',
  { readonly evidence: EvidenceId; readonly outcome: ReviewOutcome; readonly reason?: Sealed }
>;

export type EvidenceCommand = SubmitEvidence | ReviewEvidence;
