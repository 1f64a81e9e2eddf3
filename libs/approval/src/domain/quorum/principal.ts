import type { Circumstances } from '#kernel/decider';
import type { MemberId } from '#engagement/domain/members';
import type { OpenChange } from '../drafting/open-change.ts';
import type { State } from '../drafting/opening.ts';

/** In whose right somebody decides: the own, or that of the member who delegated. */
export function principalOf(_state: State, _change: OpenChange, { actor }: Circumstances): MemberId {
  return actor.onBehalfOf ?? actor.member;
}
