import type { Inputs } from '../inputs.ts';
import { busiest, rateAt } from '../model/day.ts';
import { Chance, Zipf } from '../model/chance.ts';
import { largestShare } from '../model/size.ts';
import {
  ASSUMED,
  DAY,
  evenly,
  MEAN_RATE,
  settingsFor,
  TARGET,
  type Lever,
  type Loaded,
  type Moment,
  type Routed,
} from '../scenarios.ts';
import { bytes, grid, number, percent, seconds } from './words.ts';

const SHARES = [1, 4, 16, 64] as const;
const COMMANDS = 30_000;
const YEAR = 365.25;

export function inputsTable({
  date,
  machine,
  busy,
  entry,
  work,
  append,
  load,
  ledgerInMemory,
  copied,
}: Inputs): string {
  const rows = [
    ['an entry in `events.sqlite`, with its place and its text', bytes(entry.events)],
    ['an entry in the read models', bytes(entry.readModels)],
    ['a command over HTTP with its receipt: the thread that decides', seconds(work.command)],
    ['the same: all threads, the read models too', seconds(work.commandAllThreads)],
    ['of that, what is done again after a conflict (the whole write path without HTTP)', seconds(work.decision)],
    ['an entry, when the read models are built anew', seconds(work.projection)],
    ['an entry, when a folder is audited', seconds(work.audit)],
    ['a proof of an entry in a ledger of 100 000', seconds(work.proof)],
    ['a durable append of one entry, alone (by the clock)', seconds(append.alone)],
    ['each further one that is committed with it (by the clock)', seconds(append.further)],
    ['a ledger of 10 000 entries that is not in memory, read from a snapshot', seconds(load.withSnapshot)],
    ['the same from its first entry', seconds(load.without)],
    ['a ledger in memory, with 100 tasks and 1 000 entries', bytes(ledgerInMemory)],
    ['copied in a second, from memory to the disk (by the clock)', bytes(copied)],
  ];
  const beside = `In the five minutes before, ${number(busy)} processes wanted a processor at a time: the more, the worse the figures.`;
  return `Measured on ${date} on a machine with ${machine}. ${beside}\n\n${grid(['what', 'measured'], rows)}`;
}

export function sizeTable({ entry, work, copied }: Inputs): string {
  const rows = [1e8, 1e9, TARGET.entries].map((entries) => [
    number(entries),
    bytes(entries * entry.events),
    bytes(entries * entry.readModels),
    seconds((entries * entry.events) / copied),
    seconds(entries * work.audit),
    ...SHARES.map((shares) => seconds(entries * work.projection * shareOf(shares))),
  ]);
  const header = ['entries', 'events', 'read models', 'copy', 'audit'];
  return grid([...header, ...SHARES.map((shares) => `rebuild, ${shares === 1 ? 'in one' : `${shares} shares`}`)], rows);
}

/** The largest of so many shares, of 1. */
export const shareOf = (shares: number): number => largestShare(TARGET.engagements, ASSUMED.exponent, shares);

/** `missing` is the share of commands whose ledger is not in memory at the busiest moment, of 1. */
export function yearTable({ entry, work, load }: Inputs, missing: number): string {
  const perYear = TARGET.entries / TARGET.years;
  const { rate, at } = busiest(DAY);
  const night = rateAt(DAY, 3.5 * 3_600);
  return grid(
    ['what', 'figure'],
    [
      ['entries a year', number(perYear)],
      ['entries of an engagement a day, on average', number(perYear / YEAR / TARGET.engagements)],
      ['commands a second, average over all years', number(MEAN_RATE)],
      ['in a quiet half hour of the night', number(night)],
      [`at the busiest moment, ${at / 3_600}:00`, number(rate)],
      ['what one thread can decide at most, where every ledger is in memory', number(1 / work.command)],
      [`the same, where ${number(ASSUMED.kept)} ledgers are`, number(1 / (work.command + missing * load.withSnapshot))],
      ['events grow in a year by', bytes(perYear * entry.events)],
      ['read models grow in a year by', bytes(perYear * entry.readModels)],
    ],
  );
}

export function hotTable(inputs: Inputs): string {
  const { rate } = busiest(DAY);
  const rows = [0.8, 1, 1.2].map((exponent) => {
    const zipf = new Zipf(TARGET.engagements, exponent, new Chance(0));
    const share = zipf.share(0);
    const { hottest, misses } = evenly(settingsFor(inputs, { exponent }), rate, COMMANDS);
    const perEntry = inputs.load.without / 10_000;
    return [
      String(exponent),
      percent(share),
      number(share * TARGET.entries),
      number(share * rate),
      `${seconds(hottest.p50)}, ${seconds(hottest.p99)}`,
      seconds(share * TARGET.entries * perEntry),
      percent(1 - misses),
    ];
  });
  const header = [
    'exponent',
    'share of the hottest',
    'its entries at the end',
    'its commands a second, at the busiest',
    'p50 and p99 there',
    'to fold it from its first entry',
    'commands that find their ledger in memory',
  ];
  return grid(header, rows);
}

export function loadTable(machine: readonly Loaded[], cluster: readonly Loaded[]): string {
  const cells = ({ perSecond, outcome: { p50, p99 } }: Loaded): string[] => [
    number(perSecond),
    `${seconds(p50)}, ${seconds(p99)}`,
  ];
  const rows = machine.map((one, i) => [percent(one.load), ...cells(one), ...cells(cluster[i]!)]);
  const header = ['load', 'one machine: commands/s', 'p50, p99', 'two replicas on a cluster: commands/s', 'p50, p99'];
  return grid(header, rows);
}

export function conflictTable(routed: readonly Routed[]): string {
  const rows = routed.map(({ replicas, byEngagement, any, told }) => [
    String(replicas),
    percent(byEngagement.conflicts),
    `${seconds(byEngagement.p50)}, ${seconds(byEngagement.p99)}`,
    percent(any.conflicts),
    `${seconds(any.p50)}, ${seconds(any.p99)}`,
    percent(told.conflicts),
    `${seconds(told.p50)}, ${seconds(told.p99)}`,
  ]);
  const header = [
    'replicas',
    'by engagement: conflicts',
    'p50, p99',
    'any: conflicts',
    'p50, p99',
    'any, told: conflicts',
    'p50, p99',
  ];
  return grid(header, rows);
}

export function leversTable(tried: readonly Lever[]): string {
  const rows = tried.map(({ what, perSecond, outcome: { misses, p50, p99 } }) => [
    what,
    number(perSecond),
    percent(1 - misses),
    seconds(p50),
    seconds(p99),
  ]);
  return grid(['one machine, but', 'commands/s', 'find their ledger in memory', 'p50', 'p99'], rows);
}

export function dayTable(moments: readonly Moment[]): string {
  const chosen = [3, 3.5, 10, 10.5, 15, 15.5, 22, 22.5].map((hour) => moments[hour * 2]!);
  const rows = chosen.map(({ at, perSecond, outcome }) => [
    `${Math.floor(at / 3_600)}:${at % 3_600 === 0 ? '00' : '30'}`,
    number(perSecond),
    seconds(outcome.p50),
    seconds(outcome.p99),
  ]);
  return grid(['time of day', 'commands/s', 'p50', 'p99'], rows);
}
