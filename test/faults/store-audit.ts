import { hash } from 'node:crypto';
import type { EventStore, NewEntry, StoredEntry } from '#ledger-store/event-store';

/** An entry that somebody was told is durable. */
export interface Acknowledged {
  readonly stream: string;
  readonly revision: number;
  /** SHA-256 of the bytes, hex. */
  readonly digest: string;
}

export const digestOf = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

export const acknowledgements = (stream: string, firstRevision: number, entries: readonly NewEntry[]): Acknowledged[] =>
  entries.map(({ bytes }, i) => ({ stream, revision: firstRevision + i, digest: digestOf(bytes) }));

/** What a line `ack <stream> <revision> <digest>` says, as `appender.ts` prints it. */
export function acknowledgedIn(line: string): Acknowledged {
  const [, stream, revision, digest] = line.split(' ');
  return { stream: stream!, revision: Number(revision), digest: digest! };
}

/**
 * Reads a whole store and says what is wrong with it; nothing, when the list is empty.
 *
 * - Everything acknowledged stands at its place, unchanged.
 * - Revisions of a stream are contiguous from 0, and positions ascend.
 * - Nothing stands twice in a stream. (Those who use this write no two entries of a stream with the same bytes.)
 * - Reading stream by stream gives what reading everything gives.
 */
export async function auditStore(store: EventStore, acknowledged: Iterable<Acknowledged>): Promise<string[]> {
  const findings: string[] = [];
  const digests = new Map<string, string[]>();
  const places = new Map<string, string>();
  let position = 0;
  for await (const entry of everything(store)) {
    const place = `${entry.stream}@${entry.revision}`;
    const digest = digestOf(entry.bytes);
    const stream = digests.get(entry.stream) ?? [];
    digests.set(entry.stream, stream);
    if (entry.position <= position) findings.push(`${place} has position ${entry.position} after ${position}`);
    if (entry.revision !== stream.length) findings.push(`${place} comes where revision ${stream.length} was due`);
    const twin = places.get(entry.stream + digest);
    if (twin !== undefined) findings.push(`${place} stands already at ${twin}`);
    position = entry.position;
    stream.push(digest);
    places.set(entry.stream + digest, place);
  }
  for (const { stream, revision, digest } of acknowledged) {
    const found = digests.get(stream)?.[revision];
    if (found === undefined) findings.push(`${stream}@${revision} was acknowledged and is gone`);
    else if (found !== digest) findings.push(`${stream}@${revision} was acknowledged with other bytes`);
  }
  for (const [stream, all] of digests) findings.push(...(await compareWithStream(store, stream, all)));
  return findings;
}

async function compareWithStream(store: EventStore, stream: string, digests: readonly string[]): Promise<string[]> {
  const findings: string[] = [];
  const last = await store.lastRevision(stream);
  if (last !== digests.length - 1) findings.push(`${stream} is said to end at ${last}, not at ${digests.length - 1}`);
  const read = await store.readStream(stream, 0, digests.length + 1);
  const same = read.length === digests.length && read.every(({ bytes }, i) => digestOf(bytes) === digests[i]);
  if (!same) findings.push(`${stream} reads otherwise alone than among all`);
  return findings;
}

async function* everything(store: EventStore): AsyncGenerator<StoredEntry, void, undefined> {
  for (let position = 0; ;) {
    const batch = await store.readAll(position, 1_000);
    yield* batch;
    if (batch.length < 1_000) return;
    position = batch.at(-1)!.position;
  }
}
