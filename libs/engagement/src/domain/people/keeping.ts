import { refuse } from '../engagement.refusals.ts';
import type { EngagementState, MemberState } from '../engagement.state.ts';
import type { MemberId, PartyId } from '../members.ts';

/**
 * A party keeps its own members. As long as it has no owner, any owner does: that is how the first owner of the client comes in.
 * Otherwise one side could make approvers of the other, and agree with itself.
 */
export function checkKeeper(engagement: EngagementState, acting: MemberState, party: PartyId): void {
  if (acting.party === party) return;
  for (const { party: of, removed, roles } of engagement.members.values()) {
    if (of === party && !removed && roles.includes('owner')) refuse.otherSide(party);
  }
}

/**
 * Somebody else must stay an owner, for a time without an end: somebody at all under the first rules, and somebody of the same party
 * where each side keeps its own members, for the other side would keep them otherwise.
 */
export function keepAnOwner(engagement: EngagementState, leaving: MemberId, ofItsParty: boolean): void {
  const goes = engagement.members.get(leaving);
  const narrow = ofItsParty && goes?.roles.includes('owner') === true;
  for (const [id, { roles, removed, period, party }] of engagement.members) {
    if (id === leaving || removed || period !== null || !roles.includes('owner')) continue;
    if (!narrow || party === goes.party) return;
  }
  refuse.lastOwner();
}
