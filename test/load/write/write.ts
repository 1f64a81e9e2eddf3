import type { Pace } from '../harness/callers.ts';
import type { Contender } from '../harness/contender.ts';
import { figureOf, ratio, type Aim } from '../report/figures.ts';
import { inTurn, type Entrant } from '../harness/rounds.ts';
import type { Bench, Section } from '../harness/section.ts';
import { start } from '../harness/start.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import type { WriteJob } from './writing.ts';

const SECTION = 'write';
const CONNECTIONS = 16;

const moduleOf = (name: string): URL => new URL(`./${name}.ts`, import.meta.url);

interface Case {
  readonly what: string;
  readonly job: Omit<WriteJob, 'milliseconds'>;
  /** Whom we are compared with, and what is aimed at. */
  readonly against: Readonly<Record<string, Aim | null>>;
}

const SPREAD = { where: 'spread', bulk: 1 } as const;
const HOT = { where: 'hot', bulk: 1 } as const;
/** With read models that follow on a thread of their own, and with the command index behind every command. */
const PRODUCT = 'Onus with its read models';
const OURS = 'onus-writing';
const AUDIT = 'PostgreSQL audit trigger';
const EMMETT_PG = 'Emmett-PostgreSQL';
const EMMETT = 'Emmett-SQLite';

const CASES: readonly Case[] = [
  {
    what: '1 caller, 1,000 ledgers',
    job: { ...SPREAD, callers: 1 },
    against: { [EMMETT]: { gate: 1.5, stretch: 2 }, [AUDIT]: null, [EMMETT_PG]: null },
  },
  { what: '16 callers, 1,000 ledgers', job: { ...SPREAD, callers: 16 }, against: { [AUDIT]: null, [EMMETT_PG]: null } },
  {
    what: '64 callers, 1,000 ledgers',
    job: { ...SPREAD, callers: 64 },
    against: { [AUDIT]: { gate: 2, stretch: 3.4 }, [EMMETT_PG]: { gate: 5, stretch: 8 } },
  },
  { what: '1 caller, one hot ledger', job: { ...HOT, callers: 1 }, against: { [EMMETT]: null, [AUDIT]: null } },
  { what: '16 callers, one hot ledger', job: { ...HOT, callers: 16 }, against: { [AUDIT]: null } },
  // On one stream Emmett-PostgreSQL answers concurrent appends with conflicts, whatever version is asked for.
  { what: '64 callers, one hot ledger', job: { ...HOT, callers: 64 }, against: { [AUDIT]: null } },
  {
    what: 'bulk of 100, 1 caller',
    job: { ...SPREAD, bulk: 100, callers: 1 },
    against: { [EMMETT]: { gate: 1.1, stretch: 1.5 } },
  },
];

export const write: Section = {
  name: SECTION,
  measure: async (bench) => {
    const contenders = await open(bench);
    try {
      for (const each of CASES) await measureCase(bench, contenders, each);
    } finally {
      for (const contender of contenders.values()) await contender.close();
    }
  },
};

type Contenders = ReadonlyMap<string, Contender<WriteJob, Pace>>;

async function open({ workspace, quick, postgres, peersMissing, profile, skip }: Bench): Promise<Contenders> {
  const streams = quick ? 100 : 1_000;
  const contenders = new Map<string, Contender<WriteJob, Pace>>();
  const add = async (name: string, module: string, settings: object): Promise<void> => {
    contenders.set(
      name,
      await start(moduleOf(module), { streams, ...settings }, { profile, asService: module === OURS }),
    );
  };
  await add('Onus', OURS, { folder: workspace.make('onus'), whole: false });
  await add(PRODUCT, OURS, { folder: workspace.make('product'), whole: true });
  if (peersMissing !== undefined) {
    skip({ section: SECTION, what: 'everybody else', why: peersMissing });
    return contenders;
  }
  await add(EMMETT, 'emmett-sqlite', { folder: workspace.make('emmett') });
  if ('missing' in postgres) {
    skip({ section: SECTION, what: `${AUDIT}, ${EMMETT_PG}`, why: postgres.missing });
    return contenders;
  }
  await add(AUDIT, 'audit-table', { url: postgres.url, connections: CONNECTIONS });
  await add(EMMETT_PG, 'emmett-postgresql', { url: postgres.url, connections: CONNECTIONS });
  return contenders;
}

async function measureCase(bench: Bench, contenders: Contenders, { what, job, against }: Case): Promise<void> {
  bench.say(`${SECTION}: ${what}`);
  const rivals = [PRODUCT, ...Object.keys(against)].filter((name) => contenders.has(name));
  const entrants: Entrant<WriteJob, Pace>[] = ['Onus', ...rivals].map((name) => ({
    name,
    contender: contenders.get(name)!,
  }));
  const milliseconds = bench.quick ? 250 : 2_000;
  const results = await inTurn(
    entrants,
    bench.rounds,
    { ...job, milliseconds },
    { ...job, milliseconds: milliseconds / 2 },
  );
  const rates = (name: string): number[] => results.get(name)!.map(({ perSecond }) => perSecond * job.bulk);
  const ours = results.get('Onus')!;
  const latency = `p50 ${middle(ours, 'p50')} ms, p99 ${middle(ours, 'p99')} ms`;
  bench.add(
    figureOf({ section: SECTION, what, detail: latency }, job.bulk === 1 ? 'commands/s' : 'entries/s', rates('Onus')),
    ...rivals.map((name) => {
      const theirs = results.get(name)!;
      const detail = `${name} ${short(median(rates(name)))}/s, p50 ${middle(theirs, 'p50')} ms, p99 ${middle(theirs, 'p99')} ms`;
      const aim = against[name];
      return ratio(
        { section: SECTION, what: `  beside ${name}`, detail, ...(aim != null && { aim }) },
        rates('Onus'),
        rates(name),
      );
    }),
  );
}

const middle = (paces: readonly Pace[], which: 'p50' | 'p99'): string =>
  short(median(paces.map((pace) => pace[which])));
