import type { VersionEvent } from '#matrix-version/domain/version.events';
import type { VersionStatus, VersionView } from './views.ts';
import { ofType, type Teller, type Told } from './told.ts';

/** A version from everything that is known of it, in order; the first event proposed it. */
export function versionView(told: readonly Told<VersionEvent>[], { open }: Teller): VersionView {
  const { mention: proposed, data } = ofType(told, 'VersionProposed')[0]!;
  const { versionId: id, side, format, effective, treeSize, root, digest, lines } = data;
  const signatures = ofType(told, 'VersionSigned').map(({ mention, data: signed }) => ({
    ...mention,
    side: signed.side,
  }));
  const { status, end, reason } = endOf(told);
  return {
    id,
    status,
    side,
    format,
    effective,
    treeSize,
    root,
    digest,
    lines,
    proposed,
    signatures,
    over: end?.mention ?? null,
    reason: reason === undefined ? null : open(reason),
  };
}

const ENDS = { VersionAgreed: 'agreed', VersionWithdrawn: 'withdrawn', VersionDeclined: 'declined' } as const;

function endOf(told: readonly Told<VersionEvent>[]) {
  const end = told.find(({ event }) => event.type in ENDS);
  const status: VersionStatus = end === undefined ? 'open' : ENDS[end.event.type as keyof typeof ENDS];
  return { status, end, reason: end !== undefined && 'reason' in end.event.data ? end.event.data.reason : undefined };
}
