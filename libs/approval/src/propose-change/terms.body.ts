import { Choice, Choices, Flag, ListOf, Nested, Text, Texts, Whole } from '#http/checks/fields';
import { ROLES, type Role } from '#engagement/domain/members';
import type { AgreedTerms, ApprovalPolicy, PartyQuorum } from '../domain/policy.ts';

const LONGEST = { min: 1, max: 3_650 } as const;

/** How many approvers of one party must agree. */
export class PartyQuorumBody {
  @Text({ max: 20, example: 'p2' })
  readonly party!: string;

  @Whole({ optional: true, min: 1, max: 100, description: 'At least so many.' })
  readonly atLeast?: number;

  @Whole({ optional: true, min: 1, max: 100, description: 'Of a hundred of those who could approve at the opening.' })
  readonly percent?: number;

  @Choices(ROLES, { optional: true, min: 1, description: 'Only approvers with one of these roles count.' })
  readonly roles?: readonly Role[];
}

/** From when on the holders of another role may approve as well. */
export class EscalationBody {
  @Whole(LONGEST)
  readonly afterDays!: number;

  @Choice(ROLES)
  readonly to!: Role;
}

/** Whose silence is taken for acceptance, and after how long. */
export class DeemedBody {
  @Text({ max: 20, example: 'p2' })
  readonly party!: string;

  @Whole(LONGEST)
  readonly afterDays!: number;
}

/** What it takes for a change to be agreed. */
export class ApprovalPolicyBody {
  @ListOf(() => PartyQuorumBody, { min: 2, max: 50 })
  readonly quorum!: readonly PartyQuorumBody[];

  @Texts({ optional: true, max: 20, items: 50, description: 'Parties in the order in which they decide.' })
  readonly sequence?: readonly string[];

  @Flag({ optional: true, description: 'Whoever gains or sheds a duty by a change may not approve it.' })
  readonly bearersMayNotApprove?: boolean;

  @Flag({ optional: true, description: 'An approval must carry the signature of a passkey.' })
  readonly passkeys?: boolean;

  @Whole({ ...LONGEST, optional: true })
  readonly expiresAfterDays?: number;

  @Whole({ ...LONGEST, optional: true })
  readonly remindAfterDays?: number;

  @Nested(() => EscalationBody, { optional: true })
  readonly escalation?: EscalationBody;

  @Nested(() => DeemedBody, { optional: true })
  readonly deemed?: DeemedBody;

  @Whole({ min: 1, max: 8_760, description: 'Within how many hours an emergency must be ratified.' })
  readonly ratifyWithinHours!: number;
}

/** How long what is recorded is kept, counted from the end of the contract. */
export class RetentionBody {
  @Whole({ min: 1, max: 100 })
  readonly entriesYears!: number;

  @Whole({ optional: true, min: 1, max: 100 })
  readonly evidenceYears?: number;

  @Whole({ optional: true, min: 1, max: 1_200 })
  readonly personalDataMonths?: number;

  @Text({ optional: true, max: 500, description: 'The law or clause that asks for it.' })
  readonly basis?: string;
}

/** Terms that only both sides together can alter. */
export class TermsBody {
  @Nested(() => ApprovalPolicyBody, { optional: true })
  readonly policy?: ApprovalPolicyBody;

  @Nested(() => RetentionBody, { optional: true })
  readonly retention?: RetentionBody;
}

/** Terms as the rules take them: the quorum of each party by its id. */
export function termsOf({ policy, retention }: TermsBody): AgreedTerms {
  return {
    ...(policy !== undefined && { policy: policyOf(policy) }),
    ...(retention !== undefined && { retention }),
  };
}

function policyOf({ quorum, escalation, deemed, ...policy }: ApprovalPolicyBody): ApprovalPolicy {
  const byParty = quorum.map(({ party, ...asked }): [string, PartyQuorum] => [party, asked]);
  return {
    ...policy,
    quorum: Object.fromEntries(byParty),
    ...(escalation !== undefined && { escalation }),
    ...(deemed !== undefined && { deemed }),
  };
}
