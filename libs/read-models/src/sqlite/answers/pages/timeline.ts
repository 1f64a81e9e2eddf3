import { instantOf } from '#kernel/instant';
import type { OnusEvent } from '#rulebook/rulebook';
import { actorNamed } from '#answers/people/actor-named';
import type { Known } from '#answers/point-in-time';
import { NotFound, type Page } from '../../../read-models.ts';
import type { TimelineItem, TimelineView } from '#answers/views';
import { engagementView } from '../../queries/ledgers.ts';
import { indexOfKey } from '../../storage/schema.ts';
import type { TimelineRow } from '../../queries/timeline.ts';
import type { Prefix, Reader } from '../../queries/reader.ts';
import { pageOf, sliceOf, type Slice } from './paging.ts';

/** What the facts have in common, as far as they have it. */
interface Mentioned {
  readonly changeId?: string;
  readonly change?: string;
  readonly importId?: string;
  readonly import?: string;
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
  readonly proposed?: { readonly ref: string };
}

/** One page of a timeline. @throws NotFound for a task that nobody spoke of */
export function timelineView(
  reader: Reader,
  engagement: string,
  { ref, known }: { readonly ref?: string; readonly known?: Known },
  page: Page,
): TimelineView {
  const { prefix, items, next } = pageOf<TimelineItem, number>(
    reader,
    { engagement, known, question: ['timeline', ref ?? null], start: -1 },
    page,
    (prefix, after, limit) => timelineSlice(reader, prefix, ref, after, limit),
  );
  const { ledger, treeSize } = prefix;
  if (ref !== undefined && items.length === 0 && page.after === undefined) throw new NotFound('task', ref);
  // A timeline lies on the second clock alone: the first is echoed as the moment up to which it goes.
  const effective = reader.ledgers.asOf(ledger, '', treeSize).knownAt ?? instantOf(ledger.openedAt);
  const asOf = reader.ledgers.asOf(ledger, effective, treeSize);
  return { engagement: engagementView(ledger, treeSize), asOf, items, next };
}

/** Entries in ledger order, after an index; those about one task, or all. */
function timelineSlice(
  reader: Reader,
  prefix: Prefix,
  ref: string | undefined,
  after: number,
  limit: number,
): Slice<TimelineItem, number> {
  const { ledger, treeSize } = prefix;
  const rows =
    ref === undefined
      ? reader.timeline.all(ledger, after, treeSize, limit + 1)
      : reader.timeline.about(ledger, ref, after, treeSize, limit + 1);
  const shown = rows.map((row) => ({ row, data: JSON.parse(row[6]) as OnusEvent['data'] }));
  const texts = reader.texts.openAll(
    ledger.stream,
    shown.flatMap(({ data }) => commitmentsIn(data)),
  );
  return sliceOf(
    shown,
    limit,
    ({ row: [key] }) => indexOfKey(key),
    ({ row, data }) => itemOf(reader, prefix, row, data, texts),
  );
}

function itemOf(
  reader: Reader,
  { ledger, treeSize }: Prefix,
  [key, recorded, type, party, member, onBehalfOf, , task]: TimelineRow,
  data: OnusEvent['data'],
  texts: ReadonlyMap<string, string>,
): TimelineItem {
  const mentioned = data as Mentioned;
  const spokenOf = task === null ? undefined : reader.tasks.byKey(task);
  const ref = spokenOf?.ref ?? mentioned.proposed?.ref ?? null;
  return {
    entry: indexOfKey(key),
    recordedAt: instantOf(recorded),
    type,
    ...actorNamed({ party, member, onBehalfOf }, (bearer) => reader.people.named(ledger, treeSize, bearer)),
    task: spokenOf?.id ?? (ref === null ? undefined : reader.tasks.byRef(ledger, ref, treeSize)?.id) ?? null,
    ref,
    change: mentioned.changeId ?? mentioned.change ?? null,
    import: mentioned.importId ?? mentioned.import ?? null,
    effectiveFrom: mentioned.effectiveFrom ?? null,
    effectiveTo: mentioned.effectiveTo ?? null,
    data: opened(data, texts),
  };
}

const sealedIn = (value: object): string | undefined => {
  const { sealed } = value as { sealed?: unknown };
  return typeof sealed === 'string' ? sealed : undefined;
};

function commitmentsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const sealed = sealedIn(value);
  return sealed === undefined ? Object.values(value).flatMap(commitmentsIn) : [sealed];
}

/** The fact with its texts in place; what was erased stays a commitment. */
function opened(value: unknown, texts: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => opened(item, texts));
  const sealed = sealedIn(value);
  if (sealed !== undefined) return texts.get(sealed) ?? value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, opened(item, texts)]));
}
