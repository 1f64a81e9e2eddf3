import type { Circumstances } from '#kernel/decider';
import { instantOf } from '#kernel/instant';
import type { DeemAccepted, EscalateChange, RemindApprovers } from '../approval.commands.ts';
import type { ApprovalEvent } from '../approval.events.ts';
import { refuse } from '../approval.refusals.ts';
import type { OpenChange } from '../drafting/open-change.ts';
import { movedSince } from '../drafting/written-on.ts';
import type { Events, State } from '../drafting/opening.ts';
import { agreement, decidable } from './approve.ts';
import { silentSince } from './calendar.ts';
import { isSatisfied, standings, turnOf, type Standing } from '../quorum/standing.ts';
import { daysSince } from '../quorum/time.ts';

/** Reminds whoever can decide now, as often as the policy says. */
export function remind(
  { data: { change: changeId } }: RemindApprovers,
  state: State,
  circumstances: Circumstances,
): Events {
  const { change, opening } = decidable(changeId, state, circumstances);
  const { recordedAt } = circumstances;
  const days = opening.policy.remindAfterDays;
  if (days === undefined || !daysSince(change.remindedAt ?? opening.at, days, recordedAt)) {
    return refuse.notDue(changeId, 'a reminder');
  }
  const standing = standings(change, opening, state, recordedAt);
  const turn = turnOf(standing, opening.policy);
  const waiting = standing.filter((each) => !isSatisfied(each) && (turn === undefined || turn === each.party));
  const members = waiting.flatMap(({ able }) => able);
  return [{ type: 'ApproversReminded', schema: 1, data: { changeId, members } }];
}

/** After a while the holders of another role may approve as well. */
export function escalate(
  { data: { change: changeId } }: EscalateChange,
  state: State,
  circumstances: Circumstances,
): Events {
  const { change, opening } = decidable(changeId, state, circumstances);
  const { recordedAt } = circumstances;
  const { escalation } = opening.policy;
  if (
    escalation === undefined ||
    change.escalatedTo !== null ||
    !daysSince(opening.at, escalation.afterDays, recordedAt)
  ) {
    return refuse.notDue(changeId, 'the escalation');
  }
  const able = (of: OpenChange) => standings(of, opening, state, recordedAt).flatMap((each) => each.able);
  const before = new Set(able(change));
  const members = able({ ...change, escalatedTo: escalation.to }).filter((id) => !before.has(id));
  return [{ type: 'ChangeEscalated', schema: 1, data: { changeId, to: escalation.to, members } }];
}

/** Where the policy says so, a party that said nothing for long enough is taken to have accepted: when all others have agreed. */
export function deem({ data: { change: changeId } }: DeemAccepted, state: State, circumstances: Circumstances): Events {
  const { change, opening } = decidable(changeId, state, circumstances);
  const { recordedAt, nextIndex } = circumstances;
  const { deemed } = opening.policy;
  if (deemed === undefined || !daysSince(silentSince(change, opening), deemed.afterDays, recordedAt)) {
    return refuse.notDue(changeId, 'the acceptance by silence');
  }
  const { party } = deemed;
  const standing = standings(change, opening, state, recordedAt);
  const isSilent = (each: Standing) => each.given === 0 && !change.requests.some((request) => request.party === party);
  const waitsForIt = standing.every((each) => (each.party === party ? isSilent(each) : isSatisfied(each)));
  if (!waitsForIt) refuse.notDue(changeId, 'the acceptance by silence');
  const moved = change.ratifyBy === null ? movedSince(change.text, state.responsibility) : undefined;
  if (moved !== undefined) refuse.moved(moved, changeId);
  const accepted: ApprovalEvent = {
    type: 'AcceptanceDeemed',
    schema: 1,
    data: { changeId, digest: change.text.digest, party, silentSince: instantOf(silentSince(change, opening)) },
  };
  const after = { ...change, deemed: [...change.deemed, { party, entry: nextIndex }] };
  return [accepted, ...agreement(after, opening, state, { ...circumstances, nextIndex: nextIndex + 1 })];
}
