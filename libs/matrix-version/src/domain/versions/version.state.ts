import type { Recorded } from '#kernel/decider';
import { FOREVER, microsOf, type Micros } from '#kernel/instant';
import type { ImportCompleted, StatementEvent } from '#responsibility/domain/responsibility.events';
import { openImportOf, type ResponsibilityState } from '#responsibility/domain/responsibility.state';
import { refuse } from '../matrix-version.refusals.ts';
import type { SigningSide, VersionEvent, VersionId } from '../version.events.ts';

/** A version that waits for signatures. */
export interface OpenVersion {
  readonly side: SigningSide;
  readonly digest: string;
  readonly effective: Micros;
  /** The entry of each side's signature. */
  readonly signatures: { provider?: number; client?: number };
  /** The first entry after the proposal that says something else of the instant; null while there is none. */
  moved: number | null;
}

export type EndOfVersion = 'agreed' | 'withdrawn' | 'declined';

export interface VersionsState {
  readonly open: Map<VersionId, OpenVersion>;
  readonly over: Map<VersionId, EndOfVersion>;
}

export const initialVersions = (): VersionsState => ({ open: new Map(), over: new Map() });

/** Folds one event into the state. */
export function evolveVersions(state: VersionsState, { index, event }: Recorded<VersionEvent>): void {
  const { type, data } = event;
  switch (type) {
    case 'VersionProposed': {
      const { versionId, side, digest, effective } = data;
      state.open.set(versionId, { side, digest, effective: microsOf(effective), signatures: {}, moved: null });
      return;
    }
    case 'VersionSigned':
      openVersion(state, data.versionId).signatures[data.side] = index;
      return;
    case 'VersionAgreed':
      return end(state, data.versionId, 'agreed');
    case 'VersionWithdrawn':
      return end(state, data.versionId, 'withdrawn');
    case 'VersionDeclined':
      return end(state, data.versionId, 'declined');
  }
}

/** How many were ever proposed. */
export const proposedVersions = ({ open, over }: VersionsState): number => open.size + over.size;

/** A version that can still be signed; refuses where it is over, or never was. */
export function openVersion({ open, over }: VersionsState, id: VersionId): OpenVersion {
  const version = open.get(id);
  if (version !== undefined) return version;
  const how = over.get(id);
  return how === undefined ? refuse.unknownVersion(id) : refuse.versionNotOpen(id, how);
}

/**
 * Something is said of the matrix: versions of a time that it speaks of are no longer what the matrix is. What an import says counts
 * with its last part, so its statements are looked at then. Called before the statement is folded into `responsibility`.
 */
export function noteStatement(
  { open }: VersionsState,
  responsibility: ResponsibilityState,
  { index, event }: Recorded<StatementEvent | ImportCompleted>,
): void {
  if (open.size === 0) return;
  if (event.type !== 'ImportCompleted') {
    if (event.data.import === undefined) moveVersions(open, event, index);
    return;
  }
  for (const { event: staged } of openImportOf(responsibility, event.data.importId).staged) {
    moveVersions(open, staged, index);
  }
}

function moveVersions(open: VersionsState['open'], event: StatementEvent, index: number): void {
  // What was done about a duty alters nothing of the matrix.
  if (event.type === 'FactImported') return;
  const from = microsOf(event.data.effectiveFrom);
  const to = event.data.effectiveTo === undefined ? FOREVER : microsOf(event.data.effectiveTo);
  for (const version of open.values()) {
    if (from <= version.effective && version.effective < to) version.moved ??= index;
  }
}

function end(state: VersionsState, id: VersionId, how: EndOfVersion): void {
  openVersion(state, id);
  state.open.delete(id);
  state.over.set(id, how);
}
