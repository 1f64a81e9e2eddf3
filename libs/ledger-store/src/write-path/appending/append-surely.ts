import type { Disclosure } from '#kernel/sealed';
import { OutcomeUnknown, type Appended, type EventStore } from '../../event-store.ts';
import type { DecidedEntry } from '../copy/ledger-memory.ts';

/** How often an append whose outcome is unknown is sent before the caller is told so. */
const TRIES = 4;

/** An append whose outcome is unknown is sent again, the same bytes at the same revision, which the store recognises. */
export async function appendSurely(
  { store, stream }: { readonly store: EventStore; readonly stream: string },
  entries: readonly DecidedEntry[],
  disclosures: readonly Disclosure[],
): Promise<Appended> {
  const expected = entries[0]!.index - 1;
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.append(stream, expected, entries, disclosures);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown) || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * 3 ** (attempt - 1)));
    }
  }
}
