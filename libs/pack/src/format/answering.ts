import type { Answers } from '#answers/answers';
import { firstMatrix, firstOwnerAnswer, secondOwnerAnswer, type WordedAnswer } from '#answers/first-form';
import type { Basis } from '#answers/views';
import { matrixText } from '#answers/words/matrix-words';
import { answerText } from '#answers/words/owner-words';
import { printable } from '#answers/words/printable';
import type { PackAnswer, PackFormat } from './manifest.ts';
import type { PackQuestion } from './question.ts';

/**
 * The answer to a question, from the entries that were folded, in the form of a format.
 *
 * @throws NotYetKnown, NotAnInstant, or an Error where nothing can be said of such a ledger
 */
export function answerTo(answers: Answers, question: PackQuestion, format: PackFormat): PackAnswer {
  const known = { treeSize: question.known };
  const isFirst = format === 'onus-pack/1';
  if (question.about === 'task') {
    const answer = answers.owner(question.task, { effective: question.effective, known });
    return isFirst ? firstOwnerAnswer(answer) : secondOwnerAnswer(answer);
  }
  const matrix = answers.matrix({ effective: question.effective, known });
  return isFirst ? firstMatrix(matrix) : matrix;
}

/** Whether an answer is one to who bore a task. */
export const isOwnerAnswer = (answer: PackAnswer): answer is WordedAnswer => 'intervals' in answer;

/** Whether an answer rests on an approval that a passkey signed. */
export const tellsOfPasskeys = (answer: PackAnswer): boolean =>
  basesOf(answer).some(
    (basis) => basis?.kind === 'change' && basis.approvals.some(({ signed }) => signed !== undefined),
  );

/** What each line or stretch of an answer rests on. */
export const basesOf = (answer: PackAnswer): readonly (Basis | null)[] =>
  (isOwnerAnswer(answer) ? answer.intervals : answer.lines).map(({ basis }) => basis);

/** Indices of every entry that an answer names as a ground, as something pending, or as something that came later; ascending. */
export function entriesBehind(answer: PackAnswer): readonly number[] {
  const indices = isOwnerAnswer(answer)
    ? [
        ...answer.intervals.flatMap(({ entries }) => entries),
        ...answer.pending.flatMap(({ entries }) => entries),
        ...(answer.evidence?.latest ?? []).flatMap(({ submitted, review }) =>
          review === null ? [submitted.entry] : [submitted.entry, review.entry],
        ),
        ...(answer.objections ?? []).flatMap(({ raised, answers }) => [raised, ...answers].map(({ entry }) => entry)),
        ...(answer.exceptions ?? []).flatMap(({ recorded, accepted, ended }) =>
          [recorded, accepted, ended].flatMap((mention) => mention?.entry ?? []),
        ),
        ...answer.later.map(({ entry }) => entry),
      ]
    : answer.lines.flatMap(({ entries, objections = [], exceptions = [] }) => [
        ...entries,
        ...objections.map(({ entry }) => entry),
        ...exceptions.flatMap((exception) => exception.entries),
      ]);
  return [...new Set(indices)].sort((a, b) => a - b);
}

/** The entries of which a pack has proofs. An answer that rests on none is still one of a ledger, which its first entry opened. */
export function entriesProven(answer: PackAnswer): readonly number[] {
  const behind = entriesBehind(answer);
  return behind.length === 0 ? [0] : behind;
}

/** The answer as `onus who` and `onus matrix` say it. */
export const answerInWords = (answer: PackAnswer): string =>
  printable(isOwnerAnswer(answer) ? answerText(answer, { now: false, everything: false }) : matrixText(answer, false));
