import type { Circumstances } from '#kernel/decider';
import type { MemberId } from '#engagement/domain/members';

/** In whose right somebody decides: the own, or that of the member who delegated, which was checked before any rule is asked. */
export function principalOf({ actor }: Pick<Circumstances, 'actor'>): MemberId {
  return actor.onBehalfOf ?? actor.member;
}
