import { figureOf, ratio } from '../report/figures.ts';
import { inTurn } from '../harness/rounds.ts';
import type { Bench, Section } from '../harness/section.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import type { Answered } from './reading.ts';
import { openReader, sameAnswers } from './as-of.ts';

const SECTION = 'matrix';

/** One engagement with 500 tasks, each assigned a hundred times. */
export const matrix: Section = {
  name: SECTION,
  measure: async (bench) => {
    bench.say(`${SECTION}: filling`);
    const extent = { ledgers: 1, tasks: 500, periods: 100_000 };
    const ours = await openReader('onus-reading', { folder: bench.workspace.make('matrix'), extent }, bench);
    const { postgres } = bench;
    const theirs =
      'url' in postgres
        ? await openReader('postgres-reading', { url: postgres.url, extent, schema: 'bench_matrix' }, bench)
        : undefined;
    try {
      await sameAnswers('matrix', ours, theirs);
      await measure(bench, ours, theirs);
    } finally {
      await ours.close();
      await theirs?.close();
    }
  },
};

type Reader = Awaited<ReturnType<typeof openReader>>;

async function measure(bench: Bench, ours: Reader, theirs: Reader | undefined): Promise<void> {
  bench.say(SECTION);
  const entrants = [
    { name: 'Onus', contender: ours },
    ...(theirs === undefined ? [] : [{ name: 'PostgreSQL', contender: theirs }]),
  ];
  const job = { what: 'matrix' as const, count: bench.quick ? 20 : 200, seed: 11 };
  const results = await inTurn(entrants, bench.rounds, job);
  const p50 = (name: string): number[] => results.get(name)!.map((answered: Answered) => answered.p50 / 1_000);
  const what = 'matrix of 500 tasks as of a random instant';
  bench.add(figureOf({ section: SECTION, what, detail: 'three pages of complete lines' }, 'ms', p50('Onus')));
  if (theirs === undefined) {
    bench.skip({
      section: SECTION,
      what: 'PostgreSQL',
      why: 'missing' in bench.postgres ? bench.postgres.missing : '',
    });
    return;
  }
  const detail = `PostgreSQL ${short(median(p50('PostgreSQL')))} ms, one query for ref and assignment`;
  const aim = { gate: 1, stretch: 2 };
  bench.add(ratio({ section: SECTION, what: '  faster than PostgreSQL', detail, aim }, p50('PostgreSQL'), p50('Onus')));
}
