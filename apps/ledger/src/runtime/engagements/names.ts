import type { Actor } from '#kernel/event';
import { CLIENT, FOUNDER, PROVIDER } from '#engagement/domain/members';

export const STREAM_PREFIX = 'engagement-';

/** The stream that holds an engagement's ledger. */
export const streamOf = (engagementId: string): string => `${STREAM_PREFIX}${engagementId}`;

/** Name of an engagement's ledger: scheme-less, in every entry, checkpoint and key of it. */
export const ledgerName = (origin: string, engagementId: string): string => `${origin}/engagements/${engagementId}`;

/** Who opens an engagement: its first member, of the provider. */
export const founder = (auth: string): Actor => ({
  member: FOUNDER,
  party: PROVIDER,
  kind: 'person',
  onBehalfOf: null,
  auth,
});

/** The ids of the two parties that every engagement has. */
export const PARTIES = { provider: PROVIDER, client: CLIENT } as const;
