import { refusal } from '#kernel/refusal';

/** Codes are public API: never renamed, never reused; each has a section in docs/problems.md, and a test checks. */
export const refuse = {
  notOpen: refusal('approval/not-open', 'conflict', (change: string) => `Change ${change} is not open for decisions.`),
  unknownChange: refusal('approval/unknown-change', 'absent', (change: string) => `There is no change ${change}.`),
  stillADraft: refusal(
    'approval/still-a-draft',
    'conflict',
    (change: string) => `Change ${change} is a draft: open it, then it can be decided about.`,
  ),
  openAlready: refusal('approval/open-already', 'conflict', (change: string) => `Change ${change} is open already.`),
  staleDigest: refusal(
    'approval/stale-digest',
    'conflict',
    (change: string) => `The approval names another text than that of change ${change}; read it again.`,
  ),
  tooLate: refusal(
    'approval/too-late',
    'conflict',
    (change: string, at: string) => `The time to decide about change ${change} ended at ${at}. Propose it again.`,
  ),
  ownChange: refusal(
    'approval/own-change',
    'forbidden',
    (change: string) => `Whoever wrote change ${change} cannot approve it.`,
  ),
  bearer: refusal(
    'approval/bearer',
    'forbidden',
    (change: string) => `Whoever gains or sheds a duty by change ${change} cannot approve it, as the policy says.`,
  ),
  notApprover: refusal(
    'approval/not-approver',
    'forbidden',
    () => 'Only an approver whom the policy asks can decide on a change.',
  ),
  robot: refusal('approval/robot', 'forbidden', () => 'A person approves or rejects; a service cannot.'),
  partyHasApproved: refusal(
    'approval/side-has-approved',
    'conflict',
    (party: string, change: string) => `The ${party} has approved change ${change} already.`,
  ),
  personTwice: refusal(
    'approval/person-twice',
    'conflict',
    (member: string, change: string) =>
      `${member} has had a say in the approvals of change ${change}; nobody counts twice.`,
  ),
  notYourTurn: refusal(
    'approval/not-your-turn',
    'conflict',
    (change: string, party: string) => `Change ${change} is with ${party} first, as the policy says.`,
  ),
  cannotPass: refusal(
    'approval/cannot-pass',
    'conflict',
    (change: string, party: string, possible: number, needed: number) =>
      `Change ${change} can never pass: ${possible} of ${needed} approvers of ${party} left. Add an approver, or let somebody else write it.`,
  ),
  notAuthor: refusal(
    'approval/not-author',
    'forbidden',
    (change: string) =>
      `Only the author of change ${change}, whoever it was drafted for, or an owner of that party, can withdraw it.`,
  ),
  notContributor: refusal(
    'approval/not-contributor',
    'forbidden',
    (change: string) => `Only those who wrote change ${change} can do that.`,
  ),
  otherParty: refusal(
    'approval/other-party',
    'forbidden',
    (change: string) => `Change ${change} is another party's: only its own party can put another in its place.`,
  ),
  firstForm: refusal(
    'approval/first-form',
    'conflict',
    () => 'The parties have agreed on a policy that a change of the first form does not know. Draft a change.',
  ),
  noLines: refusal('approval/no-lines', 'invalid', () => 'A change needs at least one line, or terms to alter.'),
  tooManyLines: refusal(
    'approval/too-many-lines',
    'invalid',
    (most: number) => `A change has at most ${most} lines; split it.`,
  ),
  tooFewTasks: refusal(
    'approval/too-few-tasks',
    'invalid',
    (ref: string) => `Splitting or merging ${ref} takes at least two tasks on the side of the many.`,
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
  badPolicy: refusal(
    'approval/bad-policy',
    'invalid',
    (fault: string) => `Nobody could live by this approval policy: ${fault}.`,
  ),
  badRetention: refusal(
    'approval/bad-retention',
    'invalid',
    (fault: string) => `This retention profile cannot be kept: ${fault}.`,
  ),
  policyMoved: refusal(
    'approval/policy-moved',
    'conflict',
    (change: string) =>
      `Another approval policy was adopted since change ${change} was drafted. Revise it, then open it.`,
  ),
  moved: refusal(
    'approval/base-moved',
    'conflict',
    (ref: string, change: string) =>
      `${ref} was altered since change ${change} was written. Revise it, or propose it again, on what holds now.`,
  ),
  emergencyLine: refusal(
    'approval/emergency-line',
    'invalid',
    (ref: string) =>
      `An emergency only says who bears a duty for now; what it would do to ${ref} takes an ordinary change.`,
  ),
  emergencyLater: refusal(
    'approval/emergency-later',
    'invalid',
    () => 'An emergency holds at once: it cannot begin after it is recorded.',
  ),
  emergencyEarlier: refusal(
    'approval/emergency-earlier',
    'invalid',
    (hours: number) =>
      `An emergency begins at most ${hours} hours before it is written down; what was before that takes both sides.`,
  ),
  emergencyOver: refusal(
    'approval/emergency-over',
    'invalid',
    () => 'An emergency that is over is none any more; who bore the duty then takes both sides.',
  ),
  emergencyBefore: refusal(
    'approval/emergency-before',
    'conflict',
    (ref: string) =>
      `The line about ${ref} does not say who bears it now, in just those words; read it and say it in \`before\`.`,
  ),
  onlyInEmergency: refusal(
    'approval/only-in-emergency',
    'invalid',
    (ref: string) => `Only an emergency says who bore ${ref} before.`,
  ),
  inForce: refusal(
    'approval/in-force',
    'conflict',
    (change: string) => `Change ${change} is in force already; ratify it, refuse it, or propose another.`,
  ),
  reasonTooShort: refusal(
    'approval/reason-too-short',
    'invalid',
    (least: number) => `Say in at least ${least} characters why the approvals are gone without.`,
  ),
  noOverride: refusal(
    'approval/no-override',
    'conflict',
    (change: string) => `Nobody has asked to override the approvals of change ${change} as it stands.`,
  ),
  overrideAsked: refusal(
    'approval/override-asked',
    'conflict',
    (change: string) => `It was asked already to override the approvals of change ${change}; a second person confirms.`,
  ),
  secondPerson: refusal(
    'approval/second-person',
    'forbidden',
    (change: string) =>
      `A second person confirms the override of change ${change}: neither who asked for it nor who wrote it.`,
  ),
  overrideTerms: refusal(
    'approval/override-terms',
    'forbidden',
    (change: string) =>
      `Change ${change} alters terms, by which both sides are judged: only both together can, and no override.`,
  ),
  overrideThird: refusal(
    'approval/override-third',
    'forbidden',
    () => 'Only people of the provider or of the client can go without the approvals of the two.',
  ),
  wordsApproved: refusal(
    'approval/words-approved',
    'conflict',
    (change: string) =>
      `Somebody has approved change ${change}, or asked to override, under the words that it has. Revise it, and give it others.`,
  ),
  objected: refusal(
    'approval/objected',
    'conflict',
    (change: string, objection: string) =>
      `Change ${change} would settle objection ${objection} of the very party whose silence would accept it; it has spoken.`,
  ),
  noCertificate: refusal(
    'approval/no-certificate',
    'conflict',
    (change: string, status: string) =>
      `Change ${change} is ${status === 'proposed' ? 'undecided' : status}: only what is in force is certified.`,
  ),
  notDue: refusal(
    'approval/not-due',
    'conflict',
    (change: string, what: string) => `It is not time for this: ${what} of change ${change} is not due.`,
  ),
};
