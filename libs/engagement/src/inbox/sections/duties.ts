import { linesNaming } from '#answers/inbox/lines';
import type { InboxItem, InboxState } from '#answers/inbox/views';
import type { OwnerInterval } from '#answers/views';
import type { InboxQuestion } from '../question.ts';
import type { Titles } from '../titles.ts';
import { keyFrom, type Entry } from './entry.ts';

/** The lines that name the member now, as what, and what he made of it. */
export function* duties({ state, member, at }: InboxQuestion, titles: Titles): Generator<Entry> {
  for (const { ref } of linesNaming(state, member, at)) {
    yield { key: keyFrom(0, ref), item: () => dutyOf(ref, member, titles.line(ref)) };
  }
}

function dutyOf(ref: string, member: string, line: OwnerInterval): InboxItem {
  const roles: string[] = line.raci.filter((named) => named.member === member).flatMap((named) => named.roles);
  if (line.deputy?.member === member) roles.push('deputy');
  const title = line.definition?.title ?? null;
  return { kind: 'duty', id: ref, title, state: standOf(line, member), roles, due: null, overdue: false, for: null };
}

/** What somebody made of a line that is his to bear; null for one on which he is consulted or informed. */
function standOf({ acceptance }: OwnerInterval, member: string): InboxState | null {
  const mine = acceptance.find(({ by }) => by.member === member);
  if (mine === undefined) return null;
  return mine.state === 'accepted' && mine.text === 'another' ? 'accepted-another-text' : mine.state;
}
