import type { Disclosure } from '#kernel/sealed';
import {
  type Appended,
  EventStore,
  type NewEntry,
  RevisionConflict,
  type StoredEntry,
  StoreUnavailable,
  checkAppend,
  checkLimit,
} from './event-store.ts';
import { Bell, followTail } from './tail.ts';

/** Keeps everything in memory and nothing beyond its own life: for tests of code that needs a store but no disk. */
export class MemoryEventStore extends EventStore {
  readonly #all: StoredEntry[] = [];
  readonly #streams = new Map<string, StoredEntry[]>();
  readonly #disclosures = new Map<string, Map<string, Disclosure>>();
  readonly #bell = new Bell();
  #closed = false;

  override async append(
    stream: string,
    expectedRevision: number,
    entries: readonly NewEntry[],
    disclosures: readonly Disclosure[] = [],
  ): Promise<Appended> {
    this.#checkOpen();
    checkAppend(stream, expectedRevision, entries);
    const standing = this.#streams.get(stream) ?? [];
    const actual = standing.length - 1;
    if (actual !== expectedRevision) {
      const again = standing.slice(expectedRevision + 1, expectedRevision + 1 + entries.length);
      if (!sameBytes(again, entries)) throw new RevisionConflict(stream, expectedRevision, actual);
      return { firstRevision: expectedRevision + 1, position: again.at(-1)!.position };
    }
    this.#streams.set(stream, standing);
    for (const entry of entries) {
      const stored = {
        position: this.#all.length + 1,
        stream,
        revision: standing.length,
        bytes: new Uint8Array(entry.bytes),
      };
      standing.push(stored);
      this.#all.push(stored);
    }
    this.#keep(stream, disclosures);
    this.#bell.ring();
    return { firstRevision: expectedRevision + 1, position: this.#all.length };
  }

  override async readStream(stream: string, fromRevision: number, limit: number): Promise<readonly StoredEntry[]> {
    this.#checkOpen();
    checkLimit(limit);
    const from = Math.max(0, fromRevision);
    return (this.#streams.get(stream) ?? []).slice(from, from + limit).map(copy);
  }

  override async readAll(afterPosition: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.#after(afterPosition, limit);
  }

  override async readAt(position: number): Promise<StoredEntry | undefined> {
    this.#checkOpen();
    return this.#all.slice(position - 1, position).map(copy)[0];
  }

  override follow(afterPosition: number, signal: AbortSignal): AsyncIterable<readonly StoredEntry[]> {
    const read = (after: number, limit: number): readonly StoredEntry[] => this.#after(after, limit);
    return followTail({ bell: this.#bell, read, isClosed: () => this.#closed }, afterPosition, signal);
  }

  override async lastRevision(stream: string): Promise<number> {
    this.#checkOpen();
    return (this.#streams.get(stream)?.length ?? 0) - 1;
  }

  override async lastPosition(): Promise<number> {
    this.#checkOpen();
    return this.#all.length;
  }

  override async readDisclosures(stream: string, commitments: readonly string[]): Promise<readonly Disclosure[]> {
    this.#checkOpen();
    const kept = this.#disclosures.get(stream);
    return [...new Set(commitments)].flatMap((commitment) => kept?.get(commitment) ?? []);
  }

  override async eraseDisclosures(stream: string, commitments: readonly string[]): Promise<number> {
    this.#checkOpen();
    const kept = this.#disclosures.get(stream);
    return commitments.filter((commitment) => kept?.delete(commitment) === true).length;
  }

  override async close(): Promise<void> {
    this.#closed = true;
    this.#bell.ring();
  }

  #after(afterPosition: number, limit: number): readonly StoredEntry[] {
    this.#checkOpen();
    checkLimit(limit);
    const from = Math.max(0, afterPosition);
    return this.#all.slice(from, from + limit).map(copy);
  }

  #keep(stream: string, disclosures: readonly Disclosure[]): void {
    if (disclosures.length === 0) return;
    const kept = this.#disclosures.get(stream) ?? new Map<string, Disclosure>();
    for (const disclosure of disclosures) kept.set(disclosure.commitment, disclosure);
    this.#disclosures.set(stream, kept);
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreUnavailable('the in-memory event store was closed; open a new one');
  }
}

/** A reader may write into what it was given; the store must not notice. */
const copy = (entry: StoredEntry): StoredEntry => ({ ...entry, bytes: entry.bytes.slice() });

function sameBytes(standing: readonly StoredEntry[], entries: readonly NewEntry[]): boolean {
  return (
    standing.length === entries.length &&
    standing.every((entry, i) => Buffer.compare(entry.bytes, entries[i]!.bytes) === 0)
  );
}
