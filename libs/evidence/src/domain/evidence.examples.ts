import type { ExamplesOf } from '#kernel/event';
import { toSeal, type Unsealed } from '#kernel/sealed';
import type { ReviewEvidence, SubmitEvidence } from './evidence.commands.ts';
import type { EvidenceEvent, ReviewOutcome } from './evidence.events.ts';

/** February 2026 in the contract's zone. */
export const february = { from: '2026-01-31T23:00:00Z', to: '2026-02-28T23:00:00Z' };

/** A command, for specifications: the review records of February for LOG-03. */
export const submit = (change: Partial<Unsealed<SubmitEvidence>['data']> = {}): Unsealed<SubmitEvidence> => ({
  type: 'SubmitEvidence',
  data: {
    ref: 'LOG-03',
    digest: `sha256:${'e4'.repeat(32)}`,
    covers: february,
    title: toSeal('Daily review record, February 2026'),
    ...change,
  },
});

/** Says that evidence shows what it says, or returns it. */
export const review = (
  evidence: string,
  outcome: ReviewOutcome = 'accepted',
  reason?: string,
): Unsealed<ReviewEvidence> => ({
  type: 'ReviewEvidence',
  data: { evidence, outcome, ...(reason !== undefined && { reason: toSeal(reason) }) },
});

export const examples: ExamplesOf<EvidenceEvent> = {
  EvidenceSubmitted: [
    {
      type: 'EvidenceSubmitted',
      schema: 1,
      data: {
        evidenceId: 'e77',
        taskId: 't15',
        digest: `sha256:${'e4'.repeat(32)}`,
        size: 48213,
        mediaType: 'application/pdf',
        covers: february,
        collectedAt: '2026-03-01T05:00:00Z',
        sourceTool: 'siem-report 4.2',
        title: { sealed: 'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QGc' },
        supersedes: 'e71',
      },
    },
    {
      type: 'EvidenceSubmitted',
      schema: 1,
      data: {
        evidenceId: 'e78',
        taskId: 't15',
        digest: `sha256:${'f5'.repeat(32)}`,
        title: { sealed: 'k191pycH9V2X8hxutapVYaUyhJk919TZXHP7ovP8QGc' },
      },
    },
  ],
  EvidenceReviewed: [
    { type: 'EvidenceReviewed', schema: 1, data: { evidenceId: 'e77', taskId: 't15', outcome: 'accepted' } },
    {
      type: 'EvidenceReviewed',
      schema: 1,
      data: {
        evidenceId: 'e78',
        taskId: 't15',
        outcome: 'returned',
        reason: { sealed: 'Zvxu3-VxRCCGZsN2UirdVMHSxiu2acYa2n_yxcDXq8s' },
      },
    },
  ],
};
