import type { Disclosure } from '#kernel/sealed';
import type { NewEntry, StoredEntry } from '#ledger-store/event-store';
import { digestOf } from './store-audit.ts';

/**
 * The entry that the appender writes as a stream's revision: different for each place and each run of the appender, and
 * known to whoever audits, so that nothing can stand in the store that nobody appended.
 */
export function appenderEntry(run: string, stream: string, revision: number): NewEntry {
  const id = `${run}/${stream}/${revision}`;
  const pad = digestOf(new TextEncoder().encode(id)).repeat(1 + (revision % 17));
  return { id, bytes: new TextEncoder().encode(JSON.stringify({ run, stream, revision, pad })) };
}

/** The disclosure that the appender writes with a stream's revision. */
export const appenderDisclosure = (stream: string, revision: number): Disclosure => ({
  commitment: `c-${stream}-${revision}`,
  salt: 'salt',
  name: '/reason',
  value: `reason of ${stream} at ${revision}`,
  subject: 'm_1',
});

/** Whether an entry is one that the appender writes there. */
export function isAppenders({ stream, revision, bytes }: StoredEntry): boolean {
  const { run } = JSON.parse(new TextDecoder().decode(bytes)) as { run: string };
  return Buffer.compare(bytes, appenderEntry(run, stream, revision).bytes) === 0;
}
