import { figureOf, ratio } from '../report/figures.ts';
import { inTurn } from '../harness/rounds.ts';
import type { Bench, Section } from '../harness/section.ts';
import { start } from '../harness/start.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import type { BareSettings, SharedJob, SharedPace, SharedSettings } from './writing.ts';

const SECTION = 'kurrentdb';
const moduleOf = (name: string): URL => new URL(`./${name}.ts`, import.meta.url);

const OURS = 'Onus';
const BESIDE = 'the bare client, texts beside';
const INSIDE = 'the bare client, texts within';

type Job = Omit<SharedJob, 'milliseconds'>;

/** What is asked of so many replicas. */
const CASES: readonly { readonly what: string; readonly replicas: number; readonly jobs: readonly Job[] }[] = [
  {
    what: 'one replica',
    replicas: 1,
    jobs: [
      { callers: 16, where: 'spread', sticky: true },
      { callers: 16, where: 'hot', sticky: true },
    ],
  },
  {
    what: 'three replicas',
    replicas: 3,
    jobs: [
      { callers: 16, where: 'spread', sticky: true },
      { callers: 16, where: 'spread', sticky: false },
      { callers: 16, where: 'hot', sticky: true },
      { callers: 16, where: 'hot', sticky: false },
    ],
  },
];

type Contender = Parameters<typeof inTurn<SharedJob, SharedPace>>[0][number];

/**
 * Writing over the wire, to the server of the tests: what the product costs beside the client that it goes through, and how often
 * three replicas get in each other's way. The server is in memory: nothing here says how fast a cluster is.
 */
export const kurrentdb: Section = {
  name: SECTION,
  measure: async (bench) => {
    for (const { what, replicas, jobs } of CASES) await measureReplicas(bench, what, replicas, jobs);
  },
};

/** On a server of their own: whoever follows an event store hears of everything that is written to it. */
async function measureReplicas(bench: Bench, what: string, replicas: number, jobs: readonly Job[]): Promise<void> {
  const { quick, profile } = bench;
  const server = await start<object, null, null>(moduleOf('test-server'), {});
  const shared = { url: server.setup, ledgers: quick ? 50 : 200 };
  const settings: SharedSettings = { ...shared, replicas, folder: bench.workspace.make(`replicas-${replicas}`) };
  const ours = await start<SharedSettings, SharedJob, SharedPace>(moduleOf('onus-replicas'), settings, {
    profile,
    asService: true,
  });
  const bare = (texts: BareSettings['texts']) =>
    start<BareSettings, SharedJob, SharedPace>(moduleOf('bare-client'), { ...shared, texts }, { profile });
  const [beside, inside] = [await bare('beside'), await bare('inside')];
  try {
    for (const job of jobs) {
      const ledgers = job.where === 'hot' ? 'one hot ledger' : `${shared.ledgers} ledgers`;
      const routed = replicas === 1 ? '' : job.sticky ? ', sticky' : ', any replica';
      await measureCase(
        bench,
        `${what}, ${job.callers} callers, ${ledgers}${routed}`,
        { ...job, milliseconds: quick ? 250 : 2_000 },
        [
          { name: OURS, contender: ours },
          { name: BESIDE, contender: beside },
          { name: INSIDE, contender: inside },
        ],
      );
      await server.run(null);
    }
  } finally {
    for (const each of [ours, beside, inside, server]) await each.close();
  }
}

async function measureCase(bench: Bench, what: string, job: SharedJob, entrants: readonly Contender[]): Promise<void> {
  bench.say(`${SECTION}: ${what}`);
  const results = await inTurn(entrants, bench.rounds, job);
  const ours = results.get(OURS)!;
  const rates = (paces: readonly SharedPace[]): number[] => paces.map(({ perSecond }) => perSecond);
  const middle = (which: 'p50' | 'p99'): string => short(median(ours.map((pace) => pace[which])));
  bench.add(
    figureOf(
      { section: SECTION, what, detail: `p50 ${middle('p50')} ms, p99 ${middle('p99')} ms` },
      'commands/s',
      rates(ours),
    ),
  );
  for (const name of [BESIDE, INSIDE]) {
    const theirs = rates(results.get(name)!);
    const detail = `${name} ${short(median(theirs))} facts/s`;
    bench.add(ratio({ section: SECTION, what: `  beside ${name}`, detail }, rates(ours), theirs));
  }
  bench.add(
    figureOf(
      { section: SECTION, what: '  decided again', detail: 'because another replica wrote first' },
      'of 1,000 commands',
      ours.map(({ conflicts }) => conflicts),
    ),
  );
}
