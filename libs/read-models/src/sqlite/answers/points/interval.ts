import type { Micros } from '#kernel/instant';
import { NOBODY } from '#answers/points/bearers';
import type { OwnerInterval } from '#answers/views';
import { acceptanceIn, mentionIn } from './acceptance.ts';
import { joined } from './ascending.ts';
import { endText, instantText } from '../../queries/instants.ts';
import type { Said, Segment } from '../../queries/courses.ts';
import { definitionIn, type Assigned, type Stated } from '../../queries/grounds/statements.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';

/** What the facets of a task rest on in a stretch of the world's time. */
export interface Stretch {
  readonly from: Micros;
  readonly to: Micros;
  readonly definition: Segment;
  readonly assignment: Segment;
  readonly closed: Segment;
}

type DefinitionType = 'TaskDefined' | 'TaskRevised' | 'TaskRetired';

/** The statements behind a stretch. Nothing but the definition counts where the task is no part of the matrix. */
export interface Statements {
  readonly exists: boolean;
  readonly definition: Stated<DefinitionType> | undefined;
  readonly assignment: Assigned | undefined;
  readonly closed: Stated<'TaskClosed' | 'TaskReopened'> | undefined;
}

/**
 * Reads the statements behind what is said. Texts of tasks are kept, they are asked for again and again; who bears a task only
 * for those who show it whole.
 */
export function statementsOf(
  { statements }: Reader,
  { ledger }: Prefix,
  said: Said,
  bearers: 'kept' | 'once' = 'kept',
): Statements {
  const definition =
    said.definition === null ? undefined : statements.statement<DefinitionType>(ledger, said.definition);
  if (definitionIn(definition) === null) {
    return { exists: false, definition, assignment: undefined, closed: undefined };
  }
  return {
    exists: true,
    definition,
    assignment: said.assignment === null ? undefined : assignmentIn(statements, ledger, said.assignment, bearers),
    closed: said.closed === null ? undefined : statements.statement(ledger, said.closed),
  };
}

const assignmentIn = (
  statements: Reader['statements'],
  ledger: Prefix['ledger'],
  index: number,
  bearers: 'kept' | 'once',
): Assigned => (bearers === 'kept' ? statements.statement(ledger, index) : statements.once(ledger, index));

/** Indices of the entries that an interval rests on, ascending, each once. */
export function entriesOf(
  { statements }: Reader,
  { definition, assignment, closed }: Statements,
  answers: readonly number[],
): readonly number[] {
  if (definition === undefined) return [];
  let entries = statements.entriesOf(definition);
  if (assignment !== undefined) entries = joined(entries, statements.entriesOf(assignment));
  if (closed !== undefined) entries = joined(entries, statements.entriesOf(closed));
  return joined(entries, answers);
}

/** The whole answer for a stretch. */
export function intervalOf(reader: Reader, prefix: Prefix, stretch: Stretch): OwnerInterval {
  const statements = statementsOf(reader, prefix, {
    definition: stretch.definition.said,
    assignment: stretch.assignment.said,
    closed: stretch.closed.said,
  });
  const { assignment } = statements;
  const answers =
    assignment === undefined ? [] : reader.evidence.answers(prefix.ledger, assignment.entry.index, prefix.treeSize);
  return {
    ...borneDuring(
      reader,
      stretch,
      statements,
      answers.map(({ entry }) => entry),
    ),
    acknowledgements: answers.filter(({ accepted }) => accepted).map(({ entry }) => mentionIn(reader, prefix, entry)),
    acceptance: acceptanceIn(reader, prefix, statements, answers),
    attributes: attributesOf(statements),
  };
}

/** The answer for a stretch, but for what only a single task is asked for. */
export function borneDuring(
  reader: Reader,
  stretch: Stretch,
  statements: Statements,
  answers: readonly number[],
): Omit<OwnerInterval, 'acknowledgements' | 'acceptance' | 'attributes'> {
  const { exists, definition, assignment, closed } = statements;
  const decisive = assignment ?? definition;
  return {
    from: endText(stretch.from),
    to: endText(stretch.to),
    inForce:
      assignment === undefined
        ? null
        : { from: instantText(stretch.assignment.from), to: endText(stretch.assignment.to) },
    exists,
    closed: closedOf(statements),
    ...(assignment === undefined ? NOBODY : reader.statements.dutiesOf(assignment)),
    basis: decisive === undefined ? null : reader.statements.basisOf(decisive),
    definition: definitionIn(definition),
    text: exists ? textOf(definition) : null,
    entries: entriesOf(reader, { exists, definition, assignment, closed }, answers),
  };
}

/** The entry that gave the text of a task, and its digest. */
export function textOf(definition: Statements['definition']): OwnerInterval['text'] {
  const entry = definition?.entry;
  return entry === undefined || entry.type === 'TaskRetired' ? null : { entry: entry.index, digest: entry.data.digest };
}

/** Whether a task is closed; null where it is no part of the matrix. */
export const closedOf = ({ exists, closed }: Statements): boolean | null =>
  exists ? closed?.entry.type === 'TaskClosed' : null;

/** The columns of the imported line: of the line that gave the text, or, in a history, of the one that assigned. */
export const attributesOf = ({ definition, assignment }: Statements): OwnerInterval['attributes'] =>
  definitionIn(definition)?.attributes ?? assignment?.entry.data.attributes ?? null;
