import type {
  ApprovalSignature,
  Attachment,
  FirstApprovalSignature,
  NeededApprovals,
  Revision,
} from '#approval/domain/approval.events';
import type { ChangeLine, DraftLine, NewTask } from '#approval/domain/change';
import type { AgreedTerms, ApprovalPolicy, PartyQuorum, RetentionProfile } from '#approval/domain/policy';
import { ROLES } from '#engagement/domain/members';
import { FINDING_CODES } from '#responsibility/domain/assignment.rules';
import { assignment, definition, sealed } from './facts.ts';
import {
  count,
  either,
  flag,
  hexDigest,
  instant,
  list,
  maybe,
  object,
  oneOf,
  positive,
  record,
  text,
  type Shape,
  type ShapesOf,
} from './shape.ts';

type Line<A extends DraftLine['act']> = Extract<DraftLine, { readonly act: A }>;

const accepts = maybe(list(oneOf(...FINDING_CODES)));
const newTask: ShapesOf<NewTask> = { ref: text, definition, assignment, accepts };

const FIRST_LINES: readonly Shape[] = [
  object<Extract<ChangeLine, { readonly act: 'define' }>>({ ...newTask, act: oneOf('define') }),
  object<Line<'revise'>>({ ref: text, act: oneOf('revise'), definition }),
  object<Line<'assign'>>({ ref: text, act: oneOf('assign'), assignment, accepts }),
  object<Line<'retire'>>({ ref: text, act: oneOf('retire') }),
];

/** A line of a change of the first form. */
export const changeLine: Shape = either(...FIRST_LINES);

export const draftLine: Shape = either(
  ...FIRST_LINES,
  object<Line<'split'>>({ ref: text, act: oneOf('split'), into: list(object<NewTask>(newTask)) }),
  object<Line<'merge'>>({ ...newTask, act: oneOf('merge'), from: list(text) }),
);

export const role = oneOf(...ROLES);

export const policy: Shape = object<ApprovalPolicy>({
  quorum: record(object<PartyQuorum>({ atLeast: maybe(positive), percent: maybe(positive), roles: maybe(list(role)) })),
  sequence: maybe(list(text)),
  bearersMayNotApprove: maybe(flag),
  passkeys: maybe(flag),
  expiresAfterDays: maybe(positive),
  remindAfterDays: maybe(positive),
  escalation: maybe(object<NonNullable<ApprovalPolicy['escalation']>>({ afterDays: positive, to: role })),
  deemed: maybe(object<NonNullable<ApprovalPolicy['deemed']>>({ party: text, afterDays: positive })),
  ratifyWithinHours: positive,
});

export const retention: Shape = object<RetentionProfile>({
  entriesYears: positive,
  evidenceYears: maybe(positive),
  personalDataMonths: maybe(positive),
  basis: maybe(text),
});

export const neededApprovals: Shape = object<NeededApprovals>({ party: text, needed: positive });

export const revision: ShapesOf<Revision> = {
  changeId: text,
  revision: positive,
  lines: count,
  effectiveFrom: instant,
  effectiveTo: maybe(instant),
  backdatedDays: maybe(positive),
  base: record(count),
  attachments: maybe(list(object<Attachment>({ digest: hexDigest, name: sealed }))),
  terms: maybe(object<AgreedTerms>({ policy: maybe(policy), retention: maybe(retention) })),
  resolves: maybe(list(text)),
  policy: count,
  digest: hexDigest,
};

const signature: ShapesOf<FirstApprovalSignature> = {
  credentialId: text,
  authenticatorData: text,
  clientDataJSON: text,
  signature: text,
  nonce: text,
};
export const firstSignature = object<FirstApprovalSignature>(signature);
export const approvalSignature = object<ApprovalSignature>({ ...signature, ledger: text });
