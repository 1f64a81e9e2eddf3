import { BEGINNING, FOREVER, instantOf, type Instant, type Micros } from '#kernel/instant';
import { accountableOf, ownersOf } from '#responsibility/domain/assignment.rules';
import { MARK_WORDS, type Assignment, type Mark } from '#responsibility/domain/assignment';
import type { TaskDefinition } from '#responsibility/domain/task';
import type { Mention, OwnerInterval } from '../../views.ts';
import type { Said, Segment } from '../queries/courses.ts';
import { mentionOf, type EntryRow } from '../queries/entries.ts';
import { calledName } from '../queries/people.ts';
import type { Prefix, Reader } from '../queries/reader.ts';
import { basisOf, entriesBehind, type StatementRow } from './basis.ts';

/** What the facets of a task rest on in a stretch of the world's time. */
export interface Stretch {
  readonly from: Micros;
  readonly to: Micros;
  readonly definition: Segment;
  readonly assignment: Segment;
  readonly closed: Segment;
}

/** The statements behind a stretch. Nothing but the definition counts where the task is no part of the matrix. */
export interface Statements {
  readonly exists: boolean;
  readonly definition: EntryRow<'TaskDefined' | 'TaskRevised' | 'TaskRetired'> | undefined;
  readonly assignment: EntryRow<'ResponsibilityAssigned'> | undefined;
  readonly closed: EntryRow<'TaskClosed' | 'TaskReopened'> | undefined;
}

/** Reads the statements behind what is said. */
export function statementsOf(reader: Reader, { ledger }: Prefix, said: Said): Statements {
  const read = <T extends StatementRow['type']>(index: number | null): EntryRow<T> | undefined =>
    index === null ? undefined : reader.entries.entry<T>(ledger, index);
  const definition = read<'TaskDefined' | 'TaskRevised' | 'TaskRetired'>(said.definition);
  const exists = definitionIn(definition) !== null;
  if (!exists) return { exists, definition, assignment: undefined, closed: undefined };
  return { exists, definition, assignment: read(said.assignment), closed: read(said.closed) };
}

/** An open end is absent outside of the file. */
export const endOf = (micros: Micros): Instant | null =>
  micros === FOREVER || micros === BEGINNING ? null : instantOf(micros);

/** Marks in words: "MSSP + Inherited"; null for none. */
export const markWords = (marks: readonly Mark[]): string | null =>
  marks.length === 0 ? null : marks.map((mark) => MARK_WORDS[mark]).join(' + ');

/** Indices of the entries that an interval rests on, ascending, each once. */
export function entriesOf(
  reader: Reader,
  prefix: Prefix,
  { definition, assignment, closed }: Statements,
  acknowledgements: readonly number[],
): readonly number[] {
  const entries = new Set(acknowledgements);
  for (const statement of [definition, assignment, closed]) {
    if (statement === undefined) continue;
    entries.add(statement.index);
    for (const entry of entriesBehind(reader, prefix, statement)) entries.add(entry);
  }
  return [...entries].sort((a, b) => a - b);
}

/** Whom an assignment names, by name. */
export function bearersOf(reader: Reader, { ledger, treeSize }: Prefix, assignment: Assignment) {
  const { people } = reader;
  const accountable = accountableOf(assignment);
  return {
    owner: accountable.length === 1 ? calledName(people.named(ledger, treeSize, accountable[0]!)) : null,
    owners: ownersOf(assignment).map((bearer) => people.named(ledger, treeSize, bearer)),
    group: groupOf(reader, ledger, treeSize, assignment),
  };
}

function groupOf(reader: Reader, ledger: Prefix['ledger'], treeSize: number, { group }: Assignment): string | null {
  const named = reader.people.member(ledger, treeSize, group);
  return named === null ? null : calledName(named);
}

const NOBODY = {
  mark: null,
  marks: [],
  owner: null,
  owners: [],
  group: null,
  deputy: null,
  raci: [],
  parts: null,
  findings: [],
  assignment: null,
} as const;

/** The whole answer for a stretch. */
export function intervalOf(reader: Reader, prefix: Prefix, stretch: Stretch): OwnerInterval {
  const statements = statementsOf(reader, prefix, {
    definition: stretch.definition.said,
    assignment: stretch.assignment.said,
    closed: stretch.closed.said,
  });
  const { exists, definition, assignment, closed } = statements;
  const acknowledgements = assignment === undefined ? [] : acknowledgementsOf(reader, prefix, assignment.index);
  const decisive = assignment ?? definition;
  const text = definitionIn(definition);
  return {
    from: endOf(stretch.from),
    to: endOf(stretch.to),
    inForce:
      assignment === undefined ? null : { from: instantOf(stretch.assignment.from), to: endOf(stretch.assignment.to) },
    exists,
    closed: exists ? closed?.type === 'TaskClosed' : null,
    ...(assignment === undefined ? NOBODY : assigned(reader, prefix, assignment)),
    basis: decisive === undefined ? null : basisOf(reader, prefix, decisive),
    acknowledgements,
    definition: text,
    attributes: attributesOf(statements),
    entries: entriesOf(
      reader,
      prefix,
      statements,
      acknowledgements.map(({ entry }) => entry),
    ),
  };
}

/** The columns of the imported line: of the line that gave the text, or, in a history, of the one that assigned. */
export const attributesOf = ({ definition, assignment }: Statements): OwnerInterval['attributes'] =>
  definitionIn(definition)?.attributes ?? assignment?.data.attributes ?? null;

/** The text of a task; null where the statement gives none. */
export const definitionIn = (statement: StatementRow | undefined): TaskDefinition | null =>
  statement?.type === 'TaskDefined' || statement?.type === 'TaskRevised' ? statement.data.definition : null;

function assigned(reader: Reader, prefix: Prefix, statement: EntryRow<'ResponsibilityAssigned'>) {
  const { ledger, treeSize } = prefix;
  const { assignment, digest, findings = [] } = statement.data;
  const knownFrom = reader.imports.knownFrom(ledger, statement.index, statement.data)!;
  const { people, entries } = reader;
  return {
    mark: markWords(assignment.marks),
    marks: assignment.marks,
    ...bearersOf(reader, prefix, assignment),
    deputy: people.member(ledger, treeSize, assignment.deputy),
    raci: assignment.raci.map(({ roles, ...bearer }) => ({ ...people.named(ledger, treeSize, bearer), roles })),
    parts: assignment.parts ?? null,
    findings,
    assignment: {
      entry: statement.index,
      digest,
      knownSince: instantOf(entries.entry(ledger, knownFrom - 1).recorded),
      knownFrom,
    },
  };
}

function acknowledgementsOf(reader: Reader, { ledger, treeSize }: Prefix, assignment: number): readonly Mention[] {
  return reader.evidence
    .acknowledgements(ledger, assignment, treeSize)
    .map((entry) => mentionOf(reader.people, ledger, treeSize, reader.entries.entry(ledger, entry)));
}
