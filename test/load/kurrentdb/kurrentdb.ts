import { figureOf, ratio } from '../report/figures.ts';
import { inTurn } from '../harness/rounds.ts';
import type { Bench, Section } from '../harness/section.ts';
import { start } from '../harness/start.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import type { SharedJob, SharedPace, SharedSettings } from './writing.ts';

const SECTION = 'kurrentdb';
const moduleOf = (name: string): URL => new URL(`./${name}.ts`, import.meta.url);

const BARE = 'the bare client';
const OURS = 'Onus';

const CASES: readonly { readonly what: string; readonly job: Omit<SharedJob, 'milliseconds'> }[] = [
  { what: '16 callers, 200 ledgers, sticky', job: { callers: 16, where: 'spread', sticky: true } },
  { what: '16 callers, 200 ledgers, any replica', job: { callers: 16, where: 'spread', sticky: false } },
  { what: '16 callers, one hot ledger, sticky', job: { callers: 16, where: 'hot', sticky: true } },
  { what: '16 callers, one hot ledger, any replica', job: { callers: 16, where: 'hot', sticky: false } },
];

/**
 * Writing over the wire, to the server of the tests: what the product costs beside the client that it goes through, and how often
 * three replicas get in each other's way. The server is in memory: nothing here says how fast a cluster is.
 */
export const kurrentdb: Section = {
  name: SECTION,
  measure: async (bench) => {
    const { quick, profile } = bench;
    const server = await start<object, null, null>(moduleOf('test-server'), {});
    const settings: SharedSettings = {
      url: server.setup,
      ledgers: quick ? 50 : 200,
      folder: bench.workspace.make('replicas'),
    };
    const ours = await start<SharedSettings, SharedJob, SharedPace>(moduleOf('onus-replicas'), settings, { profile });
    const bare = await start<SharedSettings, SharedJob, SharedPace>(moduleOf('bare-client'), settings, { profile });
    try {
      for (const { what, job } of CASES) {
        await measureCase(bench, what, { ...job, milliseconds: quick ? 250 : 2_000 }, [
          { name: OURS, contender: ours },
          { name: BARE, contender: bare },
        ]);
        await server.run(null);
      }
    } finally {
      for (const each of [ours, bare, server]) await each.close();
    }
  },
};

async function measureCase(
  bench: Bench,
  what: string,
  job: SharedJob,
  entrants: Parameters<typeof inTurn<SharedJob, SharedPace>>[0],
): Promise<void> {
  bench.say(`${SECTION}: ${what}`);
  const results = await inTurn(entrants, bench.rounds, job);
  const [ours, bare] = [results.get(OURS)!, results.get(BARE)!];
  const rates = (paces: readonly SharedPace[]): number[] => paces.map(({ perSecond }) => perSecond);
  const middle = (which: 'p50' | 'p99'): string => short(median(ours.map((pace) => pace[which])));
  bench.add(
    figureOf(
      { section: SECTION, what, detail: `p50 ${middle('p50')} ms, p99 ${middle('p99')} ms` },
      'commands/s',
      rates(ours),
    ),
    ratio(
      { section: SECTION, what: `  beside ${BARE}`, detail: `${BARE} ${short(median(rates(bare)))} appends/s` },
      rates(ours),
      rates(bare),
    ),
    figureOf(
      { section: SECTION, what: '  decided again', detail: 'because another replica wrote first' },
      'of 1,000 commands',
      ours.map(({ conflicts }) => conflicts),
    ),
  );
}
