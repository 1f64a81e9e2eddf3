import type { Circumstances } from '#kernel/decider';
import { requireRole } from '#engagement/domain/engagement.state';
import type { ConfirmOverride, RequestOverride } from '../approval.commands.ts';
import { refuse } from '../approval.refusals.ts';
import { movedSince } from '../drafting/written-on.ts';
import type { Events, State } from '../drafting/opening.ts';
import { decidable } from './approve.ts';
import { broughtAbout } from '../in-force/brought-about.ts';

/** Shortest reason for which the approvals are gone without, in characters. */
export const LEAST_REASON = 20;

/** An owner asks to go without the approvals, and says why. Nothing is in force by it. */
export function requestOverride({ data }: RequestOverride, state: State, circumstances: Circumstances): Events {
  const { change: changeId, digest, reason, characters } = data;
  const { change } = decidable(changeId, state, circumstances);
  if (requireRole(state.engagement, circumstances.actor, 'owner').kind !== 'person') refuse.robot();
  if (digest !== change.text.digest) refuse.staleDigest(changeId);
  if (change.override !== null) refuse.overrideAsked(changeId);
  if (characters < LEAST_REASON) refuse.reasonTooShort(LEAST_REASON);
  return [{ type: 'OverrideRequested', schema: 1, data: { changeId, digest, reason, characters } }];
}

/** A second person confirms. The change is in force from its effective time, and never shown as agreed. */
export function confirmOverride({ data }: ConfirmOverride, state: State, circumstances: Circumstances): Events {
  const { change: changeId, digest } = data;
  const { change } = decidable(changeId, state, circumstances);
  const { actor, nextIndex } = circumstances;
  if (requireRole(state.engagement, actor, 'owner', 'approver').kind !== 'person') refuse.robot();
  if (digest !== change.text.digest) refuse.staleDigest(changeId);
  if (change.override === null) return refuse.noOverride(changeId);
  const { entry: requested, member, principal } = change.override;
  if ([member, principal, ...change.contributors].includes(actor.member)) refuse.secondPerson(changeId);
  const moved = change.ratifyBy === null ? movedSince(change.text, state.responsibility) : undefined;
  if (moved !== undefined) refuse.moved(moved, changeId);
  return [
    { type: 'ChangeOverridden', schema: 1, data: { changeId, digest, requested } },
    ...broughtAbout(change, state, { ...circumstances, nextIndex: nextIndex + 1 }),
  ];
}
