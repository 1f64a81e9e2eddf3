import type { EngagementView, EvidenceView, MatrixLine, MatrixView, TimelineItem, TimelineView } from '#answers/views';
import type { DiffLine, DiffView } from '#answers/views.diff';
import { asInterval } from './owner.schemas.ts';
import {
  count,
  instant,
  listOf,
  named,
  nullable,
  objectOf,
  oneOf,
  optional,
  share,
  text,
  uuid,
  type Schema,
} from './schema.ts';

const next = nullable(text('Cursor of the next page, for `after`; null at the end.'));

const pageOf = (item: string): Schema =>
  objectOf<{ items: readonly unknown[]; next: string | null }>({ items: listOf(named(item)), next });

/** What every view of an engagement says. */
export const asEngagement = {
  id: uuid,
  slug: text(),
  title: text(),
  zone: text(),
  ledger: text('Name of the ledger: a URL without a scheme.'),
  treeSize: count(),
  openedAt: instant(),
};

/** Lists and registers. */
export const REGISTER_SCHEMAS: Readonly<Record<string, Schema>> = {
  Engagement: objectOf<EngagementView>(asEngagement),
  EngagementPage: objectOf<{ items: readonly unknown[]; next: string | null; share: string | null }>({
    items: listOf(named('Engagement')),
    next,
    share,
  }),
  MatrixLine: objectOf<MatrixLine>({
    ...asInterval,
    task: text(),
    ref: text(),
    acknowledged: count('How many members accepted it, by what each said last.'),
    declined: listOf(named('Mention')),
    unanswered: listOf(named('Named')),
    evidence: optional(named('EvidenceCounts')),
    objections: listOf(named('ObjectionMention')),
    exceptions: optional(listOf(named('ExceptionMention'))),
  }),
  Matrix: objectOf<MatrixView>({
    engagement: named('Engagement'),
    asOf: named('AsOf'),
    lines: listOf(named('MatrixLine')),
    next,
  }),
  DiffLine: objectOf<DiffLine>({
    ref: text(),
    kind: oneOf('added', 'removed', 'changed'),
    fields: listOf(text()),
    before: nullable(named('MatrixLine')),
    after: nullable(named('MatrixLine')),
  }),
  Diff: objectOf<DiffView>({
    engagement: named('Engagement'),
    before: named('AsOf'),
    after: named('AsOf'),
    counts: objectOf<DiffView['counts']>({ added: count(), removed: count(), changed: count(), same: count() }),
    lines: listOf(named('DiffLine')),
  }),
  TimelineItem: objectOf<TimelineItem>({
    entry: count('Index in the ledger.'),
    recordedAt: instant(),
    type: text(),
    by: named('Named'),
    onBehalfOf: optional(named('Named')),
    task: nullable(text()),
    ref: nullable(text()),
    change: nullable(text()),
    import: nullable(text()),
    effectiveFrom: nullable(instant()),
    effectiveTo: nullable(instant()),
    data: { type: 'object', description: 'The fact itself; texts that were sealed and not erased stand in the clear.' },
  }),
  Timeline: objectOf<TimelineView>({
    engagement: named('Engagement'),
    asOf: named('AsOf'),
    items: listOf(named('TimelineItem')),
    next,
  }),
  Evidence: objectOf<EvidenceView>({
    id: text(),
    task: text(),
    ref: text(),
    digest: text(),
    size: { type: ['integer', 'null'] },
    mediaType: nullable(text()),
    title: nullable(text()),
    covers: nullable(objectOf<NonNullable<EvidenceView['covers']>>({ from: instant(), to: instant() })),
    collectedAt: nullable(instant()),
    sourceTool: nullable(text()),
    supersedes: nullable(text()),
    submitted: named('Mention'),
    review: nullable(named('EvidenceReview')),
  }),
  EvidencePage: pageOf('Evidence'),
};
