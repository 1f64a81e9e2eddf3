import type { InboxItem, InboxPage, InboxSection, InboxView } from '#answers/inbox/views';
import { BadCursor, NotFound, type Page } from '#read-models/read-models';
import type { InboxQuestion } from './question.ts';
import { asked } from './sections/asked.ts';
import { deadlines } from './sections/deadlines.ts';
import { duties } from './sections/duties.ts';
import type { Entry } from './sections/entry.ts';
import { waitingOnMe, waitingOnParty } from './sections/waiting.ts';
import { Titles } from './titles.ts';

/** The whole inbox of a member, the beginning of each part. @throws NotFound for no member */
export function inboxOf(question: InboxQuestion, limit: number): InboxView {
  const { engagementId, member, at, read } = question;
  const found = read.members(engagementId).find(({ id }) => id === member);
  if (found === undefined) throw new NotFound('member', member);
  const part = (section: InboxSection): InboxPage => inboxPage(question, section, { limit });
  return {
    engagement: read.engagement(engagementId),
    at,
    member: found,
    waitingOnMe: part('waiting-on-me'),
    waitingOnMyParty: part('waiting-on-my-party'),
    askedByMe: part('asked-by-me'),
    myDuties: part('my-duties'),
    deadlines: part('deadlines'),
  };
}

const SECTIONS: {
  readonly [S in InboxSection]: (question: InboxQuestion, titles: Titles, after: string) => Iterable<Entry>;
} = {
  'waiting-on-me': waitingOnMe,
  'waiting-on-my-party': waitingOnParty,
  'asked-by-me': asked,
  'my-duties': duties,
  deadlines,
};

/** A page of one part of an inbox. Only what is told is looked up. @throws BadCursor */
export function inboxPage(question: InboxQuestion, section: InboxSection, { limit, after }: Page): InboxPage {
  const behind = after === undefined ? '' : keyOf(after);
  const titles = new Titles(question);
  const items: InboxItem[] = [];
  let last = '';
  for (const { key, item } of SECTIONS[section](question, titles, behind)) {
    if (key <= behind) continue;
    const told = item();
    if (told === undefined) continue;
    if (items.length === limit) return { items, next: cursorOf(last) };
    items.push(told);
    last = key;
  }
  return { items, next: null };
}

/** A cursor is the place of the last item: it names nothing that its reader has not been told. */
const cursorOf = (key: string): string => Buffer.from(key).toString('base64url');

function keyOf(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (key === '' || cursorOf(key) !== cursor) throw new BadCursor();
  return key;
}
