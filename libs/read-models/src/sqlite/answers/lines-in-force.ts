import { FOREVER, type Micros } from '#kernel/instant';
import type { Assignment } from '#responsibility/domain/assignment';
import type { LineInForce } from '../../read-models.ts';
import { FACET_CODES } from '../storage/schema.ts';
import type { Prefix, Reader } from '../queries/reader.ts';
import { statementsOf } from './points/interval.ts';

/** Every task of the matrix at an instant as stored, by reference. */
export function linesInForce(reader: Reader, prefix: Prefix, at: Micros): ReadonlyMap<string, LineInForce> {
  const { ledger, treeSize } = prefix;
  const lines = new Map<string, LineInForce>();
  for (const { key, ref } of reader.tasks.after(ledger, '', treeSize)) {
    const said = reader.courses.said(key, at, prefix);
    const { definition, assignment, closed } = statementsOf(reader, prefix, said, 'once');
    if (definition === undefined || definition.entry.type === 'TaskRetired') continue;
    lines.set(ref, {
      ref,
      definitionDigest: definition.entry.data.digest,
      assignmentDigest: assignment?.entry.data.digest ?? null,
      assignment: assignment?.entry.data.assignment ?? null,
      closed: closed?.entry.type === 'TaskClosed',
    });
  }
  return lines;
}

/** Who bears a task from an instant on, as it is known: in order, gaps left out. */
export function assignmentsFrom(
  reader: Reader,
  prefix: Prefix,
  ref: string,
  from: Micros,
): readonly { readonly from: Micros; readonly to: Micros; readonly assignment: Assignment }[] {
  const { ledger, treeSize } = prefix;
  const task = reader.tasks.byRef(ledger, ref, treeSize);
  if (task === undefined) return [];
  return reader.courses
    .segments(task.key, FACET_CODES.assignment, from, FOREVER, treeSize)
    .flatMap(({ from: start, to, said }) => {
      if (said === null) return [];
      const { assignment } = reader.entries.entry<'ResponsibilityAssigned'>(ledger, said).data;
      return [{ from: start, to, assignment }];
    });
}
