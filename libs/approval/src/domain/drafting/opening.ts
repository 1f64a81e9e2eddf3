import type { Circumstances } from '#kernel/decider';
import { instantOf, microsOf, type Instant } from '#kernel/instant';
import type { ObjectionResolved } from '#objection/domain/objection.events';
import type { WithObjection } from '#objection/domain/objection.state';
import { requireRole, type WithEngagement } from '#engagement/domain/engagement.state';
import type { StatementEvent } from '#responsibility/domain/responsibility.events';
import type { WithResponsibility } from '#responsibility/domain/responsibility.state';
import type { OpenChange as OpenCommand } from '../approval.commands.ts';
import type { ApprovalEvent, ChangeOpened } from '../approval.events.ts';
import { refuse } from '../approval.refusals.ts';
import { PROPOSING } from '../change.ts';
import { openChange, type WithApproval } from '../approval.state.ts';
import { openingOf, type OpenChange, type Opening } from './open-change.ts';
import { standings, unable } from '../quorum/standing.ts';
import { inForce } from '../in-force/in-force.ts';
import type { ApprovalPolicy } from '../policy.ts';
import { principalOf } from '../quorum/principal.ts';
import { MICROS_AN_HOUR } from '../quorum/time.ts';
import { movedSince } from './written-on.ts';

export type State = WithEngagement & WithResponsibility & WithApproval & WithObjection;
export type Events = readonly (ApprovalEvent | StatementEvent | ObjectionResolved)[];

/** Lets everybody decide about a draft. */
export function open({ data }: OpenCommand, state: State, circumstances: Circumstances): Events {
  // Whoever has left opens nothing, not even what was written for him.
  requireRole(state.engagement, circumstances.actor, ...PROPOSING);
  const { change: changeId, digest } = data;
  const change = openChange(state.approval, changeId);
  if (!change.contributors.includes(principalOf(circumstances))) refuse.notContributor(changeId);
  if (change.opening !== null) refuse.openAlready(changeId);
  if (digest !== change.text.digest) refuse.staleDigest(changeId);
  const moved = movedSince(change.text, state.responsibility);
  if (moved !== undefined) refuse.moved(moved, changeId);
  return opened(change, state, circumstances);
}

/** What the opening of a change records: the frozen policy, what it takes the place of, and, in an emergency, what holds at once. */
export function opened(change: OpenChange, state: State, circumstances: Circumstances): Events {
  const { recordedAt, actor } = circumstances;
  if (change.text.policy !== state.approval.policyVersion) refuse.policyMoved(change.id);
  const opening = openingEvent(change, state, recordedAt);
  const standing = standings(change, openingOf(opening, recordedAt), state, recordedAt);
  const lacking = unable(standing);
  if (lacking !== undefined) {
    refuse.cannotPass(change.id, lacking.party, lacking.given + lacking.able.length, lacking.needed);
  }
  const events: (ApprovalEvent | StatementEvent)[] = [opening];
  if (change.supersedes !== undefined) {
    const superseded = openChange(state.approval, change.supersedes);
    if (superseded.ratifyBy !== null) refuse.inForce(superseded.id);
    if (superseded.author?.party !== actor.party) refuse.otherParty(superseded.id);
    events.push({
      type: 'ChangeSuperseded',
      schema: 1,
      data: { changeId: superseded.id, supersededBy: change.id },
    });
  }
  if (change.kind === 'emergency') {
    const ratifyBy = later(recordedAt, opening.data.policy.ratifyWithinHours);
    events.push({
      type: 'EmergencyTookEffect',
      schema: 1,
      data: { changeId: change.id, digest: change.text.digest, ratifyBy },
    });
    const nextIndex = circumstances.nextIndex + events.length;
    events.push(...inForce(change.id, change.text, state, { ...circumstances, nextIndex }));
  }
  return events;
}

/** The opening of a change under the policy of now. */
export function openingEvent(change: OpenChange, state: State, at: Instant): ChangeOpened {
  const { policy, policyVersion } = state.approval;
  const { expiresAfterDays } = policy;
  return {
    type: 'ChangeOpened',
    schema: 1,
    data: {
      changeId: change.id,
      revision: change.text.revision,
      digest: change.text.digest,
      version: policyVersion,
      policy,
      quorum: neededOf(change, policy, state, at),
      ...(expiresAfterDays !== undefined && { expiresAt: later(at, expiresAfterDays * 24) }),
    },
  };
}

/** How many approvals each party owes: a share is worked out over those who could approve at the opening. */
function neededOf(change: OpenChange, policy: ApprovalPolicy, state: State, at: Instant): Opening['quorum'] {
  const order = policy.sequence ?? [];
  const parties = [
    ...order,
    ...Object.keys(policy.quorum)
      .filter((party) => !order.includes(party))
      .sort(),
  ];
  const all = parties.map((party) => ({ party, needed: 0 }));
  const able = standings(change, { policy, quorum: all, at: microsOf(at), expiresAt: null }, state, at);
  return able.map(({ party, able: members }) => {
    const { atLeast = 1, percent = 0 } = policy.quorum[party]!;
    return { party, needed: Math.max(atLeast, Math.ceil((members.length * percent) / 100)) };
  });
}

const later = (at: Instant, hours: number): Instant => instantOf(microsOf(at) + hours * MICROS_AN_HOUR);
