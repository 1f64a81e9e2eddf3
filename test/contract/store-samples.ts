import type { Disclosure } from '#kernel/sealed';
import type { EventStore, NewEntry, StoredEntry } from '#ledger-store/event-store';

/** An entry whose bytes say what it is, filled up to a size. */
export function entry(text: string, size = 0): NewEntry {
  return { id: text, bytes: new TextEncoder().encode(text.padEnd(size, '.')) };
}

/** Entries that are called `entry <from>`, `entry <from + 1>` and so on. */
export const entries = (from: number, count: number, size = 0): NewEntry[] =>
  Array.from({ length: count }, (_, i) => entry(`entry ${from + i}`, size));

export const disclosure = (commitment: string, value: string): Disclosure => ({
  commitment,
  salt: `salt of ${commitment}`,
  name: '/name',
  value,
  subject: 'm_1',
});

export const textOf = (stored: StoredEntry): string => new TextDecoder().decode(stored.bytes);

export const namesOf = (given: readonly NewEntry[]): string[] => given.map(({ id }) => id);

/** Everything that a stream has, read in small steps. */
export async function wholeStream(store: EventStore, stream: string): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  for (;;) {
    const batch = await store.readStream(stream, all.length, 100);
    all.push(...batch);
    if (batch.length < 100) return all;
  }
}

/** Everything that the store has, read in small steps. */
export async function wholeStore(store: EventStore): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  for (;;) {
    const batch = await store.readAll(all.at(-1)?.position ?? 0, 100);
    all.push(...batch);
    if (batch.length < 100) return all;
  }
}

/** Follows until so many entries have come. */
export async function followed(store: EventStore, afterPosition: number, count: number): Promise<StoredEntry[]> {
  const enough = new AbortController();
  const seen: StoredEntry[] = [];
  for await (const batch of store.follow(afterPosition, enough.signal)) {
    seen.push(...batch);
    if (seen.length >= count) enough.abort();
  }
  return seen;
}
