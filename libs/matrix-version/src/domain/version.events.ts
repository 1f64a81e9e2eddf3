import type { Side } from '#engagement/domain/members';
import type { DomainEvent } from '#kernel/event';
import type { Sealed } from '#kernel/sealed';
import type { SnapshotTaken } from '#snapshot/domain/snapshot.events';

/** Version `v3` was the third that was proposed. */
export type VersionId = string;

/** The two sides of the contract: a version is agreed when a person of each has signed it. */
export const SIGNING_SIDES = ['provider', 'client'] as const satisfies readonly Side[];
export type SigningSide = (typeof SIGNING_SIDES)[number];

/** What both sides sign: the document of a snapshot, by its digest, with everything that it is made from. */
export type VersionText = Omit<SnapshotTaken['data'], 'snapshotId'>;

/** One side proposed all lines of the matrix, as they hold at an instant, for both sides to sign. Open until it is agreed or given up. */
export type VersionProposed = DomainEvent<
  'VersionProposed',
  1,
  VersionText & { readonly versionId: VersionId; readonly side: SigningSide }
>;

/** A person of one side signed the version; `digest` is the one that was read, of the whole document. */
export type VersionSigned = DomainEvent<
  'VersionSigned',
  1,
  { readonly versionId: VersionId; readonly digest: string; readonly side: SigningSide }
>;

/** Both sides have signed. `signatures` are the entries of the provider's and of the client's signature, in this order. */
export type VersionAgreed = DomainEvent<
  'VersionAgreed',
  1,
  { readonly versionId: VersionId; readonly digest: string; readonly signatures: readonly [number, number] }
>;

/** The side that proposed the version took it back. */
export type VersionWithdrawn = DomainEvent<
  'VersionWithdrawn',
  1,
  { readonly versionId: VersionId; readonly reason: Sealed }
>;

/** The other side will not sign it. */
export type VersionDeclined = DomainEvent<
  'VersionDeclined',
  1,
  { readonly versionId: VersionId; readonly side: SigningSide; readonly reason: Sealed }
>;

export type VersionEvent = VersionProposed | VersionSigned | VersionAgreed | VersionWithdrawn | VersionDeclined;
