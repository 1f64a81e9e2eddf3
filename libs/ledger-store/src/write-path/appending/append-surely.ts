import { setTimeout as pause } from 'node:timers/promises';
import type { Disclosure } from '#kernel/sealed';
import { OutcomeUnknown, type Appended, type EventStore } from '../../event-store.ts';
import type { DecidedEntry } from '../copy/ledger-memory.ts';

/** How often an append whose outcome is unknown is sent before the caller is told so. */
const TRIES = 4;

/** An append whose outcome is unknown is sent again, the same bytes at the same revision, which the store recognises. */
export function appendSurely(
  { store, stream }: { readonly store: EventStore; readonly stream: string },
  entries: readonly DecidedEntry[],
  disclosures: readonly Disclosure[],
): Promise<Appended> {
  const expected = entries[0]!.index - 1;
  const attempt = (number: number): Promise<Appended> =>
    store.append(stream, expected, entries, disclosures).catch(async (error: unknown) => {
      if (!(error instanceof OutcomeUnknown) || number === TRIES) throw error;
      await pause(20 * 3 ** (number - 1));
      return attempt(number + 1);
    });
  return attempt(1);
}
