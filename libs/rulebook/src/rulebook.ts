import type { Circumstances, Decider, Recorded } from '#kernel/decider';
import type { DomainEvent } from '#kernel/event';
import type { ApprovalCommand } from '#approval/domain/approval.commands';
import { decideApproval } from '#approval/domain/approval.decider';
import { madeImpossible } from '#approval/domain/deciding/impossible';
import { isApprovalEvent, type ApprovalEvent } from '#approval/domain/approval.events';
import { evolveApproval, initialApproval, type WithApproval } from '#approval/domain/approval.state';
import { isCredentialCommand, type EngagementCommand } from '#engagement/domain/engagement.commands';
import { isCredentialEvent } from '#engagement/domain/credential.events';
import { decideEngagement } from '#engagement/domain/engagement.decider';
import { isPeopleEvent, type EngagementEvent } from '#engagement/domain/engagement.events';
import { refuse } from '#engagement/domain/engagement.refusals';
import { isPeopleCommand } from '#engagement/domain/people/people.commands';
import { evolveEngagement, initialEngagement, type WithEngagement } from '#engagement/domain/engagement.state';
import type { EvidenceCommand } from '#evidence/domain/evidence.commands';
import { decideEvidence } from '#evidence/domain/evidence.decider';
import type { EvidenceEvent } from '#evidence/domain/evidence.events';
import { evolveEvidence, initialEvidence, type WithEvidence } from '#evidence/domain/evidence.state';
import { isMatrixVersionCommand, type MatrixVersionCommand } from '#matrix-version/domain/matrix-version.commands';
import { decideMatrixVersion } from '#matrix-version/domain/matrix-version.decider';
import { isMatrixVersionEvent, type MatrixVersionEvent } from '#matrix-version/domain/matrix-version.events';
import {
  evolveMatrixVersion,
  initialMatrixVersion,
  type WithMatrixVersion,
} from '#matrix-version/domain/matrix-version.state';
import { noteStatement } from '#matrix-version/domain/versions/version.state';
import type { ObjectionCommand } from '#objection/domain/objection.commands';
import { decideObjection } from '#objection/domain/objection.decider';
import type { ObjectionEvent } from '#objection/domain/objection.events';
import { evolveObjection, initialObjection, type WithObjection } from '#objection/domain/objection.state';
import type { ResponsibilityCommand } from '#responsibility/domain/responsibility.commands';
import { decideResponsibility } from '#responsibility/domain/responsibility.decider';
import type {
  ImportCompleted,
  ResponsibilityEvent,
  StatementEvent,
} from '#responsibility/domain/responsibility.events';
import {
  evolveResponsibility,
  initialResponsibility,
  type WithResponsibility,
} from '#responsibility/domain/responsibility.state';
import type { SnapshotCommand } from '#snapshot/domain/snapshot.commands';
import { decideSnapshot } from '#snapshot/domain/snapshot.decider';
import type { SnapshotEvent } from '#snapshot/domain/snapshot.events';
import { checkActing } from './acting.ts';

/** Everything that can be asked of an engagement's ledger. */
export type OnusCommand =
  | EngagementCommand
  | ResponsibilityCommand
  | ApprovalCommand
  | EvidenceCommand
  | ObjectionCommand
  | SnapshotCommand
  | MatrixVersionCommand;

/** Every fact that an engagement's ledger can hold. */
export type OnusEvent =
  | EngagementEvent
  | ResponsibilityEvent
  | ApprovalEvent
  | EvidenceEvent
  | ObjectionEvent
  | SnapshotEvent
  | MatrixVersionEvent;

/** What all rules of an engagement may look at: one slice for each capability. */
export type OnusState = WithEngagement &
  WithResponsibility &
  WithApproval &
  WithEvidence &
  WithObjection &
  WithMatrixVersion;

/** Events that have more than one version, with the newest. One that is missing here does not compile. */
const NEWEST: { readonly [E in OnusEvent as E['schema'] extends 1 ? never : E['type']]: E['schema'] } = {
  ApprovalGranted: 4,
  ChangeAgreed: 2,
  ChangeRejected: 2,
  AssignmentAcknowledged: 2,
  MemberAdded: 2,
  MemberRolesChanged: 2,
  MemberRemoved: 2,
};

/** Whether this product knows an event of this type in this version. */
export function isKnownVersion({ type, schema }: Pick<DomainEvent, 'type' | 'schema'>): boolean {
  const newest = (NEWEST as Readonly<Record<string, number>>)[type] ?? 1;
  return Number.isInteger(schema) && schema >= 1 && schema <= newest;
}

/** Shape of `OnusState`. Raised with every change of it, so that no snapshot of another shape is ever used. */
export const STATE_VERSION = 15;

/** The whole rulebook of an engagement: the capabilities' rules, decided together, recorded in one append. */
export const rulebook: Decider<OnusState, OnusCommand, OnusEvent> = { initial, decide, evolve };

function initial(): OnusState {
  return {
    engagement: initialEngagement(),
    responsibility: initialResponsibility(),
    approval: initialApproval(),
    evidence: initialEvidence(),
    objection: initialObjection(),
    matrixVersion: initialMatrixVersion(),
  };
}

function decide(command: OnusCommand, state: OnusState, circumstances: Circumstances): readonly OnusEvent[] {
  if (command.type !== 'OpenEngagement' && state.engagement.slug === null) return refuse.notOpen();
  checkActing(command, state, circumstances);
  if (isMatrixVersionCommand(command)) return decideMatrixVersion(command, state, circumstances);
  if (isPeopleCommand(command)) return decidePresence(command, state, circumstances);
  if (isCredentialCommand(command)) return decideEngagement(command, state, circumstances);
  switch (command.type) {
    case 'OpenEngagement':
    case 'AddParty':
    case 'AddMembers':
    case 'RotateSigningKey':
      return decideEngagement(command, state, circumstances);
    case 'ChangeRoles':
    case 'RemoveMember':
      return decidePresence(command, state, circumstances);
    case 'DefineTask':
    case 'CloseTask':
    case 'ReopenTask':
    case 'AcknowledgeAssignment':
    case 'AcknowledgeAssignments':
    case 'DeclineAssignment':
    case 'RecordImport':
      return decideResponsibility(command, state, circumstances);
    case 'DraftChange':
    case 'ReviseChange':
    case 'DescribeChange':
    case 'OpenChange':
    case 'ApproveChange':
    case 'RequestChanges':
    case 'RejectChange':
    case 'WithdrawChange':
    case 'RequestOverride':
    case 'ConfirmOverride':
    case 'ExpireChange':
    case 'RemindApprovers':
    case 'EscalateChange':
    case 'DeemAccepted':
    case 'ProposeChange':
      return decideApproval(command, state, circumstances);
    case 'SubmitEvidence':
    case 'ReviewEvidence':
      return decideEvidence(command, state, circumstances);
    case 'RaiseObjection':
    case 'AnswerObjection':
    case 'WithdrawObjection':
      return decideObjection(command, state, circumstances);
    case 'TakeSnapshot':
      return decideSnapshot(command, state, circumstances);
  }
}

/** Who is there and what they may do: it may make a change impossible that waits for them. */
function decidePresence(
  command: EngagementCommand,
  state: OnusState,
  circumstances: Circumstances,
): readonly OnusEvent[] {
  const events = decideEngagement(command, state, circumstances);
  return [...events, ...madeImpossible(events, state, circumstances)];
}

function evolve(state: OnusState, recorded: Recorded<OnusEvent>): void {
  const { event } = recorded;
  // A newer version of an event means something that this version cannot fold.
  if (!isKnownVersion(event)) throw new UnknownEvent(event);
  if (isMatrixVersionEvent(event)) {
    return evolveMatrixVersion(state.matrixVersion, recorded as Recorded<MatrixVersionEvent>);
  }
  if (isApprovalEvent(event)) return evolveApproval(state.approval, recorded as Recorded<ApprovalEvent>);
  if (isPeopleEvent(event) || isCredentialEvent(event)) return evolveEngagement(state.engagement, event);
  switch (event.type) {
    case 'EngagementOpened':
    case 'PartyAdded':
    case 'MemberAdded':
    case 'MemberRolesChanged':
    case 'MemberRemoved':
    case 'SigningKeyRotated':
      return evolveEngagement(state.engagement, event);
    case 'TaskDefined':
    case 'TaskRevised':
    case 'TaskRetired':
    case 'ResponsibilityAssigned':
    case 'TaskClosed':
    case 'TaskReopened':
    case 'ImportCompleted':
    case 'FactImported':
      noteStatement(
        state.matrixVersion.versions,
        state.responsibility,
        recorded as Recorded<StatementEvent | ImportCompleted>,
      );
      return evolveResponsibility(state.responsibility, recorded as Recorded<ResponsibilityEvent>);
    case 'AssignmentAcknowledged':
    case 'AssignmentDeclined':
    case 'ImportStarted':
    case 'ImportPartRecorded':
      return evolveResponsibility(state.responsibility, recorded as Recorded<ResponsibilityEvent>);
    case 'EvidenceSubmitted':
    case 'EvidenceReviewed':
      return evolveEvidence(state.evidence, recorded as Recorded<EvidenceEvent>);
    case 'ObjectionRaised':
    case 'ObjectionAnswered':
    case 'ObjectionWithdrawn':
    case 'ObjectionResolved':
      return evolveObjection(state.objection, event);
    // No rule asks what was sealed.
    case 'SnapshotTaken':
      return;
    default:
      throw new UnknownEvent(event satisfies never);
  }
}

/** The ledger holds an event that this version does not know. It stops rather than answer from a part of the facts. */
export class UnknownEvent extends Error {
  constructor({ type, schema }: DomainEvent) {
    super(`this version of Onus does not know the event ${type}, version ${schema}; install a newer one`);
    this.name = 'UnknownEvent';
  }
}
