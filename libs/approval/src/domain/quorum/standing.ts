import type { Actor } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import {
  isPresent,
  type EngagementState,
  type MemberState,
  type WithEngagement,
} from '#engagement/domain/engagement.state';
import type { MemberId, PartyId } from '#engagement/domain/members';
import type { WithResponsibility } from '#responsibility/domain/responsibility.state';
import { taskKnownAs } from '#responsibility/domain/tasks/known-tasks';
import { refuse } from '../approval.refusals.ts';
import type { OpenChange, Opening } from '../drafting/open-change.ts';
import { refsOf, type DraftLine } from '../change.ts';
import type { ApprovalPolicy } from '../policy.ts';

export type State = WithEngagement & WithResponsibility;

/** How far a party is with its approvals. */
export interface Standing {
  readonly party: PartyId;
  readonly needed: number;
  /** Approvals that count. */
  readonly given: number;
  /** Members who can still approve. */
  readonly able: readonly MemberId[];
  /** Whether the party was taken to have accepted. */
  readonly deemed: boolean;
}

/** How far every party is that the change needs, in the order in which the policy asks them. */
export function standings(change: OpenChange, opening: Opening, state: State, at: Instant): readonly Standing[] {
  const bearers = bearersOf(change, opening.policy, state);
  return opening.quorum.map(({ party, needed }) => ({
    party,
    needed,
    given: change.approvals.filter((approval) => approval.party === party).length,
    able: [...state.engagement.members.keys()].filter(
      (id) => objection(id, party, change, opening.policy, bearers, state.engagement, at) === null,
    ),
    deemed: change.deemed.some((deemed) => deemed.party === party),
  }));
}

/** Whether a party has said all that the change needs of it. */
export const isSatisfied = ({ needed, given, deemed }: Standing): boolean => deemed || given >= needed;

/** The party in whose turn it is to decide; undefined where all have. */
export function turnOf(standing: readonly Standing[], { sequence }: ApprovalPolicy): PartyId | undefined {
  return sequence?.find((party) => standing.some((each) => each.party === party && !isSatisfied(each)));
}

/** The first party that can never give what the change needs. */
export const unable = (standing: readonly Standing[]): Standing | undefined =>
  standing.find((each) => !isSatisfied(each) && each.given + each.able.length < each.needed);

/** The party for which a member decides about a change. Refuses with the reason where it may not. */
export function decidingParty(
  { actor, principal }: { readonly actor: Actor; readonly principal: MemberId },
  change: OpenChange,
  opening: Opening,
  state: State,
  at: Instant,
): PartyId {
  const { engagement } = state;
  const party = engagement.members.get(principal)?.party ?? refuse.notApprover();
  const bearers = bearersOf(change, opening.policy, state);
  // Whoever acts for another brings the own conflicts along.
  for (const id of new Set([principal, actor.member])) {
    const reason =
      id === principal
        ? objection(id, party, change, opening.policy, bearers, engagement, at)
        : conflict(id, change, bearers);
    if (reason === 'own-change') refuse.ownChange(change.id);
    if (reason === 'bearer') refuse.bearer(change.id);
    if (reason === 'twice') refuse.personTwice(id, change.id);
    if (reason === 'robot') refuse.robot();
    if (reason !== null) refuse.notApprover();
  }
  return party;
}

/** The party for which a member says no. Whoever wrote a change may: it takes nobody's approval. */
export function rejectingParty(
  principal: MemberId,
  change: OpenChange,
  { policy }: Opening,
  { engagement }: State,
  at: Instant,
): PartyId {
  const member = engagement.members.get(principal);
  if (member === undefined || !isPresent(member, at) || policy.quorum[member.party] === undefined)
    return refuse.notApprover();
  if (!mayApprove(member, change, policy)) refuse.notApprover();
  if (member.kind !== 'person') refuse.robot();
  return member.party;
}

type Objection = 'not-approver' | 'robot' | 'own-change' | 'bearer' | 'twice';

/** Why a member cannot approve for a party; null where it can. */
function objection(
  id: MemberId,
  party: PartyId,
  change: OpenChange,
  policy: ApprovalPolicy,
  bearers: ReadonlySet<MemberId>,
  engagement: EngagementState,
  at: Instant,
): Objection | null {
  const member = engagement.members.get(id);
  if (member?.party !== party || !isPresent(member, at) || policy.quorum[party] === undefined) return 'not-approver';
  if (!mayApprove(member, change, policy)) return 'not-approver';
  if (member.kind !== 'person') return 'robot';
  return conflict(id, change, bearers);
}

/** What stands between a person and this very change; null where nothing does. */
function conflict(id: MemberId, change: OpenChange, bearers: ReadonlySet<MemberId>): Objection | null {
  if (change.contributors.includes(id)) return 'own-change';
  if (bearers.has(id)) return 'bearer';
  return change.approvals.some(({ member, principal }) => member === id || principal === id) ? 'twice' : null;
}

function mayApprove({ roles, party }: MemberState, { escalatedTo }: OpenChange, policy: ApprovalPolicy): boolean {
  if (escalatedTo !== null && roles.includes(escalatedTo)) return true;
  const asked = policy.quorum[party]?.roles;
  return roles.includes('approver') && (asked === undefined || asked.some((role) => roles.includes(role)));
}

/** Whoever gains or sheds a duty by the change, where the policy keeps them from approving it. */
function bearersOf({ text }: OpenChange, policy: ApprovalPolicy, { responsibility }: State): ReadonlySet<MemberId> {
  if (policy.bearersMayNotApprove !== true) return new Set();
  const shedding = text.lines
    .flatMap(refsOf)
    .flatMap((ref) => taskKnownAs(responsibility.tasks, ref)?.named ?? [])
    .flatMap(({ members }) => members);
  return new Set([...shedding, ...text.lines.flatMap(gaining)]);
}

function gaining(line: DraftLine): readonly MemberId[] {
  const assignments =
    line.act === 'split'
      ? line.into.map(({ assignment }) => assignment)
      : 'assignment' in line
        ? [line.assignment]
        : [];
  return assignments.flatMap(({ raci, deputy }) => [
    ...raci.flatMap(({ member }) => member ?? []),
    ...(deputy === undefined ? [] : [deputy]),
  ]);
}
