import { Durations, quantile } from '#test/load/harness/statistics';
import { Chance, scatter, Zipf } from './chance.ts';
import { Simulation } from './engine.ts';
import { Replica, type ReplicaTimes } from './replica.ts';
import { SimulatedStore, type StoreTimes } from './store.ts';

export interface ClusterSettings {
  readonly replicas: number;
  /** Whether all requests about an engagement go to one replica, or each goes to any. */
  readonly routing: 'by engagement' | 'any';
  readonly replica: ReplicaTimes;
  readonly store: StoreTimes;
  readonly engagements: number;
  /** How unequal they are: see `Zipf`. */
  readonly exponent: number;
  readonly seed: number;
}

/** What became of the commands of a while. Latencies in seconds, from the request to its answer. */
export interface Outcome {
  readonly commands: number;
  readonly p50: number;
  readonly p99: number;
  readonly mean: number;
  /** Of the engagement that has the most. */
  readonly hottest: { readonly commands: number; readonly p50: number; readonly p99: number };
  readonly appends: number;
  readonly commandsAnAppend: number;
  /** Appends that others were before, of 1. */
  readonly conflicts: number;
  /** Commands for a ledger that was not in memory, of 1. */
  readonly misses: number;
}

/** Lets commands come at these times, in seconds and in order, and tells what became of them. */
export function runCluster(settings: ClusterSettings, times: Iterable<number>): Outcome {
  const simulation = new Simulation();
  const store = new SimulatedStore(simulation, settings.store);
  // A stream for each question, so that one more answer to one of them leaves the others as they are.
  const routing = new Chance(settings.seed);
  const engagements = new Zipf(settings.engagements, settings.exponent, new Chance(settings.seed + 1));
  const chance = new Chance(settings.seed + 2);
  const count = new Counting();
  const replicas = Array.from(
    { length: settings.replicas },
    () => new Replica(simulation, store, settings.replica, chance, count),
  );
  const replicaOf = (ledger: number): number =>
    settings.routing === 'any' ? routing.below(replicas.length) : scatter(ledger) % replicas.length;
  warm(settings, replicas);
  if (Number.isFinite(settings.replica.follow)) {
    store.onAppend = (ledger, revision) =>
      simulation.after(settings.replica.follow, () => {
        for (const replica of replicas) replica.learn(ledger, revision);
      });
  }
  const coming = times[Symbol.iterator]();
  const next = (): void => {
    const { value, done } = coming.next() as IteratorResult<number, undefined>;
    if (done === true) return;
    simulation.after(value - simulation.now, () => {
      const ledger = engagements.next();
      replicas[replicaOf(ledger)]!.submit(ledger);
      next();
    });
  };
  next();
  simulation.run();
  return count.outcome();
}

/** Every replica begins with those of its engagements in memory that are asked for most. */
function warm({ engagements, replica: { kept }, routing }: ClusterSettings, replicas: readonly Replica[]): void {
  for (const [number, replica] of replicas.entries()) {
    const own: number[] = [];
    for (let ledger = 0; ledger < engagements && own.length < kept; ledger++) {
      if (routing === 'any' || scatter(ledger) % replicas.length === number) own.push(ledger);
    }
    // In order of use: the hottest was used last.
    for (const ledger of own.reverse()) replica.keep(ledger);
  }
}

class Counting {
  readonly #all = new Durations();
  readonly #hottest = new Durations();
  #sum = 0;
  #appends = 0;
  #appended = 0;
  #conflicts = 0;
  #misses = 0;

  answered = (ledger: number, seconds: number): void => {
    this.#all.add(seconds);
    this.#sum += seconds;
    if (ledger === 0) this.#hottest.add(seconds);
  };
  appended = (commands: number): void => {
    this.#appends++;
    this.#appended += commands;
  };
  conflicted = (): void => void this.#conflicts++;
  missed = (): void => void this.#misses++;

  outcome(): Outcome {
    const all = this.#all.sorted();
    const hottest = this.#hottest.sorted();
    return {
      commands: this.#all.count,
      p50: quantile(all, 0.5),
      p99: quantile(all, 0.99),
      mean: this.#sum / this.#all.count,
      hottest: { commands: hottest.length, p50: quantile(hottest, 0.5), p99: quantile(hottest, 0.99) },
      appends: this.#appends,
      commandsAnAppend: this.#appended / this.#appends,
      conflicts: this.#conflicts / this.#appends,
      misses: this.#misses / this.#all.count,
    };
  }
}
