import { NotFound } from '../../../read-models.ts';
import type { Asked } from '#answers/point-in-time';
import { MOST_SHOWN, type EvidenceReviewView, type EvidenceView, type ShownEvidence } from '#answers/views/duty';
import { mentionOf } from '../../queries/entries.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { sliceOf, type Slice } from './paging.ts';

/** Evidence in the order in which it was submitted, of one task or of all. */
export function evidenceSlice(
  reader: Reader,
  prefix: Prefix,
  ref: string | undefined,
  after: number,
  limit: number,
): Slice<EvidenceView, number> {
  const { ledger, treeSize } = prefix;
  const task = ref === undefined ? undefined : reader.tasks.byRef(ledger, ref, treeSize);
  if (ref !== undefined && task === undefined) throw new NotFound('task', ref);
  const found = reader.evidence.submitted(ledger, task?.key, after, treeSize, limit + 1);
  return sliceOf(
    found,
    limit,
    (entry) => entry,
    (entry) => evidenceView(reader, prefix, entry),
  );
}

function evidenceView(reader: Reader, { ledger, treeSize }: Prefix, index: number): EvidenceView {
  const entry = reader.entries.entry<'EvidenceSubmitted'>(ledger, index);
  const { evidenceId, taskId, digest, size, mediaType, covers, collectedAt, sourceTool, title, supersedes } =
    entry.data;
  return {
    id: evidenceId,
    task: taskId,
    ref: reader.tasks.byId(ledger, taskId).ref,
    digest,
    size: size ?? null,
    mediaType: mediaType ?? null,
    title: reader.texts.open(ledger.stream, title),
    covers: covers ?? null,
    collectedAt: collectedAt ?? null,
    sourceTool: sourceTool ?? null,
    supersedes: supersedes ?? null,
    submitted: mentionOf(reader.people, ledger, treeSize, entry),
    review: reviewOf(reader, { ledger, treeSize }, index),
  };
}

/** What was shown of a task for the time that was asked about. */
export function shownEvidence(
  reader: Reader,
  prefix: Prefix,
  task: number | undefined,
  { from, to }: Asked,
): ShownEvidence {
  const found = task === undefined ? [] : reader.evidence.covering(task, prefix.treeSize, from, to);
  const outcomes = found.map((entry) => reviewOf(reader, prefix, entry)?.outcome);
  return {
    submitted: found.length,
    accepted: outcomes.filter((outcome) => outcome === 'accepted').length,
    returned: outcomes.filter((outcome) => outcome === 'returned').length,
    latest: found.slice(-MOST_SHOWN).map((entry) => evidenceView(reader, prefix, entry)),
  };
}

function reviewOf(
  { evidence, entries, people, texts }: Reader,
  { ledger, treeSize }: Pick<Prefix, 'ledger' | 'treeSize'>,
  index: number,
): EvidenceReviewView | null {
  const last = evidence.lastReview(ledger, index, treeSize);
  if (last === null) return null;
  const review = entries.entry<'EvidenceReviewed'>(ledger, last);
  const { outcome, reason } = review.data;
  return {
    ...mentionOf(people, ledger, treeSize, review),
    outcome,
    reason: reason === undefined ? null : texts.open(ledger.stream, reason),
  };
}
