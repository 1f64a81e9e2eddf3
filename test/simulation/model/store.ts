import type { Simulation } from './engine.ts';

/** What the event store takes its time for. Seconds. */
export interface StoreTimes {
  /** One way between a replica and the store; nothing where it is a file. */
  readonly network: number;
  /** To make everything durable that has gathered. */
  readonly commit: number;
  /** More for each append that is in it. */
  readonly perAppend: number;
}

interface Append {
  readonly ledger: number;
  readonly expected: number;
  readonly answer: (accepted: boolean, revision: number) => void;
}

/** An event store: one total order, appends with an expected revision, committed in groups. */
export class SimulatedStore {
  readonly #simulation: Simulation;
  readonly #times: StoreTimes;
  readonly #revisions = new Map<number, number>();
  #gathered: Append[] = [];
  #committing = false;
  /** Told of every append that was accepted: whoever follows the store. */
  onAppend: (ledger: number, revision: number) => void = () => {};

  constructor(simulation: Simulation, times: StoreTimes) {
    this.#simulation = simulation;
    this.#times = times;
  }

  revisionOf(ledger: number): number {
    return this.#revisions.get(ledger) ?? 0;
  }

  /** `answer` is told whether nobody was first, and where the ledger then is, when that is durable and has travelled back. */
  append(ledger: number, expected: number, answer: Append['answer']): void {
    this.#simulation.after(this.#times.network, () => {
      this.#gathered.push({ ledger, expected, answer });
      this.#commit();
    });
  }

  /** `answer` is told how far the ledger is. */
  read(ledger: number, answer: (revision: number) => void): void {
    this.#simulation.after(this.#times.network, () => {
      const revision = this.revisionOf(ledger);
      this.#simulation.after(this.#times.network, () => answer(revision));
    });
  }

  #commit(): void {
    if (this.#committing || this.#gathered.length === 0) return;
    this.#committing = true;
    const group = this.#gathered;
    this.#gathered = [];
    this.#simulation.after(this.#times.commit + group.length * this.#times.perAppend, () => {
      for (const append of group) this.#decide(append);
      this.#committing = false;
      this.#commit();
    });
  }

  #decide({ ledger, expected, answer }: Append): void {
    const revision = this.revisionOf(ledger);
    const accepted = revision === expected;
    if (accepted) {
      this.#revisions.set(ledger, revision + 1);
      this.onAppend(ledger, revision + 1);
    }
    this.#simulation.after(this.#times.network, () => answer(accepted, this.revisionOf(ledger)));
  }
}
