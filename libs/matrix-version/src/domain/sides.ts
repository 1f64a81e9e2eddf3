import type { Circumstances } from '#kernel/decider';
import type { Actor } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import { isPresent, requireRole, type EngagementState, type MemberState } from '#engagement/domain/engagement.state';
import type { MemberId } from '#engagement/domain/members';
import { refuse } from './matrix-version.refusals.ts';
import type { SigningSide } from './version.events.ts';

/** The side of whoever takes part in writing the matrix, a service included. */
export const writingSide = (engagement: EngagementState, actor: Actor): SigningSide =>
  sideOf(engagement, requireRole(engagement, actor, 'owner', 'contributor', 'approver')) ?? refuse.notASide();

/** Who acts, and when. */
export type Acting = Pick<Circumstances, 'actor' | 'recordedAt'>;

/** The side that the actor can sign for at the time. A signature is a person's. */
export function signingSide(engagement: EngagementState, { actor, recordedAt }: Acting): SigningSide {
  const acting = activeMember(engagement, actor.member, recordedAt);
  if (acting?.roles.includes('approver') !== true) return refuse.notSigner();
  if (acting.kind !== 'person') refuse.robot();
  return sideOf(engagement, acting) ?? refuse.notSigner();
}

/** A member who takes part at an instant; undefined where the engagement has none, has none any more, or it is not the member's time. */
export function activeMember({ members }: EngagementState, id: MemberId, at: Instant): MemberState | undefined {
  const found = members.get(id);
  return found !== undefined && isPresent(found, at) ? found : undefined;
}

/** The side of a member; undefined for a third party. */
export function sideOf({ parties }: EngagementState, { party }: MemberState): SigningSide | undefined {
  const side = parties.get(party);
  return side === 'third' ? undefined : side;
}
