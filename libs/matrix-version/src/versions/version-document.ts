import { documentText, SNAPSHOT_FORMAT, snapshotDocument, type SnapshotDocument } from '#answers/snapshot/document';
import type { PointInTime } from '#answers/point-in-time';
import type { VersionState, VersionView } from '#answers/matrix-version/views';
import type { Product } from '#http/product';
import { sha256 } from '#ledger-store/entry-codec';
import { formatNamed, type SnapshotFormat } from '#snapshot/domain/snapshot.events';
import { refuse } from '#snapshot/domain/snapshot.refusals';

/** What documents are made with. */
export type VersionSources = Pick<Product, 'read' | 'rootAt'>;

/** A document of the matrix as it follows from the entries, its bytes as UTF-8 text, and their digest. */
export interface VersionDocument {
  readonly document: SnapshotDocument;
  readonly text: string;
  readonly digest: string;
}

/** Makes the document of the matrix at a point on both clocks. @throws NotYetKnown, NotFound */
export async function documentAt(
  sources: VersionSources,
  engagementId: string,
  point: PointInTime,
  format: SnapshotFormat = SNAPSHOT_FORMAT,
): Promise<VersionDocument> {
  const matter = sources.read.snapshotMatter(engagementId, point);
  const document = snapshotDocument(matter, await sources.rootAt(engagementId, matter.treeSize), format);
  const text = documentText(document);
  return { document, text, digest: `sha256:${sha256(text, 'hex')}` };
}

const pointOf = ({ effective, treeSize }: VersionView): PointInTime => ({
  effective: { at: effective },
  known: { treeSize },
});

/** The document that both sides sign: no other bytes are ever given for it. @throws Refusal `snapshot/not-reproducible` */
export async function versionDocument(
  sources: VersionSources,
  engagementId: string,
  version: VersionView,
): Promise<VersionDocument> {
  const made = await documentAt(sources, engagementId, pointOf(version), formatNamed(version.format));
  if (made.digest !== version.digest) refuse.notReproducible(version.id, version.digest, made.digest);
  return made;
}

/** A version, whether it verifies, and whether the matrix of its instant is another by now. @throws NotFound */
export async function versionState(sources: VersionSources, engagementId: string, id: string): Promise<VersionState> {
  const { read } = sources;
  const version = read.register.version(engagementId, id);
  const { digest } = await documentAt(sources, engagementId, pointOf(version), formatNamed(version.format));
  const { counts } = read.diff(engagementId, pointOf(version), { effective: { at: version.effective } });
  const moved = counts.added + counts.removed + counts.changed > 0;
  return { ...version, verifies: digest === version.digest, moved };
}
