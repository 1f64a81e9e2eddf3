import { holds, isPresent, type EngagementState, type MemberState } from '#engagement/domain/engagement.state';
import type { MemberId } from '#engagement/domain/members';
import type { Actor } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import { Refusal } from '#kernel/refusal';

/** Somebody as the actor of a command, in the own right or for another. How he would be known is nothing that a rule asks. */
const actorAs = (id: MemberId, { party, kind }: MemberState, onBehalfOf: MemberId | null): Actor => ({
  member: id,
  party,
  kind: kind === 'person' ? 'person' : 'service',
  onBehalfOf,
  auth: '',
});

/** The member as an actor; undefined for one who is not there at an instant. */
export function actorOf({ members }: EngagementState, id: MemberId, at: Instant): Actor | undefined {
  const member = members.get(id);
  return member === undefined || !isPresent(member, at) ? undefined : actorAs(id, member, null);
}

/** The member in the own right, and then for everybody who delegated something that holds at the instant. */
export function rightsOf(engagement: EngagementState, id: MemberId, at: Instant): readonly Actor[] {
  const own = actorOf(engagement, id, at);
  if (own === undefined) return [];
  const delegators = [...engagement.delegations.values()]
    .filter((each) => each.delegate === id && !each.revoked && holds(each, at))
    .map(({ delegator }) => delegator);
  return [own, ...[...new Set(delegators)].map((delegator) => ({ ...own, onBehalfOf: delegator }))];
}

/** What a rule gives; undefined where it refuses. */
export function allowed<T>(rule: () => T): T | undefined {
  try {
    return rule();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
