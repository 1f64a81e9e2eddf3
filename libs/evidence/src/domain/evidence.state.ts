import type { EvidenceEvent, EvidenceId, EvidenceSubmitted } from './evidence.events.ts';

/** What was submitted, by task and by what tells one submission from another. */
export interface EvidenceState {
  readonly submitted: Map<string, EvidenceId>;
  readonly taskOf: Map<EvidenceId, string>;
}

export interface WithEvidence {
  readonly evidence: EvidenceState;
}

export const initialEvidence = (): EvidenceState => ({ submitted: new Map(), taskOf: new Map() });

/** Folds one event into the state. */
export function evolveEvidence(state: EvidenceState, { data }: EvidenceEvent): void {
  state.submitted.set(submissionKey(data), data.evidenceId);
  state.taskOf.set(data.evidenceId, data.taskId);
}

/** Two submissions of one artefact for one task and period have the same key. */
export const submissionKey = ({
  taskId,
  digest,
  covers,
}: Pick<EvidenceSubmitted['data'], 'taskId' | 'digest' | 'covers'>): string =>
  `${taskId} ${digest} ${covers?.from ?? ''} ${covers?.to ?? ''}`;
