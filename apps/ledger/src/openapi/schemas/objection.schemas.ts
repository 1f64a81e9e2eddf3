import type { ObjectionAnswerView, ObjectionMention, ObjectionView } from '#answers/views.objection';
import type { Mention } from '#answers/views';
import type { Acceptance, EvidenceCounts, EvidenceReviewView, ShownEvidence } from '#answers/views/duty';
import { REVIEW_OUTCOMES } from '#evidence/domain/evidence.events';
import { asMention } from './owner.schemas.ts';
import { count, instant, listOf, named, nullable, objectOf, oneOf, text, type Schema } from './schema.ts';

const side = oneOf('provider', 'client');

const counts = {
  submitted: count('How many items cover some of the time that was asked about.'),
  accepted: count('Of these, checked and accepted.'),
  returned: count('Of these, returned.'),
};

/** Who accepts and declines a duty, and who objects to a line. */
export const OBJECTION_SCHEMAS: Readonly<Record<string, Schema>> = {
  Acceptance: objectOf<Acceptance>({
    by: named('Named'),
    state: oneOf('accepted', 'declined', 'not-answered'),
    text: {
      ...nullable(oneOf('this', 'another')),
      description: 'Which text of the task was answered; null where the answer names none.',
    },
    answer: nullable(named('Mention')),
    reason: nullable(text('Why it was declined.')),
  }),
  EvidenceReview: objectOf<EvidenceReviewView>({
    ...asMention,
    outcome: oneOf(...REVIEW_OUTCOMES),
    reason: nullable(text('Why it was returned.')),
  }),
  EvidenceCounts: objectOf<EvidenceCounts>(counts),
  ShownEvidence: objectOf<ShownEvidence>({
    ...counts,
    latest: listOf(named('Evidence')),
  }),
  ObjectionMention: objectOf<ObjectionMention>({
    id: text(),
    side,
    entry: count('The entry that raised it.'),
  }),
  Objection: objectOf<ObjectionView>({
    id: text(),
    task: text(),
    ref: text(),
    side,
    status: oneOf('open', 'withdrawn', 'resolved'),
    about: nullable(
      objectOf<NonNullable<ObjectionView['about']>>(
        { effective: instant(), treeSize: count() },
        'The answer that is objected to; null where it is the line as it stands.',
      ),
    ),
    reason: nullable(text('Null where it was erased.')),
    raised: named('Mention'),
    answers: listOf(objectOf<ObjectionAnswerView>({ ...asMention, side, words: nullable(text()) })),
    ended: nullable(
      objectOf<Mention & { reason: string | null; change: string | null }>({
        ...asMention,
        reason: nullable(text('Why it was withdrawn.')),
        change: nullable(text('The agreed change that resolved it.')),
      }),
    ),
  }),
  ObjectionPage: objectOf<{ items: readonly unknown[]; next: string | null }>({
    items: listOf(named('Objection')),
    next: nullable(text('Cursor of the next page, for `after`; null at the end.')),
  }),
};
