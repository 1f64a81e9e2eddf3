import type { Recorded } from '#kernel/decider';
import type { EvidenceEvent, EvidenceId, EvidenceSubmitted, ReviewOutcome } from './evidence.events.ts';
import {
  addSubmission,
  entryThatShowed,
  noSubmissions,
  submitterOf,
  taskShownBy,
  type Submissions,
} from './submissions.ts';

/** What was said last of an item, and by whom. */
export interface LastReview {
  readonly member: string;
  readonly outcome: ReviewOutcome;
}

/** What was submitted and checked, in the whole ledger. */
export interface EvidenceState {
  readonly submitted: Submissions;
  readonly reviews: Map<EvidenceId, LastReview>;
}

export interface WithEvidence {
  readonly evidence: EvidenceState;
}

export const initialEvidence = (): EvidenceState => ({ submitted: noSubmissions(), reviews: new Map() });

/** Folds one event into the state. */
export function evolveEvidence(
  { submitted, reviews }: EvidenceState,
  { actor: { member }, event }: Recorded<EvidenceEvent>,
): void {
  if (event.type === 'EvidenceReviewed') {
    reviews.set(event.data.evidenceId, { member, outcome: event.data.outcome });
    return;
  }
  const { taskId, evidenceId, digest, covers } = event.data;
  addSubmission(submitted, numberOf(evidenceId), numberOf(member), { task: numberOf(taskId), digest, covers });
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
export const isEvidenceOf = (state: EvidenceState, taskId: string, id: EvidenceId): boolean =>
  taskOfEvidence(state, id) === taskId;

/** The task that evidence was submitted for; undefined where there is no such evidence. */
export function taskOfEvidence({ submitted }: EvidenceState, id: EvidenceId): string | undefined {
  const entry = numberOf(id);
  const task = id === `e${entry}` ? taskShownBy(submitted, entry) : undefined;
  return task === undefined ? undefined : `t${task}`;
}

/** The member who submitted evidence. */
export const submitterOfEvidence = ({ submitted }: EvidenceState, id: EvidenceId): string =>
  `m${submitterOf(submitted, numberOf(id))}`;

/** Evidence `e77` was submitted by entry 77, task `t41` was defined by entry 41, member `m5` was added by entry 5. */
const numberOf = (id: string): number => Number(id.slice(1));
