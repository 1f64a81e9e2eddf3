import type { PeopleEvent } from '#engagement/domain/engagement.events';
import { holds, periodOf } from '#engagement/domain/engagement.state';
import type { Instant } from '#kernel/instant';
import { ofType, type Teller, type Told } from '../matrix-version/told.ts';
import type { ContactView, MemberPeriodView, MemberState, MemberView } from '../views.ts';
import { delegationState, delegationViews } from './delegation-view.ts';

/** How members stand at an instant, from everything that is known of people, in order. */
export function memberStates(
  members: readonly (MemberView & Pick<MemberState, 'added'>)[],
  told: readonly Told<PeopleEvent>[],
  teller: Teller,
  at: Instant,
): readonly MemberState[] {
  const periods = periodsIn(told);
  const contacts = contactsIn(told, teller);
  const delegations = delegationViews(told, teller).map((view) => delegationState(view, at));
  return members.map((member) => {
    const period = periods.get(member.id) ?? null;
    const within = period === null || holds(periodOf(period.from ?? undefined, period.to ?? undefined), at);
    return {
      ...member,
      period,
      present: !member.removed && within,
      contact: contacts.get(member.id) ?? null,
      delegations: {
        given: delegations.filter(({ delegator }) => delegator.member === member.id),
        held: delegations.filter(({ delegate }) => delegate.member === member.id),
      },
    };
  });
}

/** What was said last counts, whole. */
const periodsIn = (told: readonly Told<PeopleEvent>[]): ReadonlyMap<string, MemberPeriodView | null> =>
  new Map(
    ofType(told, 'MemberPeriodSet').map(({ data: { memberId, from = null, to = null } }) => [
      memberId,
      from === null && to === null ? null : { from, to },
    ]),
  );

const contactsIn = (told: readonly Told<PeopleEvent>[], { open, member }: Teller): ReadonlyMap<string, ContactView> =>
  new Map(
    ofType(told, 'ContactChanged').map(({ mention, data }) => [
      data.memberId,
      {
        deputy: data.deputy === undefined ? null : member(data.deputy),
        zone: data.zone ?? null,
        hours: data.hours === undefined ? null : open(data.hours),
        channels: data.channels === undefined ? null : open(data.channels),
        verifiedOn: data.verifiedOn ?? null,
        said: mention,
      },
    ]),
  );
