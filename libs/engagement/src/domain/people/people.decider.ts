import type { Circumstances } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import { refuse } from '../engagement.refusals.ts';
import { holds, member, periodOf, requireRole, type EngagementState, type MemberState } from '../engagement.state.ts';
import { checkKeeper, keepAnOwner } from './keeping.ts';
import { isZone } from './zone.ts';
import type { MemberId } from '../members.ts';
import { grant, revoke } from './granting.ts';
import type { AmendTerms, PeopleCommand, SetContact, SetMemberPeriod } from './people.commands.ts';
import type { PeopleEvent } from '../engagement.events.ts';

/** The rules about what the contract says, how people are reached, when they take part, and who acts for whom. */
export function decidePeople(
  command: PeopleCommand,
  engagement: EngagementState,
  circumstances: Circumstances,
): PeopleEvent {
  switch (command.type) {
    case 'AmendTerms':
      return amendTerms(command, engagement, circumstances);
    case 'SetContact':
      return setContact(command, engagement, circumstances);
    case 'SetMemberPeriod':
      return setPeriod(command, engagement, circumstances);
    case 'GrantDelegation':
      return grant(command, engagement, circumstances);
    case 'RevokeDelegation':
      return revoke(command, engagement, circumstances);
  }
}

function amendTerms({ data }: AmendTerms, engagement: EngagementState, { actor }: Circumstances): PeopleEvent {
  requireRole(engagement, actor, 'owner');
  const { contract, deadlines } = data;
  if (contract === undefined && deadlines === undefined) refuse.nothingAmended();
  for (const day of [contract?.start, contract?.end]) if (day !== undefined) checkDay(day);
  const { start, end } = contract ?? {};
  if (start !== undefined && end !== undefined && end <= start)
    refuse.badTerms(`it ends on ${end}, not after ${start}`);
  const told = deadlines?.map(({ of }) => of) ?? [];
  const twice = told.find((of, i) => told.indexOf(of) !== i);
  if (twice !== undefined) refuse.badTerms(`there are two deadlines for “${twice}”`);
  if (deadlines?.some(({ hours }) => !Number.isSafeInteger(hours) || hours < 1) === true) {
    refuse.badTerms('a deadline is a whole number of hours, 1 at least');
  }
  return { type: 'TermsAmended', schema: 1, data };
}

function setContact({ data }: SetContact, engagement: EngagementState, { actor }: Circumstances): PeopleEvent {
  const { member: memberId, ...contact } = data;
  const reached = active(engagement, memberId);
  if (actor.member !== memberId) checkKeeper(engagement, requireRole(engagement, actor, 'owner'), reached.party);
  const { deputy, zone, verifiedOn } = contact;
  if (deputy !== undefined) {
    const standing = engagement.members.get(deputy);
    if (deputy === memberId || standing?.removed !== false || standing.party !== reached.party)
      refuse.badDeputy(deputy);
  }
  if (zone !== undefined && !isZone(zone)) refuse.badZone(zone);
  if (verifiedOn !== undefined) checkDay(verifiedOn);
  return { type: 'ContactChanged', schema: 1, data: { memberId, ...contact } };
}

function setPeriod(
  { data }: SetMemberPeriod,
  engagement: EngagementState,
  { actor, recordedAt }: Circumstances,
): PeopleEvent {
  const { member: memberId, from, to } = data;
  const acting = requireRole(engagement, actor, 'owner');
  checkKeeper(engagement, acting, active(engagement, memberId).party);
  if (from !== undefined && to !== undefined && microsOf(to) <= microsOf(from)) refuse.emptyPeriod();
  // Whoever has an end, or is not there yet, is no owner to rely on.
  if (to !== undefined || !holds(periodOf(from, to), recordedAt)) keepAnOwner(engagement, memberId, true);
  const period = { memberId, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  return { type: 'MemberPeriodSet', schema: 1, data: period };
}

function active(engagement: EngagementState, id: MemberId): MemberState {
  const known = member(engagement, id);
  return known.removed ? refuse.unknownMember(id) : known;
}

function checkDay(day: string): void {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(day) && Temporal.PlainDate.from(day).toString() === day) return;
  } catch {
    // Told below.
  }
  refuse.badDay(day);
}
