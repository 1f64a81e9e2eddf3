import type { Circumstances } from '#kernel/decider';
import { evolveEngagement, type EngagementState } from '#engagement/domain/engagement.state';
import type { EngagementEvent } from '#engagement/domain/engagement.events';
import type { ApprovalEvent } from '../approval.events.ts';
import type { State } from '../drafting/opening.ts';
import { isSatisfied, standings, unable } from '../quorum/standing.ts';

/** Which open changes can never pass any more once these things have happened to members. */
export function madeImpossible(
  events: readonly EngagementEvent[],
  state: State,
  { recordedAt }: Circumstances,
): readonly ApprovalEvent[] {
  if (state.approval.open.size === 0) return [];
  const after = { ...state, engagement: engagementAfter(events, state.engagement) };
  return [...state.approval.open.values()].flatMap((change): readonly ApprovalEvent[] => {
    const { opening, id } = change;
    if (opening === null || unable(standings(change, opening, state, recordedAt)) !== undefined) return [];
    return standings(change, opening, after, recordedAt)
      .filter((each) => !isSatisfied(each) && each.given + each.able.length < each.needed)
      .map(({ party, needed, given, able }) => ({
        type: 'ApprovalImpossible',
        schema: 1,
        data: { changeId: id, party, needed, possible: given + able.length },
      }));
  });
}

function engagementAfter(events: readonly EngagementEvent[], engagement: EngagementState): EngagementState {
  const after = {
    ...engagement,
    members: new Map([...engagement.members].map(([id, member]) => [id, { ...member }])),
    delegations: new Map([...engagement.delegations].map(([id, delegation]) => [id, { ...delegation }])),
  };
  for (const event of events) evolveEngagement(after, event);
  return after;
}
