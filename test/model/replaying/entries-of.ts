import { hash } from 'node:crypto';
import type { Entry } from '#kernel/event';
import { canonicalize } from '#kernel/json';
import { ledgerNamespace, sha256, uuid5 } from '#ledger-store/entry-codec';
import { verifySignature } from '#ledger-store/node-signatures';
import { LEDGER } from '#rulebook/given-when-then';
import { Replay, type ReplayOptions } from '#replay/replay';
import type { Verdict } from '#replay/verdict';
import type { OnusEvent } from '#rulebook/rulebook';
import type { Append } from '../random-ledger.ts';

export { LEDGER };

const NAMESPACE = ledgerNamespace(LEDGER);

/** The id of a command, in the order in which they were recorded. */
export const commandId = (place: number): string => uuid5(NAMESPACE, `command ${place}`);

/** The entries of what was appended, as the write path would have written them. */
export function entriesOf(appends: readonly Append[], ledger = LEDGER): Entry<OnusEvent>[] {
  const entries: Entry<OnusEvent>[] = [];
  for (const [place, { events, actor, at: recordedAt, body }] of appends.entries()) {
    const id = commandId(place);
    const command = { id, correlation: id, causation: null, body };
    for (const [ordinal, { type, schema, data }] of events.entries()) {
      const entryId = uuid5(ledgerNamespace(ledger), `${id}/${ordinal}`);
      const index = entries.length;
      entries.push({ v: 1, ledger, index, id: entryId, type, schema, recordedAt, actor, command, data });
    }
  }
  // As they are read from bytes: nothing is shared, nothing is undefined.
  return entries.map((entry) => JSON.parse(canonicalize(entry)) as Entry<OnusEvent>);
}

export const sha1 = (bytes: Uint8Array): string => hash('sha1', bytes, 'hex');

/** What a replay says of entries, or of texts that are not entries at all. */
export function verdictOn(
  entries: Iterable<Entry | string | Uint8Array>,
  { prefix = false, ...options }: Partial<ReplayOptions> & { readonly prefix?: boolean } = {},
): Verdict {
  const replay = new Replay({ sha256, verifySignature, sha1, ...options });
  for (const entry of entries) {
    const exact = typeof entry === 'string' || entry instanceof Uint8Array ? entry : canonicalize(entry);
    if (!replay.add(exact)) break;
  }
  return replay.finish({ prefix });
}
