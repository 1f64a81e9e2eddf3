import type { Circumstances } from '#kernel/decider';
import type { WithEngagement } from '#engagement/domain/engagement.state';
import type { WithResponsibility } from '#responsibility/domain/responsibility.state';
import { checkSealed } from '#snapshot/domain/snapshot.decider';
import type { ProposeVersion, SignVersion, VersionCommand } from '../matrix-version.commands.ts';
import { refuse } from '../matrix-version.refusals.ts';
import type { WithMatrixVersion } from '../matrix-version.state.ts';
import { signingSide, writingSide } from '../sides.ts';
import type { VersionEvent } from '../version.events.ts';
import { openVersion, proposedVersions, type OpenVersion } from './version.state.ts';

type State = WithEngagement & WithResponsibility & WithMatrixVersion;

/**
 * The rules about versions: both sides sign one digest, which is that of all lines at an instant. Whether it is the digest of the
 * document is no rule: it follows from the entries before, and whoever has them can work it out. That the matrix has not been
 * changed since is one, so that nobody signs what no longer holds.
 */
export function decideVersion(
  command: VersionCommand,
  state: State,
  circumstances: Circumstances,
): readonly VersionEvent[] {
  const { versions } = state.matrixVersion;
  switch (command.type) {
    case 'ProposeVersion':
      return propose(command, state, circumstances);
    case 'SignVersion':
      return sign(command, state, circumstances);
    case 'WithdrawVersion': {
      const { version: versionId, reason } = command.data;
      const { side } = openVersion(versions, versionId);
      if (writingSide(state.engagement, circumstances.actor) !== side) refuse.otherSide(versionId);
      return [{ type: 'VersionWithdrawn', schema: 1, data: { versionId, reason } }];
    }
    case 'DeclineVersion': {
      const { version: versionId, reason } = command.data;
      const { side: proposing } = openVersion(versions, versionId);
      const side = signingSide(state.engagement, circumstances);
      if (side === proposing) refuse.ownSide(versionId);
      return [{ type: 'VersionDeclined', schema: 1, data: { versionId, side, reason } }];
    }
  }
}

function propose(
  { data }: ProposeVersion,
  { engagement, responsibility, matrixVersion }: State,
  { actor, nextIndex }: Circumstances,
): readonly VersionEvent[] {
  const side = writingSide(engagement, actor);
  checkSealed(data, nextIndex);
  // Nothing may have been said since the document was made: what it is worth from then on is kept with the version.
  if (responsibility.lastStatement >= data.treeSize) refuse.baseMoved(responsibility.lastStatement);
  const versionId = `v${proposedVersions(matrixVersion.versions) + 1}`;
  return [{ type: 'VersionProposed', schema: 1, data: { versionId, side, ...data } }];
}

/** Whoever proposed it may sign for his own side: a signature is of the whole version, and the other side's is always another person's. */
function sign(
  { data: { version: versionId, digest } }: SignVersion,
  { engagement, matrixVersion }: State,
  circumstances: Circumstances,
): readonly VersionEvent[] {
  const version = openVersion(matrixVersion.versions, versionId);
  const side = signingSide(engagement, circumstances);
  // What is signed is the document that was read.
  if (digest !== version.digest) refuse.otherDigest(versionId, version.digest);
  if (version.moved !== null) refuse.baseMoved(version.moved);
  if (version.signatures[side] !== undefined) refuse.sideHasSigned(side, versionId);
  const signed: VersionEvent = { type: 'VersionSigned', schema: 1, data: { versionId, digest, side } };
  const { provider, client }: OpenVersion['signatures'] = { ...version.signatures, [side]: circumstances.nextIndex };
  if (provider === undefined || client === undefined) return [signed];
  const agreed = { versionId, digest, signatures: [provider, client] } as const;
  return [signed, { type: 'VersionAgreed', schema: 1, data: agreed }];
}
