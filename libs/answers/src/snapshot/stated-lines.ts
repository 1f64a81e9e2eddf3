import type { Micros } from '#kernel/instant';
import type { Prefix } from '../facts/facts.ts';
import { controlsIn, exceptionMention, exceptionsDuring, isAbout } from '../matrix-version/line-exceptions.ts';
import { exceptionViews } from '../matrix-version/matrix-answers.ts';
import { isAsked, lastAnswers } from '../points/acceptance.ts';
import { mentionOf } from '../points/grounds.ts';
import { givenAnswer, intervalOf } from '../points/interval.ts';
import { objectionsTo } from '../points/objections.ts';
import { stretchesOf } from '../points/stretches.ts';
import type { StatedLine } from './snapshot-line.ts';

/** The lines of the matrix at an instant by reference, each with what the entries behind it say. */
export function statedLines(prefix: Prefix, at: Micros): readonly StatedLine[] {
  const { facts, treeSize } = prefix;
  const exceptions = exceptionViews(prefix);
  return facts.statements.tasks(treeSize).flatMap(({ id, ref }): readonly StatedLine[] => {
    const [stretch] = stretchesOf(prefix, id, at, at + 1);
    const { acknowledgements: _, acceptance, attributes: __, ...line } = intervalOf(prefix, stretch!);
    const answers = line.assignment === null ? [] : facts.answers(line.assignment.entry, treeSize);
    const last = lastAnswers(answers.map(givenAnswer));
    const declined = answers.filter(({ index }) => last.some(({ entry, accepted }) => entry === index && !accepted));
    const { said } = stretch!.definition;
    const definition = said === null ? undefined : facts.statements.statement(said).event;
    if (definition?.type !== 'TaskDefined' && definition?.type !== 'TaskRevised') return [];
    const excepted = exceptionsDuring(
      exceptions.filter((view) => isAbout(view, { ref, controls: controlsIn([line]) })),
      { from: at, to: at + 1 },
    );
    const assigned = line.assignment === null ? undefined : facts.statements.statement(line.assignment.entry).event;
    return [
      {
        line: {
          task: id,
          ref,
          ...line,
          acknowledged: last.length - declined.length,
          declined: declined.map((answer) => mentionOf(facts, treeSize, answer)),
          unanswered: acceptance.filter(isAsked).map(({ by }) => by),
          objections: objectionsTo(prefix, id),
          ...(excepted.length > 0 && { exceptions: excepted.map(exceptionMention) }),
        },
        definition: { entry: said!, digest: definition.data.digest },
        assignment: assigned?.type === 'ResponsibilityAssigned' ? assigned.data.assignment : undefined,
      },
    ];
  });
}
