import type { Command } from '#kernel/decider';
import type { EvidenceSubmitted } from './evidence.events.ts';

/** Submits evidence for a task, by digest. */
export type SubmitEvidence = Command<
  'SubmitEvidence',
  { readonly ref: string } & Omit<EvidenceSubmitted['data'], 'evidenceId' | 'taskId'>
>;

export type EvidenceCommand = SubmitEvidence;
