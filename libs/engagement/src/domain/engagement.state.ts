import type { Actor } from '#kernel/event';
import { BEGINNING, FOREVER, microsOf, type Instant, type Micros } from '#kernel/instant';
import { isPeopleEvent, type DelegationScope, type EngagementEvent, type PeopleEvent } from './engagement.events.ts';
import type { Credential } from './credential.events.ts';
import { refuse } from './engagement.refusals.ts';
import { refuseActing } from './people/delegation.refusals.ts';
import type { MemberId, MemberKind, PartyId, Role, Side } from './members.ts';

export interface MemberState {
  readonly party: PartyId;
  readonly kind: MemberKind;
  roles: readonly Role[];
  removed: boolean;
  /** When it takes part, half-open; null for always. */
  period: Period | null;
}

/** A time on one clock. */
export interface Period {
  readonly from: Micros;
  readonly to: Micros;
}

/** A right that one member lets another use. */
export interface DelegationState extends Period {
  readonly id: string;
  readonly delegator: MemberId;
  readonly delegate: MemberId;
  readonly scope: DelegationScope;
  revoked: boolean;
}

/** A passkey, whose it is, and whether it signs nothing more. */
export interface CredentialState extends Credential {
  readonly member: MemberId;
  revoked: boolean;
}

/** What the rules ask of an engagement. */
export interface EngagementState {
  slug: string | null;
  zone: string;
  readonly parties: Map<PartyId, Side>;
  readonly members: Map<MemberId, MemberState>;
  /** Every key that the ledger names, in the order of their use; none before the first rotation. Base64. */
  readonly signingKeys: string[];
  /** By their ids, revoked ones included. */
  readonly credentials: Map<string, CredentialState>;
  /** Whether each side keeps its own members. */
  apart: boolean;
  readonly delegations: Map<string, DelegationState>;
}

/** The part of a ledger's state that every capability may look at. */
export interface WithEngagement {
  readonly engagement: EngagementState;
}

export const initialEngagement = (): EngagementState => ({
  slug: null,
  zone: 'UTC',
  parties: new Map(),
  members: new Map(),
  signingKeys: [],
  credentials: new Map(),
  apart: false,
  delegations: new Map(),
});

/** Folds one event into the state. */
export function evolveEngagement(state: EngagementState, event: EngagementEvent): void {
  if (isPeopleEvent(event)) return evolvePeople(state, event);
  if (event.schema === 2) state.apart = true;
  switch (event.type) {
    case 'EngagementOpened':
      state.slug = event.data.slug;
      state.zone = event.data.zone;
      return;
    case 'PartyAdded':
      state.parties.set(event.data.partyId, event.data.side);
      return;
    case 'MemberAdded':
      state.members.set(event.data.memberId, {
        party: event.data.partyId,
        kind: event.data.kind,
        roles: event.data.roles,
        removed: false,
        period: null,
      });
      return;
    case 'MemberRolesChanged':
      member(state, event.data.memberId).roles = event.data.roles;
      return;
    case 'MemberRemoved':
      member(state, event.data.memberId).removed = true;
      return;
    case 'CredentialRegistered': {
      const { memberId, ...credential } = event.data;
      state.credentials.set(credential.credentialId, { ...credential, member: memberId, revoked: false });
      return;
    }
    case 'CredentialRevoked':
      state.credentials.get(event.data.credentialId)!.revoked = true;
      return;
    case 'SigningKeyRotated': {
      const { publicKey, previous } = event.data;
      if (state.signingKeys.length === 0) state.signingKeys.push(previous);
      state.signingKeys.push(publicKey);
      return;
    }
  }
}

/** A member of the engagement, removed ones included; refuses where there is none. */
export function member(state: EngagementState, id: MemberId): MemberState {
  return state.members.get(id) ?? refuse.unknownMember(id);
}

function evolvePeople(state: EngagementState, event: PeopleEvent): void {
  switch (event.type) {
    case 'MemberPeriodSet': {
      const { memberId, from, to } = event.data;
      const bounded = from !== undefined || to !== undefined;
      member(state, memberId).period = bounded ? periodOf(from, to) : null;
      return;
    }
    case 'DelegationGranted': {
      const { delegationId: id, delegator, delegate, from, to, scope } = event.data;
      state.delegations.set(id, { id, delegator, delegate, ...periodOf(from, to), scope, revoked: false });
      return;
    }
    case 'DelegationRevoked': {
      const delegation =
        state.delegations.get(event.data.delegationId) ?? refuseActing.unknownDelegation(event.data.delegationId);
      delegation.revoked = true;
      return;
    }
    // No rule asks what the contract says, nor how somebody is reached.
    case 'TermsAmended':
    case 'ContactChanged':
      return;
  }
}

/** Ends that are not named are open. */
export const periodOf = (from: Instant | undefined, to: Instant | undefined): Period => ({
  from: from === undefined ? BEGINNING : microsOf(from),
  to: to === undefined ? FOREVER : microsOf(to),
});

/** Half-open: at `from` it holds, at `to` no more. */
export const holds = ({ from, to }: Period, at: Instant): boolean => microsOf(at) >= from && microsOf(at) < to;

/** Whether a member takes part in the engagement at an instant: not removed, and within its time. */
export const isPresent = ({ removed, period }: MemberState, at: Instant): boolean =>
  !removed && (period === null || holds(period, at));

/** Outside of its time a member may do nothing. What is asked in a name that is nobody’s is refused by the rule that is asked. */
export function checkPresent(state: EngagementState, { member: id }: Actor, at: Instant): void {
  const acting = state.members.get(id);
  if (acting?.removed === false && !isPresent(acting, at)) refuse.outsidePeriod(id);
}

/**
 * In whose right somebody acts: the own, or that of the person who delegated. A service writes for a person under its own
 * roles. That it may act so was checked before any rule was asked.
 */
export function rightOf({ members }: EngagementState, { member: id, onBehalfOf }: Actor): MemberId {
  return onBehalfOf !== null && members.get(id)?.kind === 'person' ? onBehalfOf : id;
}

/** The roles in whose right the actor acts must include one of these. Authority is in the ledger, so a dispute can ask for it. */
export function requireRole(state: EngagementState, actor: Actor, ...roles: readonly Role[]): MemberState {
  const acting = state.members.get(rightOf(state, actor));
  if (acting === undefined || acting.removed || !acting.roles.some((role) => roles.includes(role))) {
    return refuse.notAllowed(roles);
  }
  return acting;
}
