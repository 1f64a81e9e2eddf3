import type { ChangeProposed } from '#approval/domain/approval.events';
import { APPROVING_SIDES, CHANGE_KINDS } from '#approval/domain/change';
import { MEMBER_KINDS, ROLES } from '#engagement/domain/members';
import { REVIEW_OUTCOMES, type CoveredPeriod } from '#evidence/domain/evidence.events';
import type { ObjectedAnswer } from '#objection/domain/objection.events';
import type { ImportStarted, Statement } from '#responsibility/domain/responsibility.events';
import type { OnusEvent } from '#rulebook/rulebook';
import {
  approvalSignature,
  changeLine,
  draftLine,
  firstSignature,
  neededApprovals,
  policy,
  retention,
  revision,
  role,
} from './changes.ts';
import { assignment, attributes, contractTerms, definition, finding, sealed, registeredCredential } from './facts.ts';
import { MATRIX_VERSION_SHAPES, sealedMatrix } from './matrix-version.ts';
import { PEOPLE_SHAPES } from './people.ts';
import {
  count,
  hexDigest,
  instant,
  list,
  maybe,
  object,
  oneOf,
  positive,
  text,
  type Shape,
  type ShapesOf,
} from './shape.ts';

type DataOf<T extends OnusEvent['type'], V extends number = 1> = Extract<
  OnusEvent,
  { readonly type: T; readonly schema: V }
>['data'];

/** Events by type; a version after the first is named behind it. */
type ShapeName<E extends OnusEvent> = E extends unknown
  ? E['schema'] extends 1
    ? E['type']
    : `${E['type']}/${E['schema']}`
  : never;

const statement: ShapesOf<Statement> = {
  taskId: text,
  effectiveFrom: instant,
  effectiveTo: maybe(instant),
  change: maybe(text),
  import: maybe(text),
  line: maybe(count),
  by: maybe(text),
  attributes: maybe(attributes),
};
const interval: Pick<ShapesOf<ChangeProposed['data']>, 'effectiveFrom' | 'effectiveTo'> = {
  effectiveFrom: instant,
  effectiveTo: maybe(instant),
};
const side = oneOf(...APPROVING_SIDES);
const objection = { objectionId: text, taskId: text };
/** The text of a change, by its digest; and by the revision as well. */
const digested = { changeId: text, digest: hexDigest };
const named = { ...digested, revision: positive };
const roles = list(oneOf(...ROLES));
const source = object<ImportStarted['data']['source']>({ digest: text, name: sealed, lines: count });

const memberAdded = object<DataOf<'MemberAdded'>>({
  memberId: text,
  partyId: text,
  kind: oneOf(...MEMBER_KINDS),
  name: sealed,
  roles,
});
const memberRoles = object<DataOf<'MemberRolesChanged'>>({ memberId: text, roles });
const memberRemoved = object<DataOf<'MemberRemoved'>>({ memberId: text });

/** What the data of each event looks like. An event that is missing here does not compile. */
const SHAPES: { readonly [N in ShapeName<OnusEvent>]: Shape } = {
  EngagementOpened: object<DataOf<'EngagementOpened'>>({
    slug: text,
    title: text,
    zone: text,
    contract: maybe(contractTerms),
  }),
  PartyAdded: object<DataOf<'PartyAdded'>>({ partyId: text, side: oneOf('provider', 'client', 'third'), name: text }),
  MemberAdded: memberAdded,
  'MemberAdded/2': memberAdded,
  MemberRolesChanged: memberRoles,
  'MemberRolesChanged/2': memberRoles,
  MemberRemoved: memberRemoved,
  'MemberRemoved/2': memberRemoved,
  ...PEOPLE_SHAPES,
  SigningKeyRotated: object<DataOf<'SigningKeyRotated'>>({ publicKey: text, previous: text }),
  CredentialRegistered: registeredCredential,
  CredentialRevoked: object<DataOf<'CredentialRevoked'>>({ memberId: text, credentialId: text }),
  TaskDefined: object<DataOf<'TaskDefined'>>({ ...statement, ref: text, definition, digest: hexDigest }),
  TaskRevised: object<DataOf<'TaskRevised'>>({ ...statement, definition, digest: hexDigest }),
  TaskRetired: object<DataOf<'TaskRetired'>>(statement),
  ResponsibilityAssigned: object<DataOf<'ResponsibilityAssigned'>>({
    ...statement,
    assignment,
    digest: hexDigest,
    findings: maybe(list(finding)),
  }),
  TaskClosed: object<DataOf<'TaskClosed'>>(statement),
  TaskReopened: object<DataOf<'TaskReopened'>>(statement),
  AssignmentAcknowledged: object<DataOf<'AssignmentAcknowledged'>>({
    taskId: text,
    assignment: count,
    digest: hexDigest,
  }),
  'AssignmentAcknowledged/2': object<DataOf<'AssignmentAcknowledged', 2>>({
    taskId: text,
    assignment: count,
    digest: hexDigest,
    text: hexDigest,
  }),
  AssignmentDeclined: object<DataOf<'AssignmentDeclined'>>({
    taskId: text,
    assignment: count,
    digest: hexDigest,
    text: maybe(hexDigest),
    reason: sealed,
  }),
  ImportStarted: object<DataOf<'ImportStarted'>>({
    importId: text,
    format: oneOf('matrix-csv', 'assignments'),
    source,
    parts: positive,
    effectiveFrom: maybe(instant),
    effectiveTo: maybe(instant),
    mode: maybe(oneOf('replace', 'set')),
    onClose: maybe(oneOf('keep', 'clear')),
  }),
  ImportPartRecorded: object<DataOf<'ImportPartRecorded'>>({ importId: text, part: positive }),
  ImportCompleted: object<DataOf<'ImportCompleted'>>({ importId: text, entries: count }),
  FactImported: object<DataOf<'FactImported'>>({
    ...statement,
    fact: oneOf('approved', 'revoked', 'evidence'),
    what: maybe(text),
    ref: maybe(text),
  }),
  ChangeProposed: object<DataOf<'ChangeProposed'>>({
    changeId: text,
    title: sealed,
    reason: maybe(sealed),
    lines: positive,
    ...interval,
    backdatedDays: maybe(positive),
    digest: hexDigest,
  }),
  ChangeLineProposed: object<DataOf<'ChangeLineProposed'>>({ changeId: text, line: positive, proposed: changeLine }),
  ApprovalGranted: object<DataOf<'ApprovalGranted'>>({ changeId: text, digest: hexDigest, side }),
  'ApprovalGranted/2': object<DataOf<'ApprovalGranted', 2>>({ ...named, party: text }),
  'ApprovalGranted/3': object<DataOf<'ApprovalGranted', 3>>({ ...named, party: text, signature: firstSignature }),
  'ApprovalGranted/4': object<DataOf<'ApprovalGranted', 4>>({ ...named, party: text, signature: approvalSignature }),
  ChangeAgreed: object<DataOf<'ChangeAgreed'>>({ changeId: text, digest: hexDigest, approvals: list(count) }),
  'ChangeAgreed/2': object<DataOf<'ChangeAgreed', 2>>({ ...named, approvals: list(count), deemed: maybe(list(count)) }),
  ChangeRejected: object<DataOf<'ChangeRejected'>>({ changeId: text, side, reason: sealed }),
  'ChangeRejected/2': object<DataOf<'ChangeRejected', 2>>({ ...named, party: text, reason: sealed }),
  ChangeWithdrawn: object<DataOf<'ChangeWithdrawn'>>({ changeId: text }),
  ChangeDrafted: object<DataOf<'ChangeDrafted'>>({
    ...revision,
    title: sealed,
    reason: maybe(sealed),
    kind: oneOf(...CHANGE_KINDS),
    supersedes: maybe(text),
    reverses: maybe(text),
  }),
  ChangeLineDrafted: object<DataOf<'ChangeLineDrafted'>>({
    changeId: text,
    revision: positive,
    line: positive,
    drafted: draftLine,
    before: maybe(assignment),
  }),
  ChangeRevised: object<DataOf<'ChangeRevised'>>({ ...revision, note: maybe(sealed) }),
  ChangeDescribed: object<DataOf<'ChangeDescribed'>>({ changeId: text, title: sealed, reason: maybe(sealed) }),
  ChangeOpened: object<DataOf<'ChangeOpened'>>({
    ...named,
    version: count,
    policy,
    quorum: list(neededApprovals),
    expiresAt: maybe(instant),
  }),
  ChangesRequested: object<DataOf<'ChangesRequested'>>({ ...named, party: text, reason: sealed }),
  AcceptanceDeemed: object<DataOf<'AcceptanceDeemed'>>({ ...digested, party: text, silentSince: instant }),
  ChangeExpired: object<DataOf<'ChangeExpired'>>({ changeId: text, expiredAt: instant }),
  ChangeSuperseded: object<DataOf<'ChangeSuperseded'>>({ changeId: text, supersededBy: text }),
  ApproversReminded: object<DataOf<'ApproversReminded'>>({ changeId: text, members: list(text) }),
  ChangeEscalated: object<DataOf<'ChangeEscalated'>>({ changeId: text, to: role, members: list(text) }),
  ApprovalImpossible: object<DataOf<'ApprovalImpossible'>>({
    changeId: text,
    party: text,
    needed: positive,
    possible: count,
  }),
  EmergencyTookEffect: object<DataOf<'EmergencyTookEffect'>>({ ...digested, ratifyBy: instant }),
  OverrideRequested: object<DataOf<'OverrideRequested'>>({ ...digested, reason: sealed, characters: count }),
  ChangeOverridden: object<DataOf<'ChangeOverridden'>>({ ...digested, requested: count }),
  PolicyAdopted: object<DataOf<'PolicyAdopted'>>({ changeId: text, policy }),
  RetentionAdopted: object<DataOf<'RetentionAdopted'>>({ changeId: text, retention }),
  EvidenceSubmitted: object<DataOf<'EvidenceSubmitted'>>({
    evidenceId: text,
    taskId: text,
    digest: text,
    size: maybe(count),
    mediaType: maybe(text),
    covers: maybe(object<CoveredPeriod>({ from: instant, to: instant })),
    collectedAt: maybe(instant),
    sourceTool: maybe(text),
    title: sealed,
    supersedes: maybe(text),
  }),
  EvidenceReviewed: object<DataOf<'EvidenceReviewed'>>({
    evidenceId: text,
    taskId: text,
    outcome: oneOf(...REVIEW_OUTCOMES),
    reason: maybe(sealed),
  }),
  ObjectionRaised: object<DataOf<'ObjectionRaised'>>({
    ...objection,
    ref: text,
    side,
    about: maybe(object<ObjectedAnswer>({ effective: instant, treeSize: positive })),
    reason: sealed,
  }),
  ObjectionAnswered: object<DataOf<'ObjectionAnswered'>>({ ...objection, side, words: sealed }),
  ObjectionWithdrawn: object<DataOf<'ObjectionWithdrawn'>>({ ...objection, reason: maybe(sealed) }),
  ObjectionResolved: object<DataOf<'ObjectionResolved'>>({ ...objection, change: text }),
  SnapshotTaken: object<DataOf<'SnapshotTaken'>>({ snapshotId: text, ...sealedMatrix }),
  ...MATRIX_VERSION_SHAPES,
};

/** Whether this version knows an event. */
export const isKnownEvent = (type: string, schema: number): type is OnusEvent['type'] =>
  Object.hasOwn(SHAPES, shapeName(type, schema));

/** The pointer of what is not as it should be in the data of an event that is known; undefined where all of it is. */
export const faultIn = (type: OnusEvent['type'], schema: number, data: unknown): string | undefined =>
  (SHAPES as Readonly<Record<string, Shape>>)[shapeName(type, schema)]!(data);

const shapeName = (type: string, schema: number): string => (schema === 1 ? type : `${type}/${schema}`);
