import { setTimeout as pause } from 'node:timers/promises';
import type { DomainEvent } from '#kernel/event';
import { LastRevision } from '../../last-revision.ts';
import { EntriesLost } from './entries-lost.ts';
import { catchUp, loadLedger, type Loaded, type Sources } from './ledger-memory.ts';

interface Listeners<S, E extends DomainEvent> {
  /** It was read: everything in it is durable, and it has what stood in the ledger when the reading began. */
  readonly onRead: (loaded: Loaded<S, E>) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * The copy of a ledger on which this process decides: read when it is needed, dropped when what was decided on top of it never came
 * to be, and brought up to date where others have written.
 */
export class LedgerCopy<S, E extends DomainEvent> {
  readonly #sources: Sources<S, E>;
  readonly #listeners: Listeners<S, E>;
  #loaded: Loaded<S, E> | null = null;
  #outdated = false;
  #reading: Promise<Loaded<S, E>> | null = null;
  readonly #last: LastRevision;
  /** So many entries stood in the store once, as far as the copies say that were dropped. */
  #stood = 0;
  #isLost = false;
  /** How many times it began to be read. */
  readings = 0;

  constructor(sources: Sources<S, E>, listeners: Listeners<S, E>) {
    this.#sources = sources;
    this.#listeners = listeners;
    this.#last = new LastRevision(sources);
  }

  /** What can be decided on now; null before it is read, and while it is. */
  get now(): Loaded<S, E> | null {
    return this.#reading === null && !this.#outdated ? this.#loaded : null;
  }

  get isReading(): boolean {
    return this.#reading !== null;
  }

  /** What was decided on top of it is not in the ledger, and never will be. */
  drop(): void {
    this.#stood = this.#known();
    this.#loaded = null;
  }

  /** Others have written, or may have. What was decided on top of it and is not durable counts for nothing any more. */
  outdate(): void {
    const memory = this.#loaded?.memory;
    // What was folded cannot be taken out again.
    if (memory !== undefined && memory.size !== memory.tree.size) this.drop();
    else this.#outdated = true;
  }

  /** Reads it, or what it lacks, after so many milliseconds; whoever comes while it is being read gets the same. */
  read(after = 0): Promise<Loaded<S, E>> {
    if (this.#reading !== null) return this.#reading;
    this.readings++;
    this.#reading = this.#read(after).then(
      (loaded) => {
        this.#loaded = loaded;
        this.#outdated = false;
        this.#reading = null;
        this.#isLost = false;
        this.#listeners.onRead(loaded);
        return loaded;
      },
      (error: unknown) => {
        this.#tell(error);
        this.drop();
        this.#outdated = false;
        this.#reading = null;
        this.#listeners.onFailure(error);
        throw error;
      },
    );
    return this.#reading;
  }

  /** As soon as it can be decided on. */
  async ready(): Promise<Loaded<S, E>> {
    return this.now ?? this.read();
  }

  /**
   * The copy with everything that stood in the ledger when this was called, whoever recorded it. `inFlight` gives what is being recorded
   * now, null for nothing: it may be what is missing, and if it is not, it will meet a conflict. @throws EntriesLost
   */
  async current(inFlight: () => Promise<void> | null): Promise<Loaded<S, E>> {
    if (!this.#sources.store.shared) return this.ready();
    const last = await this.lastRevision();
    for (;;) {
      // Whatever stood there is in what is read from now on.
      const isRead = this.now === null && !this.isReading;
      const loaded = await this.ready();
      const { size } = loaded.memory.tree;
      if (size > last) return loaded;
      if (isRead) throw this.#tell(new EntriesLost(this.#sources.stream, size));
      const step = inFlight();
      if (step === null) this.outdate();
      else await step;
    }
  }

  /** Keeps a snapshot, where there are so many entries since the last one. All that was decided must be durable. */
  keepSnapshot(atLeast: number): void {
    const { snapshots, stream } = this.#sources;
    const memory = this.now?.memory;
    if (snapshots === undefined || memory === undefined || memory.entriesSinceSnapshot < atLeast) return;
    const snapshot = memory.snapshot(stream);
    if (snapshot !== null) snapshots.save(stream, snapshot);
    memory.entriesSinceSnapshot = 0;
  }

  /** The last revision of the ledger at a time after this was called. @throws EntriesLost, or the store's error */
  async lastRevision(): Promise<number> {
    const known = this.#known();
    const last = await this.#last.ask();
    if (last + 1 < known) throw this.#tell(new EntriesLost(this.#sources.stream, last + 1));
    return last;
  }

  async #read(after: number): Promise<Loaded<S, E>> {
    if (after > 0) await pause(after);
    const loaded = this.#loaded ?? (await loadLedger(this.#sources));
    if (loaded === this.#loaded) await catchUp(this.#sources, loaded);
    const { size } = loaded.memory.tree;
    if (size < this.#stood) throw new EntriesLost(this.#sources.stream, size);
    return loaded;
  }

  /** So many entries are known to be durable. */
  #known(): number {
    return Math.max(this.#stood, this.#loaded?.memory.tree.size ?? 0);
  }

  #tell<T>(error: T): T {
    if (!(error instanceof EntriesLost) || this.#isLost) return error;
    this.#isLost = true;
    this.#sources.onLost?.(error);
    return error;
  }
}
