import type { Sealed } from '#kernel/sealed';
import type { Objection } from '../facts/objections.ts';
import type { Prefix } from '../facts/facts.ts';
import type { ObjectionMention, ObjectionView } from '../views.objection.ts';
import { mentionOf } from './grounds.ts';

/** The open objections to the line of a task, with what was said to them. */
export const openObjections = (prefix: Prefix, task: string | undefined): readonly ObjectionView[] =>
  task === undefined
    ? []
    : prefix.facts.objections.open(task, prefix.treeSize).map((objection) => openObjection(prefix, objection));

/** The same in short. */
export const objectionsTo = ({ facts, treeSize }: Prefix, task: string): readonly ObjectionMention[] =>
  facts.objections.open(task, treeSize).map(({ raised: { index, event } }) => ({
    id: event.data.objectionId,
    side: event.data.side,
    entry: index,
  }));

function openObjection({ facts, treeSize }: Prefix, { raised, answers }: Objection): ObjectionView {
  const { objectionId, taskId, ref, side, about, reason } = raised.event.data;
  const open = ({ sealed }: Sealed): string | null => facts.open(sealed);
  return {
    id: objectionId,
    task: taskId,
    ref,
    side,
    status: 'open',
    about: about ?? null,
    reason: open(reason),
    raised: mentionOf(facts, treeSize, raised),
    answers: answers
      .filter(({ index }) => index < treeSize)
      .map((answer) => ({
        ...mentionOf(facts, treeSize, answer),
        side: answer.event.data.side,
        words: open(answer.event.data.words),
      })),
    ended: null,
  };
}
