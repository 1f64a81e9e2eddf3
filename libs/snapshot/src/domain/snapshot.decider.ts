import type { Circumstances } from '#kernel/decider';
import { requireRole, type WithEngagement } from '#engagement/domain/engagement.state';
import type { SnapshotCommand, TakeSnapshot } from './snapshot.commands.ts';
import { SNAPSHOT_FORMATS, type SnapshotEvent } from './snapshot.events.ts';
import { refuse } from './snapshot.refusals.ts';

const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** 32 bytes in base64 with padding: of the last character but the padding only four bits count, the other two are 0. */
const ROOT = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/**
 * The rules about snapshots: who may seal one, and that it names what can be. Whether the digest is that of the document is no
 * rule: it follows from the entries before, and whoever has them can work it out.
 */
export function decideSnapshot(
  { data }: SnapshotCommand,
  { engagement }: WithEngagement,
  { actor, nextIndex }: Circumstances,
): readonly SnapshotEvent[] {
  requireRole(engagement, actor, 'owner', 'contributor', 'approver');
  checkSealed(data, nextIndex);
  return [{ type: 'SnapshotTaken', schema: 1, data: { snapshotId: `s${nextIndex}`, ...data } }];
}

/** Refuses what cannot be the document of a snapshot in a ledger of `size` entries. */
export function checkSealed({ format, treeSize, root, digest, lines }: TakeSnapshot['data'], size: number): void {
  if (!SNAPSHOT_FORMATS.includes(format)) refuse.unknownFormat(format);
  if (!Number.isSafeInteger(treeSize) || treeSize < 1 || treeSize > size) refuse.noSuchSize(treeSize, size);
  if (!ROOT.test(root)) refuse.badRoot(root);
  if (!DIGEST.test(digest)) refuse.badDigest(digest);
  if (!Number.isSafeInteger(lines) || lines < 0) refuse.badCount(lines);
}
