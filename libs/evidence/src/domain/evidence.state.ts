import type { EvidenceEvent, EvidenceId, EvidenceSubmitted } from './evidence.events.ts';

/** What was submitted for a task: which entry, by what tells one submission from another. */
export type Submissions = Map<string, number>;

/**
 * What was submitted, by task. A robot submits by the thousand, and rules ask about all of it: so a submission is kept as a
 * packed digest and the number of its entry, and nothing else.
 */
export interface EvidenceState {
  readonly ofTask: Map<string, Submissions>;
}

export interface WithEvidence {
  readonly evidence: EvidenceState;
}

export const initialEvidence = (): EvidenceState => ({ ofTask: new Map() });

/** Folds one event into the state. */
export function evolveEvidence({ ofTask }: EvidenceState, { data }: EvidenceEvent): void {
  let submissions = ofTask.get(data.taskId);
  if (submissions === undefined) ofTask.set(data.taskId, (submissions = new Map()));
  submissions.set(submissionKey(data), entryOf(data.evidenceId));
}

/** The evidence that showed the same artefact for the same task and period before. */
export function earlierSubmission(
  { ofTask }: EvidenceState,
  taskId: string,
  item: Pick<EvidenceSubmitted['data'], 'digest' | 'covers'>,
): EvidenceId | undefined {
  const entry = ofTask.get(taskId)?.get(submissionKey(item));
  return entry === undefined ? undefined : `e${entry}`;
}

/** Whether evidence was submitted for a task. Asked only where one takes the place of another, so it may look at all. */
export function isEvidenceOf({ ofTask }: EvidenceState, taskId: string, id: EvidenceId): boolean {
  const entry = entryOf(id);
  for (const submitted of ofTask.get(taskId)?.values() ?? []) if (submitted === entry) return id === `e${entry}`;
  return false;
}

const entryOf = (id: EvidenceId): number => Number(id.slice(1));

/** Two submissions of one artefact for one period have the same key. */
function submissionKey({ digest, covers }: Pick<EvidenceSubmitted['data'], 'digest' | 'covers'>): string {
  // A submission is decided, and then folded: the same digest twice in a row.
  if (digest !== packed.digest) packed = { digest, key: packedDigest(digest) };
  return covers === undefined ? packed.key : `${packed.key}${covers.from} ${covers.to}`;
}

let packed = { digest: '', key: '' };

/** The 256 bits of a digest in 16 characters. */
function packedDigest(digest: string): string {
  let key = '';
  for (let at = 'sha256:'.length; at < digest.length; at += 4) {
    key += String.fromCharCode(Number.parseInt(digest.slice(at, at + 4), 16));
  }
  return key;
}
