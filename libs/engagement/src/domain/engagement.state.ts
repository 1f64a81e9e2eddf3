import type { Actor } from '#kernel/event';
import type { EngagementEvent } from './engagement.events.ts';
import { refuse } from './engagement.refusals.ts';
import type { MemberId, MemberKind, PartyId, Role, Side } from './members.ts';

export interface MemberState {
  readonly party: PartyId;
  readonly kind: MemberKind;
  roles: readonly Role[];
  removed: boolean;
}

/** What the rules ask of an engagement. */
export interface EngagementState {
  slug: string | null;
  zone: string;
  readonly parties: Map<PartyId, Side>;
  readonly members: Map<MemberId, MemberState>;
  /** Every key that the ledger names, in the order of their use; none before the first rotation. Base64. */
  readonly signingKeys: string[];
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
});

/** Folds one event into the state. */
export function evolveEngagement(state: EngagementState, event: EngagementEvent): void {
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
      });
      return;
    case 'MemberRolesChanged':
      member(state, event.data.memberId).roles = event.data.roles;
      return;
    case 'MemberRemoved':
      member(state, event.data.memberId).removed = true;
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

/** The actor's roles must include one of these. Authority is in the ledger, so a dispute can ask for it. */
export function requireRole(state: EngagementState, actor: Actor, ...roles: readonly Role[]): MemberState {
  const acting = state.members.get(actor.member);
  if (acting === undefined || acting.removed || !acting.roles.some((role) => roles.includes(role))) {
    return refuse.notAllowed(roles);
  }
  return acting;
}
