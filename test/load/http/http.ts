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
    const handler = (signing: boolean): Promise<Contender<never, never>> =>
      start(moduleOf('bare-service'), { signing }, { profile: bench.profile });
    const bare = await handler(false);
    const signing = await handler(true);
    const generator: Contender<PostJob, Pace> = await start(moduleOf('load-generator'), null);
    try {
      await measure(bench, ours, { bare: Number(bare.setup), signing: Number(signing.setup) }, generator);
    } finally {
      await generator.close();
      await bare.close();
      await signing.close();
      await ours.stop();
    }
  },
};

async function measure(
  bench: Bench,
  ours: OurService,
  peers: { readonly bare: number; readonly signing: number },
  generator: Contender<PostJob, Pace>,
): Promise<void> {
  const milliseconds = bench.quick ? 500 : 3_000;
  const { port, paths, authorization } = ours;
  const job = { paths, authorization, connections: CONNECTIONS, milliseconds };
  const results: Record<'ours' | 'bare' | 'signing', Pace[]> = { ours: [], bare: [], signing: [] };
  const run = (at: number): Promise<Pace> => generator.run({ ...job, port: at });
  for (const at of [port, peers.bare, peers.signing]) await run(at);
  for (let round = 0; round < bench.rounds; round++) {
    bench.say(`${SECTION}: round ${round + 1} of ${bench.rounds}`);
    results.ours.push(await run(port));
    results.bare.push(await run(peers.bare));
    results.signing.push(await run(peers.signing));
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
    ratio(
      {
        section: SECTION,
        what: '  beside the same handler that signs, and verifies what it signed',
        detail: `${short(median(rates(results.signing)))}/s, ${latency(results.signing)}; it records nothing`,
      },
      rates(results.ours),
      rates(results.signing),
    ),
  );
}
