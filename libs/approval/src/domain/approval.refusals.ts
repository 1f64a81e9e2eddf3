import { refusal } from '#kernel/refusal';

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const refuse = {
  notOpen: refusal('approval/not-open', 'conflict', (change: string) => `Change ${change} is not open for decisions.`),
  unknownChange: refusal('approval/unknown-change', 'absent', (change: string) => `There is no change ${change}.`),
  staleDigest: refusal(
    'approval/stale-digest',
    'conflict',
    (change: string) => `The approval names another text than that of change ${change}; read it again.`,
  ),
  ownChange: refusal(
    'approval/own-change',
    'forbidden',
    (change: string) => `Whoever wrote change ${change} cannot approve it.`,
  ),
  notApprover: refusal(
    'approval/not-approver',
    'forbidden',
    () => 'Only an approver of the provider or of the client can decide on a change.',
  ),
  robot: refusal('approval/robot', 'forbidden', () => 'A person approves or rejects; a service cannot.'),
  sideHasApproved: refusal(
    'approval/side-has-approved',
    'conflict',
    (side: string, change: string) => `The ${side} has approved change ${change} already.`,
  ),
  notAuthor: refusal(
    'approval/not-author',
    'forbidden',
    (change: string) => `Only the author of change ${change} can withdraw it.`,
  ),
  noLines: refusal('approval/no-lines', 'invalid', () => 'A change needs at least one line.'),
  tooManyLines: refusal(
    'approval/too-many-lines',
    'invalid',
    (most: number) => `A change has at most ${most} lines; split it.`,
  ),
  taskTwice: refusal(
    'approval/task-twice',
    'invalid',
    (ref: string) => `Two lines of the change do the same kind of thing to ${ref}; merge them.`,
  ),
  emptyInterval: refusal(
    'approval/empty-interval',
    'invalid',
    () => 'The change ends before it begins: `effectiveTo` must be later than `effectiveFrom`.',
  ),
  moved: refusal(
    'approval/base-moved',
    'conflict',
    (ref: string, change: string) =>
      `${ref} was altered since change ${change} was proposed. Withdraw it and propose it again on what holds now.`,
  ),
};
