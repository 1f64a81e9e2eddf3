import { refusal } from '#kernel/refusal';

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const refuse = {
  unknownVersion: refusal('version/unknown', 'absent', (id: string) => `There is no version ${id}.`),
  versionNotOpen: refusal(
    'version/not-open',
    'conflict',
    (id: string, how: string) => `Version ${id} is ${how}; nothing more can be done about it. Propose another.`,
  ),
  otherDigest: refusal(
    'version/other-digest',
    'conflict',
    (id: string, digest: string) => `Version ${id} has the digest ${digest}: read it, and sign what you have read.`,
  ),
  baseMoved: refusal(
    'version/base-moved',
    'conflict',
    (entry: number) =>
      `Entry ${entry} says something else of that time than the version does; propose the matrix as it stands now.`,
  ),
  notASide: refusal(
    'version/not-a-side',
    'forbidden',
    () => 'Only the provider and the client propose, sign, review and except; a third party does not.',
  ),
  notSigner: refusal('version/not-signer', 'forbidden', () => 'An approver of the provider or of the client signs.'),
  robot: refusal('version/robot', 'forbidden', () => 'A person signs and decides; a service cannot.'),
  sideHasSigned: refusal(
    'version/side-has-signed',
    'conflict',
    (side: string, id: string) => `The ${side} has signed version ${id} already.`,
  ),
  otherSide: refusal(
    'version/other-side',
    'forbidden',
    (id: string) => `Version ${id} was proposed by the other side; decline it instead of withdrawing it.`,
  ),
  ownSide: refusal(
    'version/own-side',
    'forbidden',
    (id: string) => `Version ${id} was proposed by your own side; withdraw it instead of declining it.`,
  ),
  notAgreed: refusal(
    'version/not-agreed',
    'conflict',
    (id: string) => `Version ${id} is not signed by both sides; a review looks at an agreed one.`,
  ),

  unknownReview: refusal('review/unknown', 'absent', (id: string) => `There is no review ${id}.`),
  reviewOver: refusal(
    'review/over',
    'conflict',
    (id: string) => `Review ${id} is complete: both sides have spoken of each line. Start another.`,
  ),
  duePast: refusal('review/due-past', 'invalid', (due: string) => `${due} is past; a review is due later than now.`),
  badCadence: refusal(
    'review/bad-cadence',
    'invalid',
    (days: number) => `${days} is no number of days: write a whole number from 1 to 3660.`,
  ),
  noLines: refusal('review/no-lines', 'invalid', () => 'There is no line to speak of.'),
  tooManyLines: refusal(
    'review/too-many-lines',
    'invalid',
    (count: number, limit: number) => `${count} lines are more than the ${limit} that fit into one go; send several.`,
  ),
  lineTwice: refusal('review/line-twice', 'invalid', (ref: string) => `${ref} is named twice; name it once.`),
  notInReview: refusal(
    'review/not-in-review',
    'absent',
    (ref: string, id: string) => `${ref} is none of the lines of review ${id}.`,
  ),
  reasonMissing: refusal(
    'review/reason-missing',
    'invalid',
    (ref: string) => `${ref} is said not to be true any more; say why.`,
  ),
  notReviewer: refusal(
    'review/not-reviewer',
    'forbidden',
    (ref: string) => `An approver or contributor speaks of ${ref}, or whoever the line names.`,
  ),
  reviewByRobot: refusal('review/robot', 'forbidden', () => 'A person says whether a line is true; a service cannot.'),

  unknownException: refusal('exception/unknown', 'absent', (id: string) => `There is no exception ${id}.`),
  coversNothing: refusal(
    'exception/covers-nothing',
    'invalid',
    () => 'An exception is about at least one line, or one control; name it.',
  ),
  coversTwice: refusal(
    'exception/covers-twice',
    'invalid',
    (what: string) => `The exception names ${what} twice; name it once.`,
  ),
  badInterval: refusal(
    'exception/bad-interval',
    'invalid',
    (from: string, to: string) => `An exception ends after it begins: from ${from} to ${to} is no time.`,
  ),
  exceptionOver: refusal(
    'exception/over',
    'conflict',
    (why: string) => `The exception ${why}; record another if the risk is still there.`,
  ),
  badOwner: refusal(
    'exception/bad-owner',
    'invalid',
    (member: string) => `${member} cannot bear a risk: name a person who is of the engagement.`,
  ),
  notRiskOwner: refusal(
    'exception/not-owner',
    'forbidden',
    (owner: string) => `Only ${owner} accepts this exception, in person.`,
  ),
  alreadyAccepted: refusal('exception/already-accepted', 'conflict', (id: string) => `Exception ${id} is accepted.`),
  notToEnd: refusal(
    'exception/not-yours',
    'forbidden',
    () => 'Whoever bears the risk, or an owner or approver of either side, ends an exception.',
  ),
};
