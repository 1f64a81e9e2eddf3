import type { Actor } from '#kernel/event';
import { requireRole, type EngagementState, type MemberState } from '#engagement/domain/engagement.state';
import { refuse } from './matrix-version.refusals.ts';
import type { SigningSide } from './version.events.ts';

/** The side of whoever takes part in writing the matrix, a service included. */
export const writingSide = (engagement: EngagementState, actor: Actor): SigningSide =>
  sideOf(engagement, requireRole(engagement, actor, 'owner', 'contributor', 'approver')) ?? refuse.notASide();

/** The side that the actor can sign for. A signature is a person's. */
export function signingSide(engagement: EngagementState, actor: Actor): SigningSide {
  const acting = activeMember(engagement, actor);
  if (acting?.roles.includes('approver') !== true) return refuse.notSigner();
  if (acting.kind !== 'person') refuse.robot();
  return sideOf(engagement, acting) ?? refuse.notSigner();
}

/** The member who acts; undefined where the engagement has none, or has none any more. */
export function activeMember({ members }: EngagementState, actor: Actor): MemberState | undefined {
  const acting = members.get(actor.member);
  return acting?.removed === true ? undefined : acting;
}

/** The side of a member; undefined for a third party. */
export function sideOf({ parties }: EngagementState, { party }: MemberState): SigningSide | undefined {
  const side = parties.get(party);
  return side === 'third' ? undefined : side;
}
