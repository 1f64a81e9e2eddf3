import { randomUUID } from 'node:crypto';
import { NO_STREAM, RevisionConflict, type EventStore } from '#ledger-store/event-store';
import { encodeUtf8 } from '#transparency/bytes';
import { parseCheckpoint, type Checkpoint } from '#transparency/checkpoint/checkpoint';
import { parseNote } from '#transparency/note/note';

/** A sealed checkpoint as it is stored: signed by the log, cosigned by whichever witnesses were there. */
export interface Seal extends Checkpoint {
  /** The how many-th of its ledger it is, from 0 on. */
  readonly number: number;
  /** The signed note, byte for byte. */
  readonly note: Uint8Array;
}

const SEALS = 'seal-';
const READ_AT_ONCE = 1_000;

/** The stream that holds the sealed checkpoints of an engagement's ledger. */
export const sealStream = (engagement: string): string => `${SEALS}${engagement}`;

/** What is stored as a seal is none. Nothing more is signed of its ledger. */
export class SealDamaged extends Error {
  constructor(engagement: string, number: number, options: ErrorOptions) {
    super(`Sealed checkpoint ${number} of engagement ${engagement} cannot be read; run an audit.`, options);
    this.name = 'SealDamaged';
  }
}

/** A seal from its bytes. Nothing is verified. @throws SealDamaged */
export function readSeal(engagement: string, number: number, note: Uint8Array): Seal {
  try {
    return { ...parseCheckpoint(parseNote(note).text), number, note };
  } catch (cause) {
    throw new SealDamaged(engagement, number, { cause });
  }
}

/**
 * The sealed checkpoints of ledgers, in the event store beside them: raw signed notes, one an entry, in the order in which they were
 * made. Each append names the seal before it, so two processes never seal past each other.
 */
export class SealStreams {
  readonly #store: EventStore;

  constructor(store: EventStore) {
    this.#store = store;
  }

  /** Number of the newest seal; `NO_STREAM` where there is none. @throws the store's error */
  lastNumber(engagement: string): Promise<number> {
    return this.#store.lastRevision(sealStream(engagement));
  }

  /** The newest seal; undefined where there is none. @throws SealDamaged, or the store's error */
  async newest(engagement: string): Promise<Seal | undefined> {
    const last = await this.lastNumber(engagement);
    if (last === NO_STREAM) return undefined;
    const [entry] = await this.#store.readStream(sealStream(engagement), last, 1);
    return entry && readSeal(engagement, entry.revision, entry.bytes);
  }

  /** The newest seal of a tree of at most so many entries. Sizes never decrease: it is found by bisection. */
  async newestWithin(engagement: string, size: number): Promise<Seal | undefined> {
    let found: Seal | undefined;
    let high = await this.lastNumber(engagement);
    for (let low = 0; low <= high;) {
      const middle = Math.floor((low + high) / 2);
      const [entry] = await this.#store.readStream(sealStream(engagement), middle, 1);
      const seal = entry && readSeal(engagement, entry.revision, entry.bytes);
      if (seal !== undefined && seal.size <= size) {
        found = seal;
        low = middle + 1;
      } else high = middle - 1;
    }
    return found;
  }

  /** Every seal, from the first on. */
  async *all(engagement: string): AsyncGenerator<Seal, void, undefined> {
    for (let next = 0; ;) {
      const page = await this.#store.readStream(sealStream(engagement), next, READ_AT_ONCE);
      for (const { revision, bytes } of page) yield readSeal(engagement, revision, bytes);
      if (page.length < READ_AT_ONCE) return;
      next += page.length;
    }
  }

  /** Stores the seal that follows `before`; undefined where another process stored one meanwhile. @throws the store's error */
  async append(engagement: string, before: Seal | undefined, note: string): Promise<Seal | undefined> {
    const bytes = encodeUtf8(note);
    const expected = before?.number ?? NO_STREAM;
    try {
      await this.#store.append(sealStream(engagement), expected, [{ id: randomUUID(), bytes }]);
    } catch (error) {
      if (error instanceof RevisionConflict) return undefined;
      throw error;
    }
    return readSeal(engagement, expected + 1, bytes);
  }
}
