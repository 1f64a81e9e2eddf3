import { changesOf } from '#answers/inbox/changes';
import type { InboxItem, InboxState } from '#answers/inbox/views';
import { microsOf, type Micros } from '#kernel/instant';
import type { InboxQuestion } from '../question.ts';
import { toldYet, type Titles } from '../titles.ts';
import { dueBy, inOrder, keyFrom, numberIn, type Entry } from './entry.ts';
import { openObjections } from './objections.ts';

/** What the member asked of others and is undecided: changes, objections, versions, exceptions, each with how it stands. */
export function* asked(question: InboxQuestion, titles: Titles): Generator<Entry> {
  const { state, member, at } = question;
  const entry = (
    rank: number,
    kind: InboxItem['kind'],
    id: string,
    how: InboxState,
    title: () => string | null,
    due: Micros | null = null,
  ): Entry => ({
    key: keyFrom(rank, numberIn(id)),
    item: () => ({ kind, id, title: title(), state: how, roles: [], ...dueBy(due, at), for: null }),
  });
  yield* inOrder(
    changesOf(state, member, at).map(({ id, state: how, due }) =>
      entry(0, 'change', id, how, () => titles.change(id), due),
    ),
  );
  for (const { id, raised, answers } of openObjections(question)) {
    if (raised.by.member !== member) continue;
    const isAnswered = answers.some(({ by }) => by.party !== raised.by.party);
    yield entry(1, 'objection', id, isAnswered ? 'answered' : 'open', () => titles.objection(id));
  }
  yield* inOrder(
    versionsBy(question).map((id) => entry(2, 'version', id, 'waits-for-signatures', () => titles.version(id))),
  );
  yield* inOrder(
    exceptionsBy(question).map(({ id, to }) =>
      entry(3, 'exception', id, 'waits-for-acceptance', () => titles.exception(id), to),
    ),
  );
}

function versionsBy({ state, read, engagementId, member }: InboxQuestion): readonly string[] {
  const isTheirs = (id: string) => read.register.version(engagementId, id).proposed.by.member === member;
  return [...state.matrixVersion.versions.open.keys()].filter((id) => toldYet(() => isTheirs(id)) === true);
}

function exceptionsBy(question: InboxQuestion): readonly { readonly id: string; readonly to: Micros }[] {
  const { state, read, engagementId, member, at } = question;
  const isTheirs = (id: string) => read.register.exception(engagementId, id, at).recorded.by.member === member;
  return [...state.matrixVersion.exceptions]
    .filter(([, { accepted, ended, to }]) => !accepted && !ended && to > microsOf(at))
    .filter(([id]) => toldYet(() => isTheirs(id)) === true)
    .map(([id, { to }]) => ({ id, to }));
}
