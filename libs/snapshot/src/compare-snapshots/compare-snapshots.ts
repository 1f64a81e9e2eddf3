import type { PointInTime } from '#answers/point-in-time';
import type { SnapshotComparison, SnapshotView } from '#answers/views.snapshot';
import type { ReadModels } from '#read-models/read-models';

/** One side of a comparison: a snapshot, or a point on both clocks. */
export type Side = { readonly snapshot: string } | PointInTime;

const SNAPSHOT_ID = /^s\d+$/;

/** A side as it is written: `s41`, an instant or a day, or one of these with `@` and what is known. */
export function sideOf(text: string, pointOf: (effective: string, known: string | undefined) => PointInTime): Side {
  if (SNAPSHOT_ID.test(text)) return { snapshot: text };
  const at = text.indexOf('@');
  return at < 0 ? pointOf(text, undefined) : pointOf(text.slice(0, at), text.slice(at + 1));
}

/** What differs between two snapshots, two instants, or one of each. @throws NotFound, NotYetKnown */
export function compareSnapshots(read: ReadModels, engagementId: string, from: Side, to: Side): SnapshotComparison {
  const [before, after] = [snapshotOf(read, engagementId, from), snapshotOf(read, engagementId, to)];
  const diff = read.diff(engagementId, pointIn(from, before), pointIn(to, after));
  return { from: before, to: after, ...diff };
}

const snapshotOf = (read: ReadModels, engagementId: string, side: Side): SnapshotView | null =>
  'snapshot' in side ? read.snapshot(engagementId, side.snapshot) : null;

function pointIn(side: Side, snapshot: SnapshotView | null): PointInTime {
  if (!('snapshot' in side)) return side;
  const { effective, treeSize } = snapshot!;
  return { effective: { at: effective }, known: { treeSize } };
}
