import { refusal } from '#kernel/refusal';

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const refuse = {
  unknownTask: refusal('task/unknown', 'absent', (ref: string) => `There is no task ${ref} in this engagement.`),
  badRef: refusal(
    'task/bad-ref',
    'invalid',
    (ref: string) => `"${ref}" cannot name a task: use 1 to 200 characters without control characters or outer blanks.`,
  ),
  alreadyDefined: refusal(
    'task/already-defined',
    'conflict',
    (ref: string) => `Task ${ref} is defined already; propose a change to alter it.`,
  ),
  looksAlike: refusal(
    'task/looks-alike',
    'conflict',
    (ref: string, other: string) =>
      `"${ref}" looks the same as "${other}", and is written with other characters (an accent of its own, or none): write it like that one.`,
  ),
  alreadyClosed: refusal('task/already-closed', 'conflict', (ref: string) => `Task ${ref} is closed at that time.`),
  notClosed: refusal('task/not-closed', 'conflict', (ref: string) => `Task ${ref} is not closed at that time.`),
  notInMatrix: refusal(
    'task/not-in-matrix',
    'conflict',
    (ref: string, at: string) => `Task ${ref} is no part of the matrix at ${at}.`,
  ),
  notCurrent: refusal(
    'acknowledgement/not-current',
    'conflict',
    (assignment: number) => `Entry ${assignment} is no assignment of this task that holds now or later.`,
  ),
  notNamed: refusal(
    'acknowledgement/not-named',
    'forbidden',
    () => 'Only somebody whom the assignment names, or a member of a party that it names, can answer it.',
  ),
  alreadyAcknowledged: refusal(
    'acknowledgement/already-given',
    'conflict',
    () => 'You have acknowledged this assignment already.',
  ),
  alreadyDeclined: refusal(
    'acknowledgement/already-declined',
    'conflict',
    () => 'You have declined this assignment already.',
  ),
  staleText: refusal(
    'acknowledgement/stale-text',
    'conflict',
    (ref: string) => `The answer names another text than ${ref} has now or will have; read it again.`,
  ),
  namedTwice: refusal(
    'acknowledgement/named-twice',
    'invalid',
    (ref: string) => `The assignment of ${ref} is named twice; name each once.`,
  ),
  wrongNumber: refusal(
    'acknowledgement/wrong-number',
    'invalid',
    (most: number) => `Name at least one assignment, and ${most} at most.`,
  ),
  sharedWithoutParts: refusal(
    'assignment/shared-without-parts',
    'invalid',
    (ref: string) => `${ref} is shared: say what the client's part is and what the provider's part is.`,
  ),
  unsound: refusal(
    'assignment/not-accepted',
    'invalid',
    (ref: string, finding: string) =>
      `${ref}: ${finding}. Name exactly one Accountable and at least one Responsible, or accept the finding in the change.`,
  ),
  unknownBearer: refusal(
    'assignment/unknown-bearer',
    'invalid',
    (ref: string, bearer: string) =>
      `${ref} names ${bearer}, who is not, or no longer, a party or member of this engagement.`,
  ),
  noMarks: refusal('assignment/no-marks', 'invalid', (ref: string) => `${ref} has no mark; say who bears it.`),
  unknownImport: refusal('import/unknown', 'absent', (id: string) => `There is no open import ${id}.`),
  wrongPart: refusal(
    'import/wrong-part',
    'conflict',
    (expected: number, got: number) => `Part ${expected} comes next, not part ${got}.`,
  ),
  alreadyImported: refusal(
    'import/already-recorded',
    'conflict',
    (id: string) => `The same file was recorded before, with the same settings, as import ${id}.`,
  ),
  importMoved: refusal(
    'import/matrix-moved',
    'conflict',
    () => 'The matrix changed while the import was computed. Run it again; nothing of it is in force.',
  ),
};
