import { instantOf, microsOf } from '#kernel/instant';
import type { LineConfirmed, ReviewEvent } from '#matrix-version/domain/review.events';
import { SIGNING_SIDES } from '#matrix-version/domain/version.events';
import type { Mention } from '../views.ts';
import type { ReviewLine, ReviewState, ReviewView, ReviewWord } from './views.ts';
import { ofType, type Teller, type Told } from './told.ts';

const DAY = 86_400_000_000;

/** A review without its lines, from its start and, where it is complete, its completion. */
export function reviewView(told: readonly Told<ReviewEvent>[]): ReviewView {
  const { mention: started, data } = ofType(told, 'ReviewStarted')[0]!;
  const { reviewId: id, due, scope, lines, version, cadenceDays } = data;
  const completed = ofType(told, 'ReviewCompleted')[0];
  return {
    id,
    status: completed === undefined ? 'open' : 'complete',
    due,
    nextDue: cadenceDays === undefined ? null : instantOf(microsOf(due) + cadenceDays * DAY),
    cadenceDays: cadenceDays ?? null,
    scope,
    lines,
    version: version ?? null,
    started,
    completed: completed?.mention ?? null,
    notTrue: completed?.data.notTrue ?? null,
  };
}

/** Whether something was stated of a task that came to be known with an entry behind this one. */
export type Restated = (taskId: string, entry: number) => boolean;

type Word = { readonly mention: Mention; readonly data: LineConfirmed['data'] };

/** A review with its lines, from everything that is known of it, in order. */
export function reviewState(told: readonly Told<ReviewEvent>[], teller: Teller, restated: Restated): ReviewState {
  const last = new Map<string, Word>();
  for (const word of ofType(told, 'LineConfirmed')) last.set(`${word.data.side} ${word.data.ref}`, word);
  const refs = ofType(told, 'ReviewLinesListed').flatMap(({ data }) => data.refs);
  return {
    ...reviewView(told),
    items: refs.map((ref) => {
      const words = SIGNING_SIDES.flatMap((side) => last.get(`${side} ${ref}`) ?? []);
      return lineOf(ref, words, teller, restated);
    }),
  };
}

function lineOf(ref: string, words: readonly Word[], { open }: Teller, restated: Restated): ReviewLine {
  const of = (side: Word['data']['side']): ReviewWord | null => {
    const word = words.find(({ data }) => data.side === side);
    if (word === undefined) return null;
    const { verdict, reason } = word.data;
    return { ...word.mention, verdict, reason: reason === undefined ? null : open(reason) };
  };
  const denied = words.filter(({ data }) => data.verdict === 'not-true');
  const work = denied.some(({ mention, data }) => !restated(data.taskId, mention.entry));
  return { ref, provider: of('provider'), client: of('client'), work };
}
