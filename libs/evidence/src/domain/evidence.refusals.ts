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
  neverSubmitted: refusal('evidence/never-submitted', 'absent', (id: string) => `There is no evidence ${id}.`),
  ownEvidence: refusal(
    'evidence/own-evidence',
    'forbidden',
    (id: string) => `Whoever submitted evidence ${id} cannot check it.`,
  ),
  robot: refusal('evidence/robot', 'forbidden', () => 'A person checks evidence; a service cannot.'),
  otherPartyChecked: refusal(
    'evidence/other-party-checked',
    'forbidden',
    (id: string) =>
      `Evidence ${id} was checked by another party than the one that submitted it: that party says otherwise, or you submit anew.`,
  ),
  noReason: refusal(
    'evidence/no-reason',
    'invalid',
    (id: string) => `Evidence ${id} is returned with a reason: say what is missing.`,
  ),
  alreadyReviewed: refusal(
    'evidence/already-reviewed',
    'conflict',
    (id: string, outcome: string) => `You have ${outcome} evidence ${id} already, and nobody said otherwise since.`,
  ),
  alreadySubmitted: refusal(
    'evidence/already-submitted',
    'conflict',
    (id: string) => `The same artefact was submitted for this task and period before, as ${id}.`,
  ),
};
