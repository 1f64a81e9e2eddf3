import type { InboxItem, InboxPage, InboxState, InboxView } from '#answers/inbox/views';
import { Moments } from '#answers/words/moments';
import { linesText } from '#answers/words/printable';
import { tableText } from '#answers/words/table';

const KINDS: { readonly [K in InboxItem['kind']]: string } = {
  'ratify-change': 'ratify',
  'approve-change': 'approve',
  'confirm-override': 'confirm override',
  'revise-change': 'revise',
  'sign-version': 'sign',
  'accept-risk': 'accept risk',
  'review-lines': 'review',
  'answer-objection': 'answer objection',
  'check-evidence': 'check evidence',
  acknowledge: 'acknowledge',
  change: 'change',
  objection: 'objection',
  version: 'version',
  exception: 'exception',
  duty: 'line',
  'exception-ends': 'exception ends',
};

const STATES: { readonly [S in InboxState]: string } = {
  draft: 'a draft',
  'waits-for-approvals': 'waits for approvals',
  'waits-for-ratification': 'waits to be ratified',
  'changes-requested': 'another text is asked for',
  'task-altered': 'a task was altered since',
  'bearer-left': 'names somebody who left',
  'override-requested': 'an override waits for its second word',
  open: 'not answered',
  answered: 'answered',
  'waits-for-signatures': 'waits for signatures',
  'waits-for-acceptance': 'waits to be accepted',
  accepted: 'accepted',
  'accepted-another-text': 'accepted another text',
  declined: 'declined',
  'not-answered': 'not answered',
};

const SECTIONS = [
  ['waitingOnMe', 'Waits for you'],
  ['waitingOnMyParty', 'Waits for others of your party'],
  ['askedByMe', 'You asked for'],
  ['myDuties', 'You are named on'],
  ['deadlines', 'Overdue, or due within two weeks'],
] as const;

/** An inbox for people. Parts in which there is nothing are left out. */
export function inboxText(inbox: InboxView, columns?: number): string {
  const { engagement, member } = inbox;
  const moments = new Moments(engagement.zone);
  const parts = SECTIONS.flatMap(([name, title]) => {
    const { items, next } = inbox[name];
    return items.length === 0 ? [] : [`\n${title}:\n${rowsText(items, next, moments, columns)}`];
  });
  const head = linesText([`Inbox of ${member.name ?? member.id} (${member.id}) in ${engagement.slug}`]);
  return parts.length === 0 ? `${head}Nothing.\n` : head + parts.join('');
}

function rowsText(items: readonly InboxItem[], next: InboxPage['next'], moments: Moments, columns?: number): string {
  const rows = items.map((item) => [
    KINDS[item.kind],
    item.id,
    item.title ?? '',
    [...item.roles, ...(item.state === null ? [] : [STATES[item.state]])].join(', '),
    item.due === null ? '' : `${item.overdue ? 'overdue since' : 'until'} ${moments.moment(item.due)}`,
    item.for === null ? '' : `for ${item.for.name ?? item.for.member}`,
  ]);
  const table = tableText(['What', 'Id', 'About', 'State', 'Due', ''], rows, columns);
  return next === null ? table : `${table}… and more.\n`;
}
