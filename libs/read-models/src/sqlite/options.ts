import type { Share } from '#ledger-store/shares/share';
import type { ProjectedFeed } from './projecting/thread.ts';
import type { Disclosures } from './queries/people/texts.ts';

export interface SqliteReadModelsOptions {
  /** Where the files are kept; made where it is missing. */
  readonly folder: string;
  readonly feed: ProjectedFeed;
  /** Where sealed texts are opened while a question is answered; where they lie apart for each share, how to find them. */
  readonly disclosures: Disclosures;
  /** The share of the engagements that is derived; without one, all of them. */
  readonly share?: Share | undefined;
  /** Version of the tables, and the oldest that can still be read while they are built anew. For tests of the change-over. */
  readonly versions?: { readonly current: number; readonly readableSince: number };
}
