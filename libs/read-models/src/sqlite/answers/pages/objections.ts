import type { ObjectionStatus, ObjectionView } from '#answers/views.objection';
import { NotFound } from '../../../read-models.ts';
import { mentionOf } from '../../queries/entries.ts';
import type { ObjectionRow } from '../../queries/grounds/objections.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { sliceOf, type Slice } from './paging.ts';

/** Objections in the order in which they were raised; to one line, of one status, or all. */
export function objectionSlice(
  reader: Reader,
  prefix: Prefix,
  { ref, status }: { readonly ref?: string | undefined; readonly status?: ObjectionStatus | undefined },
  after: number,
  limit: number,
): Slice<ObjectionView, number> {
  const { ledger, treeSize } = prefix;
  const task = ref === undefined ? undefined : reader.tasks.byRef(ledger, ref, treeSize);
  if (ref !== undefined && task === undefined) throw new NotFound('task', ref);
  const rows = reader.objections.page(ledger, { task: task?.key, status }, after, treeSize, limit + 1);
  return sliceOf(
    rows,
    limit,
    ({ entry }) => entry,
    (row) => objectionView(reader, prefix, row),
  );
}

/** One objection. @throws NotFound */
export function objectionOf(reader: Reader, prefix: Prefix, id: string): ObjectionView {
  const row = reader.objections.objection(prefix.ledger, id, prefix.treeSize);
  if (row === undefined) throw new NotFound('objection', id);
  return objectionView(reader, prefix, row);
}

/** The open objections to the line of a task, with what was said to them. */
export const openObjections = (reader: Reader, prefix: Prefix, task: number | undefined): readonly ObjectionView[] =>
  task === undefined
    ? []
    : reader.objections.openTo(task, prefix.treeSize).map((row) => objectionView(reader, prefix, row));

function objectionView(reader: Reader, { ledger, treeSize }: Prefix, row: ObjectionRow): ObjectionView {
  const { entries, people, texts, objections } = reader;
  const raised = entries.entry<'ObjectionRaised'>(ledger, row.entry);
  const { objectionId, taskId, ref, side, about, reason } = raised.data;
  return {
    id: objectionId,
    task: taskId,
    ref,
    side,
    status: row.status,
    about: about ?? null,
    reason: texts.open(ledger.stream, reason),
    raised: mentionOf(people, ledger, treeSize, raised),
    answers: objections.answers(ledger, row.entry, treeSize).map((index) => {
      const answer = entries.entry<'ObjectionAnswered'>(ledger, index);
      const words = texts.open(ledger.stream, answer.data.words);
      return { ...mentionOf(people, ledger, treeSize, answer), side: answer.data.side, words };
    }),
    ended: row.ended === null ? null : endingOf(reader, { ledger, treeSize }, row.ended),
  };
}

function endingOf(
  { entries, people, texts }: Reader,
  { ledger, treeSize }: Pick<Prefix, 'ledger' | 'treeSize'>,
  index: number,
): ObjectionView['ended'] {
  const ending = entries.entry<'ObjectionWithdrawn' | 'ObjectionResolved'>(ledger, index);
  const mention = mentionOf(people, ledger, treeSize, ending);
  if (ending.type === 'ObjectionResolved') return { ...mention, reason: null, change: ending.data.change };
  const { reason } = ending.data;
  return { ...mention, reason: reason === undefined ? null : texts.open(ledger.stream, reason), change: null };
}
