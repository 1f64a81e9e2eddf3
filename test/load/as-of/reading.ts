import { instantOf, type Instant, type Micros } from '#kernel/instant';
import { Durations, quantile, seededRandom } from '../harness/statistics.ts';
import { BEGIN } from './course.ts';
import type { History } from './history.ts';

/** What everybody who answers is asked: owners as known now or to a random earlier size, or the matrix of a ledger. */
export interface ReadJob {
  readonly what: 'owner-now' | 'owner-then' | 'matrix';
  readonly count: number;
  readonly seed: number;
}

export interface Answered {
  /** Microseconds. */
  readonly p50: number;
  readonly p99: number;
  /** SHA-256 over who was named in each answer, in order: the same for everybody who answers rightly. */
  readonly names: string;
}

export interface Question {
  /** Number of the ledger, from 1 on. */
  readonly ledger: number;
  readonly engagement: string;
  readonly ref: string;
  readonly at: Instant;
  readonly micros: Micros;
  readonly treeSize: number;
}

/** Questions about random tasks at random instants of a history, the same for the same seed. */
export function questionsOf(history: History, { what, count, seed }: ReadJob): readonly Question[] {
  const random = seededRandom(seed);
  const { ledgers, tasks } = history.extent;
  const span = history.course.effective.reduce((latest, at) => Math.max(latest, at), BEGIN) - BEGIN;
  return Array.from({ length: count }, () => {
    const ledger = 1 + Math.floor(random() * ledgers);
    const micros = BEGIN + Math.floor((random() * span) / 1_000) * 1_000;
    const change = 1 + Math.floor(random() * (history.changes - 1));
    return {
      ledger,
      engagement: history.engagement(ledger),
      ref: history.ref(Math.floor(random() * tasks)),
      at: instantOf(micros),
      micros,
      treeSize: what === 'owner-then' ? history.firstOf(change) : history.size,
    };
  });
}

/** Asks one question after the other. `ask` gives who was named. */
export async function answer(
  questions: readonly Question[],
  ask: (question: Question) => string | Promise<string>,
  digest: (names: string) => string,
): Promise<Answered> {
  const durations = new Durations();
  const names: string[] = [];
  for (const question of questions) {
    const start = performance.now();
    const named = ask(question);
    // An answer that is there is not waited for.
    names.push(typeof named === 'string' ? named : await named);
    durations.add((performance.now() - start) * 1_000);
  }
  const sorted = durations.sorted();
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), names: digest(names.join('\n')) };
}
