import { StoreUnavailable } from '../../event-store.ts';

/**
 * An entry that stood in the event store is not there any more, or is another one: the store was put back to an older state. Whatever is
 * decided on it now would be a second history under one key. Nothing was recorded; it goes on when the entries are there again.
 */
export class EntriesLost extends StoreUnavailable {
  /** `index` is that of the entry. */
  constructor(stream: string, index: number) {
    super(
      `entry ${index} of ${stream} was recorded, and the event store does not have it any more: it was put back to an older state. ` +
        'Nothing is recorded in this ledger. Put the newer one back, or stop every replica, and go by "Putting one back" in docs/operating.md',
    );
    this.name = 'EntriesLost';
  }
}
