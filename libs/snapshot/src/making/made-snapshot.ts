import { documentText, SNAPSHOT_FORMAT, snapshotDocument, type SnapshotDocument } from '#answers/snapshot/document';
import type { PointInTime } from '#answers/point-in-time';
import type { SnapshotView } from '#answers/views.snapshot';
import type { Product } from '#http/product';
import { sha256 } from '#ledger-store/entry-codec';
import { formatNamed, type SnapshotFormat } from '../domain/snapshot.events.ts';
import { refuse } from '../domain/snapshot.refusals.ts';

/** A document as it follows from the entries. */
export interface MadeSnapshot {
  readonly document: SnapshotDocument;
  /** Its bytes, as UTF-8 text. */
  readonly text: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

/** What documents are made with. */
export type SnapshotSources = Pick<Product, 'read' | 'rootAt'>;

/** Makes the document of the matrix at a point on both clocks, from what is derived, in the format of today or in another. @throws NotYetKnown, NotFound */
export async function makeSnapshot(
  sources: SnapshotSources,
  engagementId: string,
  point: PointInTime,
  format: SnapshotFormat = SNAPSHOT_FORMAT,
): Promise<MadeSnapshot> {
  const matter = sources.read.snapshotMatter(engagementId, point);
  const document = snapshotDocument(matter, await sources.rootAt(engagementId, matter.treeSize), format);
  const text = documentText(document);
  return { document, text, digest: `sha256:${sha256(text, 'hex')}` };
}

/** The document of a snapshot that was sealed, made again, whatever came of it. */
export const makeAgain = (
  sources: SnapshotSources,
  engagementId: string,
  { effective, treeSize, format }: SnapshotView,
): Promise<MadeSnapshot> =>
  makeSnapshot(sources, engagementId, { effective: { at: effective }, known: { treeSize } }, formatNamed(format));

/** The sealed document itself: no other bytes are ever given for it. @throws Refusal `snapshot/not-reproducible` */
export async function sealedDocument(
  sources: SnapshotSources,
  engagementId: string,
  snapshot: SnapshotView,
): Promise<MadeSnapshot> {
  const made = await makeAgain(sources, engagementId, snapshot);
  if (made.digest !== snapshot.digest) refuse.notReproducible(snapshot.id, snapshot.digest, made.digest);
  return made;
}
