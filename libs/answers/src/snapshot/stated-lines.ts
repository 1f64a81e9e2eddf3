import type { Micros } from '#kernel/instant';
import type { Prefix } from '../facts/facts.ts';
import { intervalOf } from '../points/interval.ts';
import { stretchesOf } from '../points/stretches.ts';
import type { StatedLine } from './snapshot-line.ts';

/** The lines of the matrix at an instant by reference, each with what the entries behind it say. */
export function statedLines(prefix: Prefix, at: Micros): readonly StatedLine[] {
  const { facts, treeSize } = prefix;
  return facts.statements.tasks(treeSize).flatMap(({ id, ref }): readonly StatedLine[] => {
    const [stretch] = stretchesOf(prefix, id, at, at + 1);
    const { acknowledgements, attributes: _, ...line } = intervalOf(prefix, stretch!);
    const { said } = stretch!.definition;
    const definition = said === null ? undefined : facts.statements.statement(said).event;
    if (definition?.type !== 'TaskDefined' && definition?.type !== 'TaskRevised') return [];
    const assigned = line.assignment === null ? undefined : facts.statements.statement(line.assignment.entry).event;
    return [
      {
        line: { task: id, ref, ...line, acknowledged: acknowledgements.length },
        definition: { entry: said!, digest: definition.data.digest },
        assignment: assigned?.type === 'ResponsibilityAssigned' ? assigned.data.assignment : undefined,
      },
    ];
  });
}
