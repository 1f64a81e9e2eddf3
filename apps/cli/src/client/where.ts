import type { Share } from '#ledger-store/shares/share';

/** Where the product is: a data folder that this process opens, or a server. */
export type Where = DataFolder | { readonly kind: 'server'; readonly url: string; readonly key: string };

export interface DataFolder {
  readonly kind: 'folder';
  readonly folder: string;
  /** Under which its ledgers are named if it is begun now. */
  readonly origin: string | undefined;
  /** Connection string of the event store that its ledgers are in, where they are not in the folder. */
  readonly shared?: string;
  /** The share of the engagements that the folder is of; without one, of all. */
  readonly share?: Share;
  /** File with the signing key, where it is not in the folder. */
  readonly signingKeyFile?: string;
}
