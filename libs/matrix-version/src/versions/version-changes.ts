import type { Effective } from '#answers/point-in-time';
import type { VersionChanges, VersionView } from '#answers/matrix-version/views';
import { NotFound, type ReadModels } from '#read-models/read-models';

const PAGE = 200;

/**
 * What is different in the matrix at an instant, as known now, from a version that both sides signed: the one that is named, or
 * the last. @throws NotFound where there is none
 */
export function versionChanges(
  read: ReadModels,
  engagementId: string,
  effective: Effective,
  id?: string,
): VersionChanges {
  const version = id === undefined ? lastAgreed(read, engagementId) : read.register.version(engagementId, id);
  const { effective: at, treeSize } = version;
  const diff = read.diff(engagementId, { effective: { at }, known: { treeSize } }, { effective });
  return { version, ...diff };
}

/** The version that was agreed last. */
function lastAgreed(read: ReadModels, engagementId: string): VersionView {
  let last: VersionView | undefined;
  for (let after: string | undefined; ;) {
    const page = read.register.versions(engagementId, {}, { limit: PAGE, ...(after !== undefined && { after }) });
    for (const version of page.items) {
      if (version.status === 'agreed' && (last?.over?.entry ?? -1) < version.over!.entry) last = version;
    }
    if (page.next === null) break;
    after = page.next;
  }
  if (last === undefined) throw new NotFound('version', 'that both sides have signed');
  return last;
}
