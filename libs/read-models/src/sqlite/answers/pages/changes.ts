import type { ChangeLineDrafted, ChangeLineProposed } from '#approval/domain/approval.events';
import type { DraftLine } from '#approval/domain/change';
import type { ChangeStatus, ChangeView } from '#answers/views';
import type { ChangeRow } from '../../queries/grounds/changes.ts';
import { mentionOf } from '../../queries/entries.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { sliceOf, type Slice } from './paging.ts';

/** The register of changes, by number, as a tree size knows it. */
export function changeSlice(
  reader: Reader,
  prefix: Prefix,
  status: ChangeStatus | undefined,
  after: number,
  limit: number,
): Slice<ChangeView, number> {
  const rows = reader.changes.page(prefix.ledger, prefix.treeSize, status, after, limit + 1);
  return sliceOf(
    rows,
    limit,
    ({ number }) => number,
    (row) => changeView(reader, prefix, row),
  );
}

/** A change with its lines and everybody who decided about it. */
export function changeView(reader: Reader, prefix: Prefix, change: ChangeRow): ChangeView {
  const { ledger, treeSize } = prefix;
  const { changes, entries, people, texts } = reader;
  const proposal = entries.entry<'ChangeProposed'>(ledger, change.proposed);
  const { changeId, title, reason, digest, effectiveFrom, effectiveTo, backdatedDays } = proposal.data;
  const decision = change.decided === null ? undefined : entries.entry(ledger, change.decided);
  return {
    id: changeId,
    status: change.status,
    title: texts.open(ledger.stream, title),
    reason: reason === undefined ? null : texts.open(ledger.stream, reason),
    digest,
    effectiveFrom,
    effectiveTo: effectiveTo ?? null,
    backdatedDays: backdatedDays ?? null,
    lines: changes
      .lines(ledger, change.number, treeSize)
      .map((entry) => lineIn(entries.entry<'ChangeLineProposed' | 'ChangeLineDrafted'>(ledger, entry).data)),
    proposed: mentionOf(people, ledger, treeSize, proposal),
    approvals: reader.grounds.approvals(ledger, change.number, treeSize),
    decided: decision === undefined ? null : mentionOf(people, ledger, treeSize, decision),
    decision: decision?.type === 'ChangeRejected' ? texts.open(ledger.stream, decision.data.reason) : null,
  };
}

/** A line, of a change of either form. */
const lineIn = (data: ChangeLineProposed['data'] | ChangeLineDrafted['data']): DraftLine =>
  'drafted' in data ? data.drafted : data.proposed;
