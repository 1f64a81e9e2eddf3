const FINDINGS = {
  'assignment/accountable-gap': 'A recorded gap: nobody is named as accountable.',
  'assignment/accountable-overlap': 'A recorded overlap: more than one is named as accountable.',
  'assignment/shared-without-parts': 'Shared, but the part of each side is not said.',
  'assignment/no-responsible': 'Nobody is named as responsible for doing it.',
  'assignment/unknown-word': 'The imported file uses a word that its map does not know.',
};

/** `Northwind SOC (A. Meier)`: the team or else the party, and the person where one is named. */
export function bearerWords({ party, member, name, partyName }, group = null) {
  if (member === undefined || member === null) return partyName ?? name ?? party;
  return `${group ?? partyName} (${personWords({ member, name })})`;
}

/** `LOG-03 Daily review of security event logs`. */
export const taskWords = ({ ref, title }) =>
  title === null || title === undefined || title === ref ? ref : `${ref} ${title}`;

export const personWords = ({ member, name }) =>
  name ?? (member === 'system' ? 'the installation' : `${member}, whose name was erased`);

/** Whom a party or a person is, in a list: `A. Meier (Northwind Security)`. */
export const namedWords = ({ party, member, name, partyName }) =>
  member === undefined || member === null
    ? (partyName ?? name ?? party)
    : `${personWords({ member, name })} (${partyName})`;

/** Who did it, and in whose right where it was not the own: `K. Sato for B. Tanaka (Contoso)`. */
export const doneByWords = ({ by, onBehalfOf }) =>
  onBehalfOf === undefined ? namedWords(by) : `${personWords(by)} for ${namedWords(onBehalfOf)}`;

/** The same without the party. */
export const doneByShortly = ({ by, onBehalfOf }) =>
  onBehalfOf === undefined ? personWords(by) : `${personWords(by)} for ${personWords(onBehalfOf)}`;

/** `assignment/accountable-gap` in words. */
export const findingWords = ({ code, detail }) => {
  const words = FINDINGS[code] ?? `A finding on the line: ${code}.`;
  return detail === undefined ? words : `${words} ${detail}`;
};

const EVENTS = {
  EngagementOpened: 'The engagement was opened',
  PartyAdded: 'A party was added',
  MemberAdded: 'A member was added',
  MemberRolesChanged: 'A member’s roles were changed',
  MemberRemoved: 'A member was removed',
  TermsAmended: 'The terms were amended',
  ContactChanged: 'How a member is reached was changed',
  MemberPeriodSet: 'It was said when a member takes part',
  DelegationGranted: 'A member let another act in the own right',
  DelegationRevoked: 'A delegation was revoked',
  SigningKeyRotated: 'The ledger is signed with another key from here on',
  TaskDefined: 'The task was defined',
  TaskRevised: 'The text of the task was revised',
  TaskRetired: 'The task was retired',
  ResponsibilityAssigned: 'Responsibility was assigned',
  TaskClosed: 'The duty was closed',
  TaskReopened: 'The duty was reopened',
  AssignmentAcknowledged: 'The duty was acknowledged',
  AssignmentDeclined: 'The duty was declined',
  ObjectionRaised: 'One side objected to the line',
  ObjectionAnswered: 'The objection was answered',
  ObjectionWithdrawn: 'The objection was withdrawn',
  ObjectionResolved: 'The objection was resolved',
  ImportStarted: 'An import began',
  ImportPartRecorded: 'A part of an import was recorded',
  ImportCompleted: 'An import was completed',
  FactImported: 'A fact was imported',
  EvidenceSubmitted: 'Evidence was submitted',
  SnapshotTaken: 'The matrix was sealed',
};

const CHANGES = {
  ChangeProposed: 'was proposed',
  ChangeLineProposed: 'was to have this line',
  ChangeDrafted: 'was drafted',
  ChangeLineDrafted: 'was to have this line',
  ChangeRevised: 'was given another text',
  ChangeDescribed: 'was put in other words',
  ChangeOpened: 'was opened for decisions',
  ApprovalGranted: 'was approved for one side',
  ChangesRequested: 'was asked to be another',
  AcceptanceDeemed: 'was taken to be accepted by a silent party',
  ChangeAgreed: 'was agreed by both sides',
  ChangeRejected: 'was rejected',
  ChangeWithdrawn: 'was withdrawn',
  ChangeExpired: 'expired',
  ChangeSuperseded: 'was superseded by another',
  ApproversReminded: 'was waiting, and its approvers were reminded',
  ChangeEscalated: 'was escalated to further approvers',
  ApprovalImpossible: 'became impossible to agree to',
  EmergencyTookEffect: 'took effect as an emergency',
  OverrideRequested: 'was to be put in force without its approvals',
  ChangeOverridden: 'was put in force without its approvals',
  PolicyAdopted: 'brought another approval policy',
  RetentionAdopted: 'brought another retention profile',
};

/**
 * What an event says, as a sentence without its end: `Change C-118 was proposed`, `Evidence was submitted`.
 *
 * @param {string} type
 * @param {string | null} change
 */
export function eventWords(type, change = null) {
  if (type in CHANGES) return `${change === null ? 'A change' : `Change ${change}`} ${CHANGES[type]}`;
  const words = EVENTS[type] ?? type;
  return change === null ? words : `${words} by change ${change}`;
}
