import type { Contender } from '../harness/contender.ts';
import type { Pace } from '../harness/callers.ts';
import { figureOf, ratio } from '../report/figures.ts';
import type { Bench, Section } from '../harness/section.ts';
import { start } from '../harness/start.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import type { PostJob } from './load-generator.ts';
import { isBuilt, startOurService, type OurService } from './our-service.ts';

const SECTION = 'http';
const CONNECTIONS = 64;
const moduleOf = (name: string): URL => new URL(`./${name}.ts`, import.meta.url);

/** A durable POST through the service as it ships, beside a handler that only checks the body. */
export const http: Section = {
  name: SECTION,
  measure: async (bench) => {
    if (!isBuilt()) {
      bench.skip({ section: SECTION, what: 'durable POST', why: 'the service is not built; run npm run build' });
      return;
    }
    bench.say(`${SECTION}: starting services`);
    const ours = await startOurService(bench.workspace.make('http'), bench.quick ? 10 : 100);
    const bare: Contender<never, never> = await start(moduleOf('bare-service'), null, { profile: bench.profile });
    const generator: Contender<PostJob, Pace> = await start(moduleOf('load-generator'), null);
    try {
      await measure(bench, ours, Number(bare.setup), generator);
    } finally {
      await generator.close();
      await bare.close();
      await ours.stop();
    }
  },
};

async function measure(
  bench: Bench,
  ours: OurService,
  bare: number,
  generator: Contender<PostJob, Pace>,
): Promise<void> {
  const milliseconds = bench.quick ? 500 : 3_000;
  const { port, paths, authorization } = ours;
  const job = { paths, authorization, connections: CONNECTIONS, milliseconds };
  const results: { ours: Pace[]; bare: Pace[] } = { ours: [], bare: [] };
  await generator.run({ ...job, port });
  await generator.run({ ...job, port: bare });
  for (let round = 0; round < bench.rounds; round++) {
    bench.say(`${SECTION}: round ${round + 1} of ${bench.rounds}`);
    results.ours.push(await generator.run({ ...job, port }));
    results.bare.push(await generator.run({ ...job, port: bare }));
  }
  const rates = (paces: readonly Pace[]): number[] => paces.map(({ perSecond }) => perSecond);
  const latency = (paces: readonly Pace[]): string =>
    `p50 ${short(median(paces.map(({ p50 }) => p50)))} ms, p99 ${short(median(paces.map(({ p99 }) => p99)))} ms`;
  const what = `durable POST, ${CONNECTIONS} connections, ${paths.length} engagements`;
  bench.add(
    figureOf({ section: SECTION, what, detail: latency(results.ours) }, 'requests/s', rates(results.ours)),
    ratio(
      {
        section: SECTION,
        what: '  beside a bare Nest + Fastify + class-validator handler',
        detail: `${short(median(rates(results.bare)))}/s, ${latency(results.bare)}; it records nothing`,
        aim: { gate: 0.7, stretch: 1 },
      },
      rates(results.ours),
      rates(results.bare),
    ),
  );
}
