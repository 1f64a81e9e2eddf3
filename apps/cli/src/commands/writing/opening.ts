import { toSeal } from '#kernel/sealed';
import type { Opening } from '../../client/onus-client.ts';

/** How an engagement is opened, where the caller does not say otherwise. */
export interface OpeningOptions {
  readonly title?: string;
  readonly zone?: string;
  readonly provider?: string;
  readonly client?: string;
  readonly founder?: string;
}

/** The terms under which an engagement is opened from the command line. */
export function openingOf(slug: string, { title, zone, provider, client, founder }: OpeningOptions): Opening {
  return {
    slug,
    title: title ?? slug,
    zone: zone ?? 'UTC',
    provider: provider ?? 'Provider',
    client: client ?? 'Client',
    founder: { kind: 'person', name: toSeal(founder ?? 'Founder') },
  };
}
