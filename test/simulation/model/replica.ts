import type { Chance } from './chance.ts';
import type { Simulation } from './engine.ts';
import type { SimulatedStore } from './store.ts';

/** What a replica takes its time for. Seconds of the thread that decides, if nothing else is said. */
export interface ReplicaTimes {
  /** From the request to its answer, for one command. */
  readonly command: number;
  /** Part of that, which is spent again where others were first. */
  readonly decision: number;
  /** To read a ledger that is not in memory. */
  readonly load: number;
  /** After how long a replica has learnt what another has recorded, on any thread; never, where it only learns from conflicts. */
  readonly follow: number;
  /** Whether every command takes the same time, or one that is left to chance with the same mean. */
  readonly spread: 'none' | 'exponential';
  /** Ledgers that are kept in memory. */
  readonly kept: number;
  /** Looks in a row that find nothing, after which it looks no more; none, for one that learns from conflicts only. As the product has it by default. */
  readonly quietLooks?: number;
}

interface Command {
  readonly came: number;
}

/** A ledger in the memory of a replica. */
interface Kept {
  known: number;
  waiting: Command[];
  appending: boolean;
  /** In a row. */
  conflicts: number;
  /** How often it looks yet where the ledger ends before it decides. */
  looks: number;
}

export interface Listener {
  readonly answered: (ledger: number, seconds: number) => void;
  readonly appended: (commands: number) => void;
  readonly conflicted: () => void;
  readonly missed: () => void;
}

/** Longest pauses before the second and all further conflicts in a row are tried again. */
const FIRST_PAUSE = 0.002;
const LONGEST_PAUSE = 0.1;

/** See `quietLooks`. */
const QUIET_LOOKS = 4;

/** A process of the service: one thread that decides, one queue for each ledger, as libs/ledger-store/src/write-path has them. */
export class Replica {
  readonly #simulation: Simulation;
  readonly #store: SimulatedStore;
  readonly #times: ReplicaTimes;
  readonly #chance: Chance;
  readonly #listener: Listener;
  /** In order of use. */
  readonly #kept = new Map<number, Kept>();
  #freeAt = 0;

  constructor(simulation: Simulation, store: SimulatedStore, times: ReplicaTimes, chance: Chance, listener: Listener) {
    this.#simulation = simulation;
    this.#store = store;
    this.#times = times;
    this.#chance = chance;
    this.#listener = listener;
  }

  /** A command has come. */
  submit(ledger: number): void {
    const came = this.#simulation.now;
    const isMissing = !this.#kept.has(ledger);
    const kept = this.#use(ledger);
    if (isMissing) {
      this.#listener.missed();
      kept.known = this.#store.revisionOf(ledger);
    }
    this.#work(this.#time() + (isMissing ? this.#times.load : 0), () => {
      kept.waiting.push({ came });
      if (kept.looks > 0) this.#look(ledger, kept);
      else this.#append(ledger, kept);
    });
  }

  /** Another replica has recorded something, and this one knows. */
  learn(ledger: number, revision: number): void {
    const kept = this.#kept.get(ledger);
    if (kept !== undefined && !kept.appending) kept.known = Math.max(kept.known, revision);
  }

  /** It has this ledger in memory from the beginning. */
  keep(ledger: number): void {
    this.#use(ledger);
  }

  get #quietLooks(): number {
    return this.#times.quietLooks ?? QUIET_LOOKS;
  }

  #time(): number {
    const { command, spread } = this.#times;
    return spread === 'none' || command === 0 ? command : this.#chance.exponential(1 / command);
  }

  /** One thread does one thing after the other. */
  #work(seconds: number, then: () => void): void {
    this.#freeAt = Math.max(this.#freeAt, this.#simulation.now) + seconds;
    this.#simulation.after(this.#freeAt - this.#simulation.now, then);
  }

  #use(ledger: number): Kept {
    const kept = this.#kept.get(ledger) ?? { known: 0, waiting: [], appending: false, conflicts: 0, looks: 0 };
    this.#kept.delete(ledger);
    this.#kept.set(ledger, kept);
    if (this.#kept.size > this.#times.kept) {
      for (const [oldest, { appending, waiting }] of this.#kept) {
        if (appending || waiting.length > 0 || oldest === ledger) continue;
        this.#kept.delete(oldest);
        break;
      }
    }
    return kept;
  }

  /** What it decides next it decides on the ledger as it is, if nothing is under way. */
  #look(ledger: number, kept: Kept): void {
    if (kept.appending) return;
    kept.appending = true;
    this.#store.read(ledger, (revision) => {
      kept.looks = revision > kept.known ? this.#quietLooks : kept.looks - 1;
      kept.known = revision;
      kept.appending = false;
      this.#append(ledger, kept);
    });
  }

  /** Everything that waits goes into one append; one append of a ledger is under way at any time. */
  #append(ledger: number, kept: Kept): void {
    if (kept.appending || kept.waiting.length === 0) return;
    kept.appending = true;
    const batch = kept.waiting;
    kept.waiting = [];
    this.#try(ledger, kept, batch);
  }

  #try(ledger: number, kept: Kept, batch: readonly Command[]): void {
    this.#listener.appended(batch.length);
    this.#store.append(ledger, kept.known, (accepted, revision) => {
      if (!accepted) return this.#again(ledger, kept, batch);
      kept.known = revision;
      kept.conflicts = 0;
      kept.appending = false;
      for (const { came } of batch) this.#listener.answered(ledger, this.#simulation.now - came);
      this.#append(ledger, kept);
    });
  }

  /** Others were first: what they recorded is read, and everything is decided again. */
  #again(ledger: number, kept: Kept, batch: readonly Command[]): void {
    this.#listener.conflicted();
    kept.conflicts++;
    kept.looks = this.#quietLooks;
    const longest = kept.conflicts < 2 ? 0 : Math.min(FIRST_PAUSE * 2 ** (kept.conflicts - 2), LONGEST_PAUSE);
    this.#simulation.after(this.#chance.next() * longest, () =>
      this.#store.read(ledger, (revision) => {
        kept.known = revision;
        this.#work(this.#times.decision * batch.length, () => this.#try(ledger, kept, batch));
      }),
    );
  }
}
