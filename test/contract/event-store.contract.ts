import { afterEach, beforeEach, describe } from '@jest/globals';
import type { EventStore } from '#ledger-store/event-store';
import { appendingContract } from './appending.contract.ts';
import { concurrencyContract } from './concurrency.contract.ts';
import { closingContract } from './closing.contract.ts';
import { disclosuresContract } from './disclosures.contract.ts';
import { followingContract } from './following.contract.ts';
import { readingContract } from './reading.contract.ts';

/** A store under test, opened empty; `close` closes it, checks it and releases what it stood on. */
export interface OpenedStore {
  readonly store: EventStore;
  readonly close: () => Promise<void>;
}

const PARTS: readonly (readonly [title: string, contract: (opened: () => EventStore) => void])[] = [
  ['appends', appendingContract],
  ['called from many sides', concurrencyContract],
  ['reads', readingContract],
  ['followed', followingContract],
  ['with disclosures', disclosuresContract],
  ['closing', closingContract],
];

/** Holds an adapter to each sentence of the comment on `EventStore`. */
export function eventStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as an event store`, () => {
    let opened: OpenedStore;

    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    const store = (): EventStore => opened.store;
    describe.each(PARTS)('%s', (_, contract) => {
      contract(store);
    });
  });
}
