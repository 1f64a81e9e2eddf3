import { CLIENT, PROVIDER, ROLES, type PartyId, type Role } from '#engagement/domain/members';
import { refuse } from './approval.refusals.ts';

/** How many approvers of one party must agree. Nobody's approval counts for another party. */
export interface PartyQuorum {
  /** At least so many. */
  readonly atLeast?: number;
  /** At least so many of a hundred of those who could approve when the change was opened, rounded up; never less than one. */
  readonly percent?: number;
  /** Only members who hold one of these roles beside that of an approver count. */
  readonly roles?: readonly Role[];
}

/**
 * What it takes for a change to be agreed. A change is judged by the policy that was in force when it was opened: a policy is
 * itself altered by a change, which is judged by the policy before it.
 */
export interface ApprovalPolicy {
  /** By party. The provider and the client always have one. */
  readonly quorum: Readonly<Record<PartyId, PartyQuorum>>;
  /** Parties in the order in which they decide; a party is asked when those before it have agreed. Absent: in any order. */
  readonly sequence?: readonly PartyId[];
  /** Whoever gains or sheds a duty by the change may not approve it. */
  readonly bearersMayNotApprove?: boolean;
  /** An approval must carry the signature of a passkey. */
  readonly passkeys?: boolean;
  /** A change that is not agreed so many days after it was opened has expired. */
  readonly expiresAfterDays?: number;
  /** Whoever has not decided is reminded every so many days. */
  readonly remindAfterDays?: number;
  /** After so many days the holders of this role may approve as well, each for the own party. */
  readonly escalation?: { readonly afterDays: number; readonly to: Role };
  /** A party that says nothing for so many days is taken to have accepted. Recorded as that, never as an approval. */
  readonly deemed?: { readonly party: PartyId; readonly afterDays: number };
  /** An emergency must be ratified within so many hours. */
  readonly ratifyWithinHours: number;
}

/** Holds until both sides agree to another: one approver of the provider and one of the client. Its version is 0. */
export const DEFAULT_POLICY: ApprovalPolicy = {
  quorum: { [PROVIDER]: { atLeast: 1 }, [CLIENT]: { atLeast: 1 } },
  ratifyWithinHours: 72,
};

/** How long what is recorded of the engagement is kept. Years and months count from the end of the contract. */
export interface RetentionProfile {
  readonly entriesYears: number;
  readonly evidenceYears?: number;
  readonly personalDataMonths?: number;
  /** Words of the law or clause that asks for it. */
  readonly basis?: string;
}

/** Terms that only both sides together can alter: they are part of a change. */
export interface AgreedTerms {
  readonly policy?: ApprovalPolicy;
  readonly retention?: RetentionProfile;
}

/** Refuses a policy that could not be lived by. */
export function checkPolicy(policy: ApprovalPolicy, parties: ReadonlySet<PartyId>): void {
  for (const party of [PROVIDER, CLIENT]) {
    if (policy.quorum[party] === undefined) refuse.badPolicy(`it asks nobody of ${party}`);
  }
  for (const [party, quorum] of Object.entries(policy.quorum)) {
    if (!parties.has(party)) refuse.badPolicy(`there is no party ${party}`);
    checkQuorum(party, quorum);
  }
  const { sequence = [], deemed, escalation } = policy;
  if (new Set(sequence).size !== sequence.length) refuse.badPolicy('its sequence names a party twice');
  for (const party of [...sequence, ...(deemed === undefined ? [] : [deemed.party])]) {
    if (policy.quorum[party] === undefined) refuse.badPolicy(`it asks nobody of ${party}, whom it names`);
  }
  for (const [what, days] of [
    ['expiresAfterDays', policy.expiresAfterDays],
    ['remindAfterDays', policy.remindAfterDays],
    ['escalation/afterDays', escalation?.afterDays],
    ['deemed/afterDays', deemed?.afterDays],
    ['ratifyWithinHours', policy.ratifyWithinHours],
  ] as const) {
    if (days !== undefined && !isPositive(days)) refuse.badPolicy(`${what} must be a whole number from 1 on`);
  }
}

function checkQuorum(party: PartyId, { atLeast, percent, roles }: PartyQuorum): void {
  if (atLeast === undefined && percent === undefined) refuse.badPolicy(`the quorum of ${party} asks nobody`);
  if (atLeast !== undefined && !isPositive(atLeast))
    refuse.badPolicy(`atLeast of ${party} must be a whole number from 1 on`);
  if (percent !== undefined && !(isPositive(percent) && percent <= 100)) {
    refuse.badPolicy(`percent of ${party} must be a whole number from 1 to 100`);
  }
  if (roles !== undefined && (roles.length === 0 || roles.some((role) => !ROLES.includes(role)))) {
    refuse.badPolicy(`the roles of ${party} must be roles of this product`);
  }
}

const isPositive = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

/** Refuses a retention profile that says nothing. */
export function checkRetention({ entriesYears, evidenceYears, personalDataMonths }: RetentionProfile): void {
  for (const [what, length] of Object.entries({ entriesYears, evidenceYears, personalDataMonths })) {
    if (length !== undefined && !isPositive(length)) refuse.badRetention(`${what} must be a whole number from 1 on`);
  }
}
