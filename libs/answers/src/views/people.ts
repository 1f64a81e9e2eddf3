import type { Instant } from '#kernel/instant';

/** A party, or a member of it, by id and by name. `name` is null where it was erased or is not known to this replica. */
export interface Named {
  readonly party: string;
  readonly member?: string;
  readonly name: string | null;
  readonly partyName: string;
  readonly side: 'provider' | 'client' | 'third';
}

/** A decision or statement with its place in the ledger. */
export interface Mention {
  readonly entry: number;
  readonly recordedAt: Instant;
  readonly by: Named;
}
