import { MATTER_KINDS } from '#answers/inbox/matter';
import { INBOX_STATES, OTHER_KINDS, type InboxItem, type InboxPage, type InboxView } from '#answers/inbox/views';
import { flag, instant, listOf, named, nullable, objectOf, oneOf, text, type Schema } from './schema.ts';

/** What waits for whom. */
export const INBOX_SCHEMAS: Readonly<Record<string, Schema>> = {
  InboxItem: objectOf<InboxItem>({
    kind: oneOf(...MATTER_KINDS, ...OTHER_KINDS),
    id: text('Of the change, version, review, exception, objection or evidence; the reference of a line.'),
    title: nullable(text('What it is called, or is about; null where that was erased.')),
    state: nullable(oneOf(...INBOX_STATES)),
    roles: listOf(text('What somebody is to a line: R, A, C, I, deputy.')),
    due: nullable(instant()),
    overdue: flag,
    for: nullable(
      objectOf<NonNullable<InboxItem['for']>>({
        member: text('Whoever delegated: it is done in that right.'),
        name: nullable(text()),
      }),
    ),
  }),
  InboxPage: objectOf<InboxPage>({
    items: listOf(named('InboxItem')),
    next: nullable(text('Cursor of the next page, for `after` of that part; null at the end.')),
  }),
  Inbox: objectOf<InboxView>({
    engagement: named('Engagement'),
    at: instant(),
    member: named('Member'),
    waitingOnMe: named('InboxPage'),
    waitingOnMyParty: named('InboxPage'),
    askedByMe: named('InboxPage'),
    myDuties: named('InboxPage'),
    deadlines: named('InboxPage'),
  }),
};
