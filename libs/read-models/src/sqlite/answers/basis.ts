import type { StatementEvent } from '#responsibility/domain/responsibility.events';
import type { Basis, Mention } from '../../views.ts';
import { mentionOf, type EntryRow } from '../queries/entries.ts';
import type { Prefix, Reader } from '../queries/reader.ts';

/** An approval, with the side that gave it. */
export type Approval = Mention & { readonly side: 'provider' | 'client' };

export type StatementRow = EntryRow<StatementEvent['type']>;

/** What a statement rests on: an agreed change, an import, or one side alone. */
export function basisOf(reader: Reader, prefix: Prefix, statement: StatementRow): Basis {
  const { change, import: importId } = statement.data;
  if (change !== undefined) return changeBasis(reader, prefix, change);
  if (importId !== undefined) return importBasis(reader, prefix, importId, statement.data.line);
  const by = mentionOf(reader.people, prefix.ledger, prefix.treeSize, statement);
  return { kind: 'direct', agreed: false, by };
}

/** Indices of the entries behind a statement: the approvals and the agreement, or the import's first and last. */
export function entriesBehind(
  reader: Reader,
  { ledger, treeSize }: Prefix,
  statement: StatementRow,
): readonly number[] {
  const { change, import: importId } = statement.data;
  if (change !== undefined) return reader.changes.agreement(ledger, change, treeSize);
  if (importId === undefined) return [];
  const { started, completed } = reader.imports.import(ledger, importId);
  return completed === null ? [started] : [started, completed];
}

function changeBasis(reader: Reader, prefix: Prefix, change: string): Basis {
  const { ledger, treeSize } = prefix;
  const { number, proposed } = reader.changes.change(ledger, change, treeSize)!;
  const { title, backdatedDays } = reader.entries.entry<'ChangeProposed'>(ledger, proposed).data;
  return {
    kind: 'change',
    agreed: true,
    change,
    title: reader.texts.open(ledger.stream, title),
    ...(backdatedDays !== undefined && { backdatedDays }),
    approvals: approvalsOf(reader, prefix, number),
  };
}

/** Who approved a change, in order. */
export function approvalsOf(reader: Reader, { ledger, treeSize }: Prefix, number: number): readonly Approval[] {
  return reader.changes.approvals(ledger, number, treeSize).map((index) => {
    const approval = reader.entries.entry<'ApprovalGranted'>(ledger, index);
    return { ...mentionOf(reader.people, ledger, treeSize, approval), side: approval.data.side };
  });
}

function importBasis(reader: Reader, { ledger, treeSize }: Prefix, importId: string, line: number | undefined): Basis {
  const started = reader.entries.entry<'ImportStarted'>(ledger, reader.imports.import(ledger, importId).started);
  return {
    kind: 'import',
    agreed: false,
    import: importId,
    format: started.data.format,
    digest: started.data.source.digest,
    ...(line !== undefined && { line }),
    importer: mentionOf(reader.people, ledger, treeSize, started),
    note: 'imported; not agreed in Onus',
  };
}
