import { changesOf } from '#answers/inbox/changes';
import { endingExceptions } from '#answers/inbox/matrix';
import type { InboxItem } from '#answers/inbox/views';
import { microsOf, type Micros } from '#kernel/instant';
import type { InboxQuestion } from '../question.ts';
import type { Titles } from '../titles.ts';
import { dueBy, inOrder, keyFrom, type Entry } from './entry.ts';
import { mattersOf } from './waiting.ts';

const TWO_WEEKS: Micros = 14 * 86_400_000_000;

interface Dated {
  readonly due: Micros;
  readonly kind: string;
  readonly id: string;
  readonly whose: string;
  readonly item: () => InboxItem;
}

/** What is overdue or soon due of everything that concerns the member, the first first. */
export function* deadlines(question: InboxQuestion, titles: Titles): Generator<Entry> {
  const { state, member, at } = question;
  const before = microsOf(at) + TWO_WEEKS;
  const other = (kind: 'change' | 'exception-ends', id: string, due: Micros, title: () => string | null): Dated => ({
    due,
    kind,
    id,
    whose: '',
    item: () => ({ kind, id, title: title(), state: null, roles: [], ...dueBy(due, at), for: null }),
  });
  const { mine, party } = mattersOf(question, titles);
  const waiting = [...mine, ...party].flatMap((matter): readonly Dated[] => {
    const { due, kind, id, for: principal } = matter;
    return due === null ? [] : [{ due, kind, id, whose: principal ?? '', item: () => titles.matter(matter) }];
  });
  const changes = changesOf(state, member, at).flatMap(({ id, due }) =>
    due === null ? [] : [other('change', id, due, () => titles.change(id))],
  );
  const ending = endingExceptions(state, member, at, before).map(({ id, to }) =>
    other('exception-ends', id, to, () => titles.exception(id)),
  );
  const dated = [...waiting, ...changes, ...ending].filter(({ due }) => due < before);
  yield* inOrder(dated.map(({ due, kind, id, whose, item }) => ({ key: keyFrom(due, kind, id, whose), item })));
}
