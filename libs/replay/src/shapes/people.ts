import type { DelegationScope, NotificationDeadline, PeopleEvent } from '#engagement/domain/engagement.events';
import { contractTerms, sealed } from './facts.ts';
import { instant, list, maybe, object, positive, text, type Shape } from './shape.ts';

type DataOf<T extends PeopleEvent['type']> = Extract<PeopleEvent, { readonly type: T }>['data'];

/** What the data of each event about terms, contacts, times and delegations looks like. */
export const PEOPLE_SHAPES: { readonly [T in PeopleEvent['type']]: Shape } = {
  TermsAmended: object<DataOf<'TermsAmended'>>({
    contract: maybe(contractTerms),
    deadlines: maybe(list(object<NotificationDeadline>({ of: text, hours: positive }))),
  }),
  ContactChanged: object<DataOf<'ContactChanged'>>({
    memberId: text,
    deputy: maybe(text),
    zone: maybe(text),
    hours: maybe(sealed),
    channels: maybe(sealed),
    verifiedOn: maybe(text),
  }),
  MemberPeriodSet: object<DataOf<'MemberPeriodSet'>>({ memberId: text, from: maybe(instant), to: maybe(instant) }),
  DelegationGranted: object<DataOf<'DelegationGranted'>>({
    delegationId: text,
    delegator: text,
    delegate: text,
    from: instant,
    to: instant,
    scope: object<DelegationScope>({ changes: maybe(list(text)), refs: maybe(list(text)) }),
    reason: maybe(sealed),
  }),
  DelegationRevoked: object<DataOf<'DelegationRevoked'>>({ delegationId: text, reason: maybe(sealed) }),
};
