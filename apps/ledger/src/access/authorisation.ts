import type { Role } from '#engagement/domain/members';

/**
 * Who may call an operation.
 *
 * - `anyone`: no key is needed.
 * - `key`: any valid key; the answer holds only what the key may see.
 * - `owner-key`: an owner key of this installation.
 * - `member`: a key that acts as a member of the engagement who was not removed, within the time in which it takes part. Where `roles` are named, one of them is needed:
 *   `rule` says that the ledger's own rules decide, and record the decision; `here` that the service asks.
 */
export type Authorisation =
  | { readonly who: 'anyone' | 'key' | 'owner-key' }
  | { readonly who: 'member' }
  | { readonly who: 'member'; readonly roles: readonly Role[]; readonly decided: 'rule' | 'here' };

const anyone = { who: 'anyone' } as const;
const member = { who: 'member' } as const;
const rule = (...roles: readonly Role[]): Authorisation => ({ who: 'member', roles, decided: 'rule' });
const here = (...roles: readonly Role[]): Authorisation => ({ who: 'member', roles, decided: 'here' });

/** One row for every operation. An operation without a row does not start the service, and a test names it. */
export const AUTHORISATION: Readonly<Record<string, Authorisation>> = {
  openEngagement: { who: 'owner-key' },
  buildDemo: { who: 'owner-key' },
  listEngagements: { who: 'key' },
  getEngagement: member,
  listParties: member,
  addParty: rule('owner'),
  listMembers: member,
  getMe: member,
  // One's own.
  getInbox: member,
  getInboxSection: member,
  addMembers: rule('owner'),
  changeRoles: rule('owner'),
  removeMember: rule('owner'),
  setMemberPeriod: rule('owner'),
  // Oneself, or an owner of one's party.
  setContact: member,
  amendTerms: rule('owner'),
  // Whoever holds a right that another can use.
  grantDelegation: rule('owner', 'contributor', 'approver'),
  // Whoever granted it, or an owner of the same party.
  revokeDelegation: member,
  listDelegations: member,
  listCredentials: member,
  // Of oneself, or as an owner of one's party.
  giveCredentialChallenge: member,
  registerCredential: member,
  revokeCredential: member,
  giveApprovalChallenge: member,
  issueKey: here('owner'),
  listKeys: here('owner'),
  revokeKey: here('owner'),

  defineTask: rule('owner', 'contributor'),
  getTask: member,
  getOwner: member,
  getTaskTimeline: member,
  closeTask: rule('owner', 'contributor'),
  reopenTask: rule('owner', 'contributor'),
  // Whoever the assignment names, in whatever role.
  acknowledgeAssignment: member,
  acknowledgeAssignments: member,
  declineAssignment: member,
  getMatrix: member,
  getDiff: member,
  getTimeline: member,
  askQuestions: member,

  proposeChange: rule('owner', 'contributor', 'approver'),
  reviseChange: rule('owner', 'contributor', 'approver'),
  // Whoever wrote it.
  describeChange: member,
  openChange: member,
  listChanges: member,
  getChange: member,
  getCertificate: member,
  // And, once a change was escalated, whoever holds the role that its policy names.
  approveChange: rule('approver'),
  requestChanges: rule('approver'),
  rejectChange: rule('approver'),
  // Whoever proposed it, or an owner of the same party.
  withdrawChange: member,
  requestOverride: rule('owner'),
  confirmOverride: rule('owner', 'approver'),

  submitEvidence: rule('owner', 'contributor', 'approver'),
  reviewEvidence: rule('owner', 'contributor', 'approver'),
  listTaskEvidence: member,
  listEvidence: member,

  raiseObjection: rule('owner', 'contributor', 'approver'),
  listObjections: member,
  getObjection: member,
  answerObjection: rule('owner', 'contributor', 'approver'),
  withdrawObjection: rule('owner', 'contributor', 'approver'),

  takeSnapshot: rule('owner', 'contributor', 'approver'),
  listSnapshots: member,
  getSnapshot: member,
  getSnapshotDocument: member,
  verifySnapshot: member,
  compareSnapshots: member,

  proposeVersion: rule('owner', 'contributor', 'approver'),
  listVersions: member,
  getVersionChanges: member,
  getVersion: member,
  getVersionDocument: member,
  signVersion: rule('approver'),
  withdrawVersion: rule('owner', 'contributor', 'approver'),
  declineVersion: rule('approver'),
  startReview: rule('owner', 'contributor', 'approver'),
  listReviews: member,
  getReview: member,
  // Whoever writes or decides for a side, and whoever the line names, in whatever role.
  confirmLines: member,
  recordException: rule('owner', 'contributor', 'approver'),
  listExceptions: member,
  getException: member,
  // Whoever bears the risk, in whatever role.
  acceptException: member,
  endException: member,

  // A ledger as a log holds what its members may read: the same keys open it.
  getLogCheckpoint: member,
  getLogTile: member,
  getLogProof: member,
  getLogConsistency: member,
  listWitnesses: member,
  // It holds every entry, as the log does, and opens the texts that its answer shows.
  getPack: member,

  // Asked here, because a file is read before the ledger is asked.
  importFile: here('owner'),
  followEntries: member,

  getLiveness: anyone,
  getReadiness: anyone,
  getOpenApi: anyone,
};
