import type { Entry } from '#kernel/event';
import type { Micros } from '#kernel/instant';
import type { OnusEvent } from '#rulebook/rulebook';

/** A ledger as the projector knows it. */
export interface LedgerState {
  readonly id: number;
  readonly stream: string;
  /** How many of its entries are derived. */
  size: number;
  /** The tree size that learnt last of a period: since then nothing changed about who bears what. */
  spoken: number;
}

/** An entry on its way into the tables. */
export interface Fact<E extends OnusEvent = OnusEvent> {
  readonly ledger: LedgerState;
  readonly index: number;
  readonly recorded: Micros;
  readonly entry: Entry<E>;
  readonly data: E['data'];
  /** Key of the task that the entry speaks of. */
  readonly task: number | null;
  /** The entries by which the change behind it is in force, joined by commas. */
  readonly behind: string | null;
}

/** An entry that this version cannot derive anything from. Nothing is skipped: the projector stops in front of it. */
export class CannotProject extends Error {
  constructor(stream: string, index: number, reason: string, options?: ErrorOptions) {
    super(`entry ${index} of ${stream}: ${reason}`, options);
    this.name = 'CannotProject';
  }
}
