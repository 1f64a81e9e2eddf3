import type { Circumstances } from '#kernel/decider';
import type { ApprovalEvent } from '../approval.events.ts';
import type { OpenChange } from '../drafting/open-change.ts';
import type { Events, State } from '../drafting/opening.ts';
import { inForce } from './in-force.ts';

/** What a change brings about behind the event that decides it: terms and statements. An emergency has brought about its own. */
export function broughtAbout({ id, text, ratifyBy }: OpenChange, state: State, circumstances: Circumstances): Events {
  const terms: ApprovalEvent[] = [];
  const { policy, retention } = text.terms ?? {};
  if (policy !== undefined) terms.push({ type: 'PolicyAdopted', schema: 1, data: { changeId: id, policy } });
  if (retention !== undefined) terms.push({ type: 'RetentionAdopted', schema: 1, data: { changeId: id, retention } });
  if (ratifyBy !== null) return terms;
  const nextIndex = circumstances.nextIndex + terms.length;
  return [...terms, ...inForce(id, text, state, { ...circumstances, nextIndex })];
}
