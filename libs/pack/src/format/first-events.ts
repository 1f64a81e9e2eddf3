import type { DomainEvent } from '#kernel/event';

/** The events of which the first format can tell, each in its first version. */
const FIRST = new Set([
  'EngagementOpened',
  'PartyAdded',
  'MemberAdded',
  'MemberRolesChanged',
  'MemberRemoved',
  'SigningKeyRotated',
  'TaskDefined',
  'TaskRevised',
  'TaskRetired',
  'ResponsibilityAssigned',
  'TaskClosed',
  'TaskReopened',
  'AssignmentAcknowledged',
  'ImportStarted',
  'ImportPartRecorded',
  'ImportCompleted',
  'FactImported',
  'ChangeProposed',
  'ChangeLineProposed',
  'ApprovalGranted',
  'ChangeAgreed',
  'ChangeRejected',
  'ChangeWithdrawn',
  'EvidenceSubmitted',
  'SnapshotTaken',
]);

/**
 * Whether the first format of packs knows an event. Whoever chose it for a ledger that holds others would hide what they say: that
 * somebody declined, or objects.
 */
export const isOfFirstFormat = ({ type, schema }: Pick<DomainEvent, 'type' | 'schema'>): boolean =>
  schema === 1 && FIRST.has(type);
