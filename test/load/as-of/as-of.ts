import type { Contender } from '../harness/contender.ts';
import { figureOf, ratio, type Aim } from '../report/figures.ts';
import type { Bench, Section } from '../harness/section.ts';
import { start } from '../harness/start.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import type { Answered, ReadJob } from './reading.ts';

const SECTION = 'as-of';
const TIMES = { gate: 5, stretch: 10 } as const;
const FLAT: Aim = { gate: 2.5, stretch: 2, atMost: true };
const LIMIT: Aim = { gate: 20, stretch: 20, atMost: true };
const LEDGERS = 10;
const TASKS = 200;

type Reader = Contender<ReadJob, Answered>;

export const openReader = (
  name: 'onus-reading' | 'postgres-reading',
  settings: object,
  bench: Bench,
): Promise<Reader> =>
  start(new URL(`./${name}.ts`, import.meta.url), settings, {
    profile: bench.profile,
    asService: name === 'onus-reading',
  });

interface Sized {
  readonly periods: number;
  readonly ours: Reader;
  readonly theirs: Reader | undefined;
}

export const asOf: Section = {
  name: SECTION,
  measure: async (bench) => {
    const sizes = bench.quick ? [1e4, 1e5] : [1e4, 1e5, 1e6, 1e7];
    const readers: Sized[] = [];
    try {
      for (const periods of sizes) readers.push(await openSized(bench, periods));
      if ('missing' in bench.postgres)
        bench.skip({ section: SECTION, what: 'PostgreSQL', why: bench.postgres.missing });
      for (const what of ['owner-now', 'owner-then'] as const) await measure(bench, readers, what);
    } finally {
      for (const { ours, theirs } of readers) {
        await ours.close();
        await theirs?.close();
      }
    }
  },
};

async function openSized(bench: Bench, periods: number): Promise<Sized> {
  bench.say(`${SECTION}: filling ${power(periods)} periods`);
  const extent = { ledgers: LEDGERS, tasks: TASKS, periods };
  const ours = await openReader('onus-reading', { folder: bench.workspace.make('reading'), extent }, bench);
  const { postgres } = bench;
  const schema = `bench_${periods}`;
  const theirs =
    'url' in postgres ? await openReader('postgres-reading', { url: postgres.url, extent, schema }, bench) : undefined;
  return { periods, ours, theirs };
}

/** Whoever answers something else is not faster, but wrong. @throws Error */
export async function sameAnswers(what: ReadJob['what'], ours: Reader, theirs: Reader | undefined): Promise<void> {
  const job = { what, count: what === 'matrix' ? 3 : 500, seed: 7 };
  const [mine, other] = [await ours.run(job), await theirs?.run(job)];
  if (other !== undefined && other.names !== mine.names)
    throw new Error(`${what}: PostgreSQL was filled with other answers`);
}

/** Every size in turn, so that they can be compared with one another as well. */
async function measure(bench: Bench, readers: readonly Sized[], what: 'owner-now' | 'owner-then'): Promise<void> {
  bench.say(`${SECTION}: ${what}`);
  const count = bench.quick ? 2_000 : 20_000;
  for (const { ours, theirs } of readers) await sameAnswers(what, ours, theirs);
  const ours = readers.map((): Answered[] => []);
  const theirs = readers.map((): Answered[] => []);
  // The first round only warms up.
  for (let round = -1; round < bench.rounds; round++) {
    for (const [i, reader] of readers.entries()) {
      const job = { what, count, seed: 1_000 + round };
      const mine = await reader.ours.run(job);
      const other = await reader.theirs?.run({ ...job, count: count / 10 });
      if (round >= 0) ours[i]!.push(mine);
      if (round >= 0 && other !== undefined) theirs[i]!.push(other);
    }
  }
  const known = what === 'owner-now' ? 'known now' : 'as known once';
  const medians = (answers: readonly Answered[]): number[] => answers.map(({ p50 }) => p50);
  for (const [i, { periods }] of readers.entries()) {
    const p99 = `p99 ${short(median(ours[i]!.map((answered) => answered.p99)))} µs`;
    bench.add(
      figureOf(
        { section: SECTION, what: `owner, ${known}, ${power(periods)} periods`, detail: p99, aim: LIMIT },
        'µs',
        medians(ours[i]!),
      ),
    );
    if (theirs[i]!.length === 0) continue;
    const detail = `PostgreSQL b-tree p50 ${short(median(medians(theirs[i]!)))} µs`;
    bench.add(
      ratio(
        { section: SECTION, what: '  faster than PostgreSQL', detail, aim: TIMES },
        medians(theirs[i]!),
        medians(ours[i]!),
      ),
    );
  }
  const flat = `${power(readers.at(-1)!.periods)} beside ${power(readers[0]!.periods)} periods`;
  bench.add(
    ratio(
      { section: SECTION, what: `flat, ${known}`, detail: flat, aim: FLAT },
      medians(ours.at(-1)!),
      medians(ours[0]!),
    ),
  );
}

const power = (periods: number): string => `10^${Math.round(Math.log10(periods))}`;
