import type { Pace } from '../harness/callers.ts';

/** What everybody is asked to do for a while: facts over so many ledgers, one of which may be hot. */
export interface SharedJob {
  readonly callers: number;
  readonly where: 'spread' | 'hot';
  /** Whether all commands of a ledger go to one replica. */
  readonly sticky: boolean;
  readonly milliseconds: number;
}

export interface SharedPace extends Pace {
  /** Times that commands had to be decided again, for each thousand commands. */
  readonly conflicts: number;
}

interface Shared {
  /** Connection string. */
  readonly url: string;
  readonly ledgers: number;
}

export interface SharedSettings extends Shared {
  readonly folder: string;
  readonly replicas: number;
}

export interface BareSettings extends Shared {
  /** Where the text of each fact is. */
  readonly texts: 'beside' | 'inside';
}
