import { refusal } from '#kernel/refusal';

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const refuse = {
  badDigest: refusal(
    'evidence/bad-digest',
    'invalid',
    (digest: string) => `"${digest}" is no digest: write "sha256:" and 64 lower-case hexadecimal digits.`,
  ),
  emptyPeriod: refusal(
    'evidence/empty-period',
    'invalid',
    () => 'The covered period ends before it begins: `covers.to` must be later than `covers.from`.',
  ),
  unknownEvidence: refusal('evidence/unknown', 'absent', (id: string) => `The task has no evidence ${id}.`),
  alreadySubmitted: refusal(
    'evidence/already-submitted',
    'conflict',
    (id: string) => `The same artefact was submitted for this task and period before, as ${id}.`,
  ),
};
