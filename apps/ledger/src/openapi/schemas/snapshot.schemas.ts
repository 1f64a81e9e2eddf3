import type { Difference, DifferingLine } from '#answers/snapshot/compare-documents';
import { DIFFERENCES } from '#answers/snapshot/compare-documents';
import type { SnapshotDocument } from '#answers/snapshot/document';
import type { DiffView } from '#answers/views.diff';
import type { SnapshotComparison, SnapshotState, SnapshotVerdict, SnapshotView } from '#answers/views.snapshot';
import type { SnapshotTaken } from '#snapshot/domain/snapshot.events';
import { SNAPSHOT_FORMATS } from '#snapshot/domain/snapshot.events';
import { asReceipt, type Recorded } from './receipt.schemas.ts';
import { REGISTER_SCHEMAS } from './register.schemas.ts';
import { count, flag, instant, listOf, named, nullable, objectOf, oneOf, text, type Schema } from './schema.ts';

const facts = {
  effective: instant('The instant of the world that the matrix is of.'),
  treeSize: count('How many entries it rests on.'),
  root: text('Root of the tree of these entries (RFC 6962): base64.'),
  digest: text('Of the bytes of the document: `sha256:` and 64 hexadecimal digits.'),
};

const asSnapshot = {
  id: text(),
  format: text(),
  ...facts,
  lines: count('How many lines the document has.'),
  taken: named('Mention'),
};

const asDiff = (REGISTER_SCHEMAS['Diff'] as { readonly properties: Record<keyof DiffView, Schema> }).properties;

/** Snapshots: sealed, verified, compared. */
export const SNAPSHOT_SCHEMAS: Readonly<Record<string, Schema>> = {
  SnapshotReceipt: objectOf<Recorded & { snapshot: SnapshotTaken['data'] }>({
    ...asReceipt,
    snapshot: objectOf<SnapshotTaken['data']>({
      snapshotId: text(),
      ...facts,
      lines: count(),
      format: oneOf(...SNAPSHOT_FORMATS),
    }),
  }),
  Snapshot: objectOf<SnapshotView>(asSnapshot),
  SnapshotPage: objectOf<{ items: readonly unknown[]; next: string | null }>({
    items: listOf(named('Snapshot')),
    next: nullable(text('Cursor of the next page, for `after`; null at the end.')),
  }),
  SnapshotState: objectOf<SnapshotState>({
    ...asSnapshot,
    verifies: flag,
    made: text('Digest of the document as it follows from the entries now.'),
  }),
  SnapshotDocument: objectOf<SnapshotDocument>({
    format: oneOf(...SNAPSHOT_FORMATS),
    ledger: text(),
    zone: text(),
    effective: instant(),
    treeSize: count(),
    root: text(),
    knownAt: nullable(instant()),
    lines: listOf({ type: 'object', description: 'One task; docs/decisions/0016-snapshots.md describes every field.' }),
  }),
  SnapshotVerdict: objectOf<SnapshotVerdict>({
    verdict: oneOf('same', 'differs'),
    snapshot: named('Snapshot'),
    held: text('Digest of the bytes that were sent.'),
    why: listOf(objectOf<Difference>({ code: oneOf(...DIFFERENCES), detail: text() })),
    lines: listOf(
      objectOf<DifferingLine>({
        ref: text(),
        kind: oneOf('added', 'removed', 'changed'),
        fields: listOf(text('RFC 6901 pointer within the line.')),
      }),
    ),
  }),
  SnapshotComparison: objectOf<SnapshotComparison>({
    from: nullable(named('Snapshot')),
    to: nullable(named('Snapshot')),
    ...asDiff,
  }),
};
