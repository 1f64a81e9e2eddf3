import type { Contender } from './contender.ts';

/** One who takes part, by the name that the results go by. */
export interface Entrant<Job, Result> {
  readonly name: string;
  readonly contender: Contender<Job, Result>;
}

/**
 * Lets everybody do the same job in turn, A B A B …, and gives each one's results in order of the rounds. On a machine that
 * others use as well, what slows one round slows its neighbours too; a ratio within a round hardly moves.
 */
export async function inTurn<Job, Result>(
  entrants: readonly Entrant<Job, Result>[],
  rounds: number,
  job: Job,
  warmUp: Job = job,
): Promise<ReadonlyMap<string, readonly Result[]>> {
  const results = new Map<string, Result[]>();
  for (const { name, contender } of entrants) {
    results.set(name, []);
    await contender.run(warmUp);
  }
  for (let round = 0; round < rounds; round++) {
    // The order changes, so that nobody is always the one who comes after the slowest.
    const order = round % 2 === 0 ? entrants : entrants.toReversed();
    for (const { name, contender } of order) results.get(name)!.push(await contender.run(job));
  }
  return results;
}
