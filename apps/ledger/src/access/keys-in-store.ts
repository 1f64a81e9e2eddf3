import { randomUUID } from 'node:crypto';
import { type EventStore, type NewEntry, OutcomeUnknown, RevisionConflict } from '#ledger-store/event-store';
import type { KeyRecord, KeyRecords } from './key-records.ts';

/** Holds the keys of an installation, one record an entry: the newest of a key is what it is. */
const STREAM = 'installation-keys';
const READ_AT_ONCE = 1_000;
/** How often a change is tried while others change keys too, or while nobody knows what became of it. */
const TRIES = 20;

/** The records of API keys in the event store that replicas share: a key that one of them makes is good for all of them. */
export class KeysInStore implements KeyRecords {
  readonly #store: EventStore;
  readonly #records = new Map<string, KeyRecord>();
  #next = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: EventStore) {
    this.#store = store;
  }

  async changed(): Promise<boolean> {
    return (await this.#store.lastRevision(STREAM)) >= this.#next;
  }

  read(): Promise<readonly KeyRecord[]> {
    return this.#alone(() => this.#catchUp());
  }

  change<T>(change: (keys: readonly KeyRecord[]) => { keys: readonly KeyRecord[]; result: T }): Promise<T> {
    return this.#alone(async () => {
      for (let attempt = 1; ; attempt++) {
        const before = await this.#catchUp();
        const { keys, result } = change(before);
        const known = new Set(before);
        const changed = keys.filter((key) => !known.has(key));
        if (changed.length === 0) return result;
        try {
          await this.#append(changed);
          return result;
        } catch (error) {
          if (!(error instanceof RevisionConflict) || attempt === TRIES) throw error;
        }
      }
    });
  }

  async #append(changed: readonly KeyRecord[]): Promise<void> {
    const entries = changed.map((record): NewEntry => ({
      id: randomUUID(),
      bytes: Buffer.from(JSON.stringify({ version: 1, ...record })),
    }));
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#store.append(STREAM, this.#next - 1, entries);
        break;
      } catch (error) {
        if (!(error instanceof OutcomeUnknown) || attempt === TRIES) throw error;
      }
    }
    this.#next += entries.length;
    for (const record of changed) this.#records.set(record.id, record);
  }

  async #catchUp(): Promise<readonly KeyRecord[]> {
    for (;;) {
      const entries = await this.#store.readStream(STREAM, this.#next, READ_AT_ONCE);
      for (const { bytes } of entries) {
        const { version: _, ...record } = JSON.parse(Buffer.from(bytes).toString()) as KeyRecord & { version: 1 };
        this.#records.set(record.id, record);
      }
      this.#next += entries.length;
      if (entries.length < READ_AT_ONCE) return [...this.#records.values()];
    }
  }

  /** One after the other: what is read is noted once. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
