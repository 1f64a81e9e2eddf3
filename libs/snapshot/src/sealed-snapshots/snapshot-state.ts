import type { SnapshotState } from '#answers/views.snapshot';
import { makeAgain, type SnapshotSources } from '../making/made-snapshot.ts';

/** A snapshot, and whether the document that follows from the entries now is the sealed one. @throws NotFound */
export async function snapshotState(
  sources: SnapshotSources,
  engagementId: string,
  id: string,
): Promise<SnapshotState> {
  const snapshot = sources.read.snapshot(engagementId, id);
  const { digest: made } = await makeAgain(sources, engagementId, snapshot);
  return { ...snapshot, verifies: made === snapshot.digest, made };
}
