import type { Chance } from './chance.ts';

/** When commands come, over a day. All of it is assumed: nobody has 100,000 engagements yet. */
export interface Day {
  /** Commands a second, on average over the day. */
  readonly mean: number;
  /** Share of the commands that people give; the rest comes from machines. */
  readonly people: number;
  /** Share of what machines send that they send as soon as the hour has struck, and for how many seconds. */
  readonly struck: { readonly share: number; readonly seconds: number };
}

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Mornings, afternoons and the pause between, as a bell for each; hours of the day. */
const BUSY = [
  { at: 10, width: 1.5, height: 1 },
  { at: 15, width: 2, height: 0.9 },
] as const;

/** What people do at an hour, where 1 is their average over the day. */
function peopleAt(seconds: number): number {
  const hour = (seconds % DAY) / HOUR;
  return (
    BUSY.reduce((sum, { at, width, height }) => sum + height * Math.exp(-(((hour - at) / width) ** 2)), 0) / AVERAGE
  );
}

const AVERAGE = BUSY.reduce((sum, { width, height }) => sum + (height * width * Math.sqrt(Math.PI)) / 24, 0);

/** Commands a second at a time of the day, in seconds since midnight. */
export function rateAt({ mean, people, struck }: Day, seconds: number): number {
  const inHour = seconds % HOUR;
  const machines =
    inHour < struck.seconds
      ? (struck.share * HOUR) / struck.seconds
      : ((1 - struck.share) * HOUR) / (HOUR - struck.seconds);
  return mean * (people * peopleAt(seconds) + (1 - people) * machines);
}

/** The most commands a second that a day has. */
export function busiest(day: Day): { readonly rate: number; readonly at: number } {
  const strokes = Array.from({ length: 24 }, (_, hour) => hour * HOUR);
  return strokes
    .map((at) => ({ at, rate: rateAt(day, at) }))
    .reduce((most, each) => (each.rate > most.rate ? each : most));
}

/** Times between `from` and `to`, in seconds of the day, at which commands come: thinned from those of the highest rate. */
export function* arrivals(day: Day, from: number, to: number, chance: Chance): Generator<number> {
  const most = busiest(day).rate * 1.01;
  for (let time = from + chance.exponential(most); time < to; time += chance.exponential(most)) {
    if (chance.next() * most < rateAt(day, time)) yield time;
  }
}
