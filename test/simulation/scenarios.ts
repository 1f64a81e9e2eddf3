import type { Inputs } from './inputs.ts';
import { Chance } from './model/chance.ts';
import { runCluster, type ClusterSettings, type Outcome } from './model/cluster.ts';
import { arrivals, busiest, rateAt, type Day } from './model/day.ts';
import type { StoreTimes } from './model/store.ts';

/** What the figures are for. */
export const TARGET = { engagements: 100_000, entries: 1e10, years: 5 } as const;

/** What nobody can measure here. docs/scale.md lists each with its reason. */
export const ASSUMED = {
  exponent: 1,
  day: { people: 0.1, struck: { share: 0.3, seconds: 120 } },
  /** A cluster of the database in one data centre. */
  cluster: { network: 0.000_5, commit: 0.004, perAppend: 0.000_05 },
  /** Of the ledgers that stay in memory: as libs/ledger-store/src/ledgers.ts has it, by their number. */
  kept: 2_000,
} as const;

const SEED = 20_260_314;
const YEAR = 365.25 * 86_400;

/** Commands a second on average over all years: nearly every command is one entry. */
export const MEAN_RATE = TARGET.entries / (TARGET.years * YEAR);

export const DAY: Day = { mean: MEAN_RATE, ...ASSUMED.day };

/** One machine: the store is a file. */
export const onFile = ({ append }: Inputs): StoreTimes => ({
  network: 0,
  commit: append.alone - append.further,
  perAppend: append.further,
});

export function settingsFor(inputs: Inputs, changed: Partial<ClusterSettings> = {}): ClusterSettings {
  return {
    replicas: 1,
    routing: 'by engagement',
    replica: {
      command: inputs.work.command,
      decision: inputs.work.decision,
      load: inputs.load.withSnapshot,
      follow: Number.POSITIVE_INFINITY,
      spread: 'exponential',
      kept: ASSUMED.kept,
    },
    store: onFile(inputs),
    engagements: TARGET.engagements,
    exponent: ASSUMED.exponent,
    seed: SEED,
    ...changed,
  };
}

/** Commands at an even rate, so many of them. */
export function evenly(settings: ClusterSettings, perSecond: number, commands: number): Outcome {
  return runCluster(settings, steady(perSecond, commands, settings.seed + 3));
}

function* steady(perSecond: number, commands: number, seed: number): Generator<number> {
  const chance = new Chance(seed);
  let time = 0;
  for (let i = 0; i < commands; i++) yield (time += chance.exponential(perSecond));
}

export interface Loaded {
  /** Of what the threads that decide could do at most. */
  readonly load: number;
  readonly perSecond: number;
  readonly outcome: Outcome;
}

const LOADS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];

/** Latency against load. Everything is in memory, so that what is seen is waiting, and not reading. */
export function underLoad(inputs: Inputs, changed: Partial<ClusterSettings> = {}): readonly Loaded[] {
  const base = settingsFor(inputs, changed);
  const settings = { ...base, replica: { ...base.replica, kept: TARGET.engagements } };
  return LOADS.map((load) => {
    const perSecond = (load * settings.replicas) / settings.replica.command;
    return { load, perSecond, outcome: evenly(settings, perSecond, 30_000) };
  });
}

export interface Routed {
  readonly replicas: number;
  readonly byEngagement: Outcome;
  readonly any: Outcome;
  /** Any replica, where each learns within 50 ms what another has recorded. */
  readonly told: Outcome;
}

/** Conflicts on a cluster at the busiest moment of the day, for one replica and more. */
export function conflicts(inputs: Inputs): readonly Routed[] {
  const { rate } = busiest(DAY);
  return [1, 2, 3, 4, 6, 8].map((replicas) => {
    const settings = settingsFor(inputs, { replicas, store: ASSUMED.cluster });
    const at = (changed: Partial<ClusterSettings>): Outcome => evenly({ ...settings, ...changed }, rate, 30_000);
    return {
      replicas,
      byEngagement: at({}),
      any: at({ routing: 'any' }),
      told: at({ routing: 'any', replica: { ...settings.replica, follow: 0.05 } }),
    };
  });
}

export interface Moment {
  /** Seconds since midnight. */
  readonly at: number;
  readonly perSecond: number;
  readonly outcome: Outcome;
}

/** One machine over a day: the first seconds of every hour, and its middle. */
export function throughTheDay(inputs: Inputs): readonly Moment[] {
  const settings = settingsFor(inputs);
  return Array.from({ length: 48 }, (_, half) => {
    const at = half * 1_800;
    const chance = new Chance(SEED + half);
    const times = arrivals(DAY, at, at + 30, chance);
    return { at, perSecond: rateAt(DAY, at), outcome: runCluster(settings, shifted(times, at)) };
  });
}

function* shifted(times: Iterable<number>, by: number): Generator<number> {
  for (const time of times) yield time - by;
}

/** Something that an operator, or who sends commands, can do about the busiest moment. */
export interface Lever {
  readonly what: string;
  readonly perSecond: number;
  readonly outcome: Outcome;
}

export function levers(inputs: Inputs): readonly Lever[] {
  const { rate, at } = busiest(DAY);
  const settings = settingsFor(inputs);
  const spread = rateAt({ ...DAY, struck: { ...DAY.struck, seconds: 600 } }, at);
  const keeping = (kept: number): ClusterSettings => ({ ...settings, replica: { ...settings.replica, kept } });
  const tried: readonly (readonly [string, ClusterSettings, number])[] = [
    ['as it is', settings, rate],
    ['machines send within ten minutes, not two', settings, spread],
    ['8 000 ledgers stay in memory', keeping(8_000), rate],
    ['two installations with half of the engagements each, on one disk', { ...settings, replicas: 2 }, rate],
    ['four installations with a quarter each, on one disk', { ...settings, replicas: 4 }, rate],
  ];
  return tried.map(([what, of, perSecond]) => ({ what, perSecond, outcome: evenly(of, perSecond, 30_000) }));
}
