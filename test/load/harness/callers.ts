import { Durations, quantile } from './statistics.ts';

/** What a number of callers got done. */
export interface Pace {
  readonly perSecond: number;
  /** Milliseconds from a call to its answer. */
  readonly p50: number;
  readonly p99: number;
}

/** Callers that each wait for an answer before they ask again, for a while. `act` makes one call. */
export async function drive(
  callers: number,
  milliseconds: number,
  act: (caller: number) => Promise<void>,
): Promise<Pace> {
  const durations = new Durations();
  const start = performance.now();
  const end = start + milliseconds;
  const caller = async (_: unknown, number: number): Promise<void> => {
    for (let now = performance.now(); now < end;) {
      await act(number);
      const answered = performance.now();
      durations.add(answered - now);
      now = answered;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - start) / 1_000;
  const sorted = durations.sorted();
  return { perSecond: durations.count / seconds, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}
