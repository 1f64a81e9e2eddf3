import type { Recorded } from '#kernel/decider';
import { microsOf, type Instant, type Micros } from '#kernel/instant';
import type { Sealed } from '#kernel/sealed';
import type { MemberId, PartyId, Role } from '#engagement/domain/members';
import type { Assignment } from '#responsibility/domain/assignment';
import type { TaskRef } from '#responsibility/domain/task';
import type { ChangeDrafted, ChangeOpened, ChangeRevised, NeededApprovals } from '../approval.events.ts';
import type { ChangeId, ChangeKind, DraftLine } from '../change.ts';
import type { AgreedTerms, ApprovalPolicy } from '../policy.ts';

/** An approval, or a request for another text, that counts for the revision that stands. */
export interface Voice {
  /** Who acted. */
  readonly member: MemberId;
  /** In whose right: the same member, or the one who delegated. */
  readonly principal: MemberId;
  readonly party: PartyId;
  readonly entry: number;
  /** When it was recorded. */
  readonly at: Micros;
}

/** What the revision that stands says. */
export interface StandingText {
  readonly revision: number;
  readonly digest: string;
  readonly base: Readonly<Record<TaskRef, number>>;
  readonly effectiveFrom: Instant;
  readonly effectiveTo?: Instant;
  readonly terms?: AgreedTerms;
  readonly resolves?: readonly string[];
  readonly policy: number;
  /** When it was written. */
  readonly since: Micros;
  readonly lines: DraftLine[];
  /** Of each line of an emergency, who bears the duty without it. */
  readonly before: (Assignment | null)[];
}

/** What was frozen when the change was opened. */
export interface Opening {
  readonly policy: ApprovalPolicy;
  readonly quorum: readonly NeededApprovals[];
  readonly at: Micros;
  readonly expiresAt: Micros | null;
}

/** A change that waits for its author, or for decisions. */
export interface OpenChange {
  readonly id: ChangeId;
  readonly kind: ChangeKind;
  readonly title: Sealed;
  /** Who drafted it, and for whom, of which party; null for a change that the rules drafted. */
  readonly author: { readonly members: readonly MemberId[]; readonly party: PartyId } | null;
  readonly supersedes?: ChangeId;
  /** Everybody who wrote any revision, or for whom it was written. None of them may approve. */
  contributors: readonly MemberId[];
  text: StandingText;
  opening: Opening | null;
  approvals: readonly Voice[];
  requests: readonly Voice[];
  /** Parties that were taken to have accepted, by entry. */
  deemed: readonly { readonly party: PartyId; readonly entry: number }[];
  remindedAt: Micros | null;
  escalatedTo: Role | null;
  override: Voice | null;
  /** Until when an emergency that is in force is to be ratified; null for everything else. */
  ratifyBy: Micros | null;
}

/** The state of a change from its first entry on, before its lines. */
export function drafted(
  { data }: ChangeDrafted,
  { actor, recordedAt }: Pick<Recorded, 'actor' | 'recordedAt'>,
): OpenChange {
  const { changeId, kind, title, supersedes, reverses } = data;
  return {
    id: changeId,
    kind,
    title,
    author: reverses === undefined ? { members: writers(actor), party: actor.party } : null,
    ...(supersedes !== undefined && { supersedes }),
    contributors: reverses === undefined ? writers(actor) : [],
    text: standing(data, recordedAt),
    opening: null,
    approvals: [],
    requests: [],
    deemed: [],
    remindedAt: null,
    escalatedTo: null,
    override: null,
    ratifyBy: null,
  };
}

/** The change with its next revision: what was said of the one before counts no more. */
export function revised(
  change: OpenChange,
  { data }: ChangeRevised,
  { actor, recordedAt }: Pick<Recorded, 'actor' | 'recordedAt'>,
): OpenChange {
  return {
    ...change,
    contributors: [...new Set([...change.contributors, ...writers(actor)])],
    text: standing(data, recordedAt),
    approvals: [],
    requests: [],
    deemed: [],
    override: null,
  };
}

/** What is frozen with the opening of a change. */
export const openingOf = ({ data }: ChangeOpened, at: Instant): Opening => ({
  policy: data.policy,
  quorum: data.quorum,
  at: microsOf(at),
  expiresAt: data.expiresAt === undefined ? null : microsOf(data.expiresAt),
});

const standing = (data: ChangeDrafted['data'] | ChangeRevised['data'], recordedAt: Instant): StandingText => {
  const { revision, digest, base, effectiveFrom, effectiveTo, terms, resolves, policy } = data;
  return {
    revision,
    digest,
    base,
    effectiveFrom,
    ...(effectiveTo !== undefined && { effectiveTo }),
    ...(terms !== undefined && { terms }),
    ...(resolves !== undefined && { resolves }),
    policy,
    since: microsOf(recordedAt),
    lines: [],
    before: [],
  };
};

/** Whoever wrote, and whoever it was written for. */
const writers = ({ member, onBehalfOf }: Recorded['actor']): readonly MemberId[] =>
  onBehalfOf === null ? [member] : [member, onBehalfOf];
