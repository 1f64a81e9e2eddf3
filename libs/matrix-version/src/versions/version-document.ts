import type { PointInTime } from '#answers/point-in-time';
import type { VersionState, VersionView } from '#answers/matrix-version/views';
import { formatNamed } from '#snapshot/domain/snapshot.events';
import { refuse } from '#snapshot/domain/snapshot.refusals';
import { makeSnapshot, type MadeSnapshot, type SnapshotSources } from '#snapshot/making/made-snapshot';

/** What documents are made with. */
export type VersionSources = SnapshotSources;

const pointOf = ({ effective, treeSize }: VersionView): PointInTime => ({
  effective: { at: effective },
  known: { treeSize },
});

/** The document that both sides sign: no other bytes are ever given for it. @throws Refusal `snapshot/not-reproducible` */
export async function versionDocument(
  sources: VersionSources,
  engagementId: string,
  version: VersionView,
): Promise<MadeSnapshot> {
  const made = await makeSnapshot(sources, engagementId, pointOf(version), formatNamed(version.format));
  if (made.digest !== version.digest) refuse.notReproducible(version.id, version.digest, made.digest);
  return made;
}

/** A version, whether it verifies, and whether the matrix of its instant is another by now. @throws NotFound */
export async function versionState(sources: VersionSources, engagementId: string, id: string): Promise<VersionState> {
  const { read } = sources;
  const version = read.register.version(engagementId, id);
  const { digest } = await makeSnapshot(sources, engagementId, pointOf(version), formatNamed(version.format));
  const { counts } = read.diff(engagementId, pointOf(version), { effective: { at: version.effective } });
  const moved = counts.added + counts.removed + counts.changed > 0;
  return { ...version, verifies: digest === version.digest, moved };
}
