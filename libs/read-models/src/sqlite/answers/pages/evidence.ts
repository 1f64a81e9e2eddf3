import { NotFound } from '../../../read-models.ts';
import type { EvidenceView } from '#answers/views';
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
  };
}
