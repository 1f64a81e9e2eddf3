import type { Inputs } from '../inputs.ts';
import { TARGET, type Loaded, type Moment, type Routed } from '../scenarios.ts';
import { svg } from './plot.ts';
import { shareOf } from './tables.ts';

const MILLI = 1_000;
const HOUR = 3_600;

export function latencyPicture(machine: readonly Loaded[], cluster: readonly Loaded[]): string {
  const curve = (loaded: readonly Loaded[], which: 'p50' | 'p99'): (readonly [number, number])[] =>
    loaded.map(({ load, outcome }) => [load * 100, outcome[which] * MILLI]);
  return svg({
    title: 'From a command to its durable answer',
    description:
      'Latency against load. Up to about seven tenths of what the thread that decides can do, the middle and the slowest hundredth stay low; beyond, waiting grows without bound.',
    x: { label: 'load, % of what the threads that decide can do', scale: 'linear', ticks: [0, 20, 40, 60, 80, 100] },
    y: { label: 'milliseconds', scale: 'log', ticks: [0.1, 1, 10, 100, 1_000] },
    series: [
      { name: 'one machine, p50', points: curve(machine, 'p50') },
      { name: 'one machine, p99', points: curve(machine, 'p99') },
      { name: 'cluster, p50', points: curve(cluster, 'p50') },
      { name: 'cluster, p99', points: curve(cluster, 'p99') },
    ],
  });
}

export function conflictPicture(routed: readonly Routed[]): string {
  const curve = (which: 'byEngagement' | 'any' | 'told'): (readonly [number, number])[] =>
    routed.map((each) => [each.replicas, each[which].conflicts * 100]);
  return svg({
    title: 'Appends that another replica was before',
    description:
      'Share of appends in conflict against the number of replicas. None when requests are routed by engagement; more with every replica when any of them answers, and less than half of that when they are told soon of what others have recorded.',
    x: { label: 'replicas', scale: 'linear', ticks: [1, 2, 3, 4, 5, 6, 7, 8] },
    y: { label: 'conflicts, % of appends', scale: 'linear', ticks: [0, 20, 40, 60, 80, 100] },
    series: [
      { name: 'routed by engagement', points: curve('byEngagement') },
      { name: 'any replica', points: curve('any') },
      { name: 'any replica, told within 50 ms', points: curve('told') },
    ],
  });
}

export function dayPicture(moments: readonly Moment[]): string {
  const curve = (minutes: number, which: 'p50' | 'p99'): (readonly [number, number])[] =>
    moments
      .filter(({ at }) => (at / 60) % 60 === minutes)
      .map(({ at, outcome }) => [at / 3_600, outcome[which] * MILLI]);
  return svg({
    title: 'One machine over a day: from a command to its durable answer',
    description:
      'Latency in milliseconds over 24 hours, at full hours and at half past. At full hours, when machines send what they have gathered, answers take seconds, most in the morning and in the afternoon; at half past they take milliseconds all day.',
    x: { label: 'hour of the day', scale: 'linear', ticks: [0, 4, 8, 12, 16, 20, 24] },
    y: { label: 'milliseconds', scale: 'log', ticks: [1, 10, 100, 1_000, 10_000] },
    series: [
      { name: 'full hour, p50', points: curve(0, 'p50') },
      { name: 'full hour, p99', points: curve(0, 'p99') },
      { name: 'half past, p50', points: curve(30, 'p50') },
      { name: 'half past, p99', points: curve(30, 'p99') },
    ],
  });
}

export function rebuildPicture({ work }: Inputs): string {
  const sizes = [1e6, 1e7, 1e8, 1e9, TARGET.entries];
  const curve = (shares: number): (readonly [number, number])[] =>
    sizes.map((entries) => [entries, (entries * work.projection * shareOf(shares)) / HOUR]);
  return svg({
    title: 'Building read models anew',
    description:
      'Hours against entries, both in powers of ten, for 1, 4, 16 and 64 shares. Ten thousand million entries take days in one; shares help until the hottest engagement is most of one of them.',
    x: { label: 'entries', scale: 'log', ticks: sizes },
    y: { label: 'hours', scale: 'log', ticks: [0.001, 0.01, 0.1, 1, 10, 100, 1_000] },
    series: [1, 4, 16, 64].map((shares) => ({
      name: shares === 1 ? 'all in one' : `${shares} shares`,
      points: curve(shares),
    })),
  });
}

export function growthPicture({ entry }: Inputs): string {
  const years = Array.from({ length: TARGET.years + 1 }, (_, year) => year);
  const curve = (size: number): (readonly [number, number])[] =>
    years.map((year) => [year, (year * TARGET.entries * size) / TARGET.years / 1e12]);
  const most = Math.max(entry.events * 3, entry.readModels) * TARGET.entries;
  const step = Math.ceil(most / 1e12 / 6);
  return svg({
    title: 'What has to be kept',
    description:
      'Terabytes against years. All three grow evenly: events, read models of one replica, and events on three nodes.',
    x: { label: 'years', scale: 'linear', ticks: years },
    y: { label: 'terabytes', scale: 'linear', ticks: Array.from({ length: 7 }, (_, i) => i * step) },
    series: [
      { name: 'events', points: curve(entry.events) },
      { name: 'read models, one replica', points: curve(entry.readModels) },
      { name: 'events on three nodes', points: curve(entry.events * 3) },
    ],
  });
}
