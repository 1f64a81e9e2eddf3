import type { EvidenceEvent, EvidenceId, EvidenceSubmitted } from './evidence.events.ts';
import { addSubmission, entryThatShowed, noSubmissions, taskShownBy, type Submissions } from './submissions.ts';

/** What was submitted, in the whole ledger. */
export interface EvidenceState {
  readonly submitted: Submissions;
}

export interface WithEvidence {
  readonly evidence: EvidenceState;
}

export const initialEvidence = (): EvidenceState => ({ submitted: noSubmissions() });

/** Folds one event into the state. */
export function evolveEvidence({ submitted }: EvidenceState, { data }: EvidenceEvent): void {
  const { taskId, evidenceId, digest, covers } = data;
  addSubmission(submitted, numberOf(evidenceId), { task: numberOf(taskId), digest, covers });
}

/** The evidence that showed the same artefact for the same task and period before. */
export function earlierSubmission(
  { submitted }: EvidenceState,
  taskId: string,
  { digest, covers }: Pick<EvidenceSubmitted['data'], 'digest' | 'covers'>,
): EvidenceId | undefined {
  const entry = entryThatShowed(submitted, { task: numberOf(taskId), digest, covers });
  return entry === undefined ? undefined : `e${entry}`;
}

/** Whether evidence was submitted for a task. */
export function isEvidenceOf({ submitted }: EvidenceState, taskId: string, id: EvidenceId): boolean {
  const entry = numberOf(id);
  return id === `e${entry}` && taskShownBy(submitted, entry) === numberOf(taskId);
}

/** Evidence `e77` was submitted by entry 77, task `t41` was defined by entry 41. */
const numberOf = (id: EvidenceId): number => Number(id.slice(1));
