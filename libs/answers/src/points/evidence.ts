import { microsOf, type Micros } from '#kernel/instant';
import type { Item } from '../facts/evidence.ts';
import type { Prefix } from '../facts/facts.ts';
import type { Asked } from '../point-in-time.ts';
import {
  MOST_SHOWN,
  type EvidenceCounts,
  type EvidenceReviewView,
  type EvidenceView,
  type ShownEvidence,
} from '../views/duty.ts';
import { mentionOf } from './grounds.ts';

/** What was shown of a task for the time that was asked about, as far as the tree size knows. */
export function shownEvidence(
  prefix: Prefix,
  task: { readonly id: string; readonly ref: string } | undefined,
  asked: Asked,
): ShownEvidence {
  const items = task === undefined ? [] : prefix.facts.evidence.ofTask(task.id);
  const views = items
    .filter(({ submitted }) => submitted.index < prefix.treeSize && covers(submitted.event.data.covers, asked))
    .map((item) => evidenceView(prefix, item, task!.ref));
  return { ...countsOf(views.map(({ review }) => review?.outcome)), latest: views.slice(-MOST_SHOWN) };
}

/** How much was shown of a task at an instant, for a line among many. */
export function evidenceCounts({ facts, treeSize }: Prefix, task: string, at: Micros): EvidenceCounts {
  const covering = facts.evidence
    .ofTask(task)
    .filter(
      ({ submitted: { index, event } }) => index < treeSize && covers(event.data.covers, { from: at, to: at + 1 }),
    );
  return countsOf(covering.map(({ reviews }) => reviews.findLast(({ index }) => index < treeSize)?.event.data.outcome));
}

const countsOf = (outcomes: readonly (EvidenceReviewView['outcome'] | undefined)[]): EvidenceCounts => ({
  submitted: outcomes.length,
  accepted: outcomes.filter((outcome) => outcome === 'accepted').length,
  returned: outcomes.filter((outcome) => outcome === 'returned').length,
});

/** What covers no period is evidence of no time. */
const covers = (
  period: Item['submitted']['event']['data']['covers'],
  { from, to }: Pick<Asked, 'from' | 'to'>,
): boolean => period !== undefined && microsOf(period.from) < to && from < microsOf(period.to);

function evidenceView({ facts, treeSize }: Prefix, { submitted, reviews }: Item, ref: string): EvidenceView {
  const { data } = submitted.event;
  const review = reviews.findLast(({ index }) => index < treeSize);
  return {
    id: data.evidenceId,
    task: data.taskId,
    ref,
    digest: data.digest,
    size: data.size ?? null,
    mediaType: data.mediaType ?? null,
    title: facts.open(data.title.sealed),
    covers: data.covers ?? null,
    collectedAt: data.collectedAt ?? null,
    sourceTool: data.sourceTool ?? null,
    supersedes: data.supersedes ?? null,
    submitted: mentionOf(facts, treeSize, submitted),
    review:
      review === undefined
        ? null
        : {
            ...mentionOf(facts, treeSize, review),
            outcome: review.event.data.outcome,
            reason: review.event.data.reason === undefined ? null : facts.open(review.event.data.reason.sealed),
          },
  };
}
