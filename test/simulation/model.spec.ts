import { describe, expect, it } from '@jest/globals';
import { Chance, scatter, Zipf } from './model/chance.ts';
import { runCluster, type ClusterSettings, type Outcome } from './model/cluster.ts';
import { arrivals, busiest, rateAt, type Day } from './model/day.ts';
import { Simulation } from './model/engine.ts';
import { largestShare } from './model/size.ts';

const NOTHING = { network: 0, commit: 0, perAppend: 0 };

/** One replica that does nothing but decide. What a test is about, it changes. */
const settings = (
  changed: Partial<ClusterSettings>,
  replica: Partial<ClusterSettings['replica']>,
): ClusterSettings => ({
  replicas: 1,
  routing: 'by engagement',
  store: NOTHING,
  engagements: 1_000,
  exponent: 1,
  seed: 7,
  ...changed,
  replica: {
    command: 0,
    decision: 0,
    load: 0,
    follow: Number.POSITIVE_INFINITY,
    spread: 'none',
    kept: 1_000,
    ...replica,
  },
});

function run(of: ClusterSettings, perSecond: number, commands: number): Outcome {
  const chance = new Chance(11);
  let time = 0;
  return runCluster(
    of,
    Array.from({ length: commands }, () => (time += chance.exponential(perSecond))),
  );
}

/** Whether two figures agree within a share of the expected one. The seeds are fixed: so is the answer. */
function expectNear(actual: number, expected: number, share: number): void {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(share);
}

describe('The simulation', () => {
  it('lets things happen in the order of their times, and of their planning where these are equal', () => {
    const simulation = new Simulation();
    const happened: string[] = [];
    for (const [seconds, what] of [
      [3, 'c'],
      [1, 'a'],
      [2, 'b'],
      [1, 'a2'],
      [9, 'late'],
    ] as const) {
      simulation.after(seconds, () => happened.push(`${what}@${simulation.now}`));
    }
    simulation.after(1.5, () => simulation.after(0.25, () => happened.push(`planned@${simulation.now}`)));
    simulation.run(5);
    expect(happened).toEqual(['a@1', 'a2@1', 'planned@1.75', 'b@2', 'c@3']);
  });

  it('gives the same answer for the same seed, and another for another', () => {
    const of = (seed: number): Outcome =>
      run(settings({ seed }, { command: 0.001, spread: 'exponential' }), 500, 2_000);
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});

describe('One thread that decides, held against the theory of queues', () => {
  it.each([0.3, 0.6, 0.9])('waits as M/M/1 does under a load of %f', (load) => {
    const { mean, p50, p99 } = run(settings({}, { command: 0.001, spread: 'exponential' }), load * 1_000, 150_000);
    // The time in the system is exponential with the rate that is left.
    const left = 1_000 * (1 - load);
    expectNear(mean, 1 / left, 0.05);
    expectNear(p50, Math.LN2 / left, 0.05);
    expectNear(p99, Math.log(100) / left, 0.1);
  });

  it.each([0.3, 0.6, 0.9])('waits as M/D/1 does under a load of %f', (load) => {
    const { mean } = run(settings({}, { command: 0.001 }), load * 1_000, 150_000);
    // Pollaczek and Khinchine, with a service time that does not vary.
    expectNear(mean, 0.001 * (1 + load / (2 * (1 - load))), 0.05);
  });
});

describe('Appends in groups', () => {
  it('take one and a half commits on average, where somebody always waits', () => {
    const { mean, p99, commandsAnAppend } = run(
      settings({ engagements: 1, store: { network: 0, commit: 0.01, perAppend: 0 } }, {}),
      20_000,
      60_000,
    );
    // Whoever comes waits for half a commit until the next begins, and never for more than one.
    expectNear(mean, 0.015, 0.01);
    expect(p99).toBeLessThanOrEqual(0.02);
    expectNear(commandsAnAppend, 200, 0.02);
  });

  it('take one commit and the way there and back, where nobody else is', () => {
    const { p50 } = run(settings({ store: { network: 0.002, commit: 0.01, perAppend: 0.001 } }, {}), 0.1, 500);
    expectNear(p50, 0.015, 0.001);
  });
});

describe('Replicas that write to one ledger', () => {
  const slowly = { network: 0.000_5, commit: 0.001, perAppend: 0 };

  it.each([2, 3, 5])(
    'conflict in all appends but one of %d, where any of them is asked, nobody is told, and nobody looks',
    (replicas) => {
      const { commands, appends } = run(
        settings({ replicas, routing: 'any', engagements: 1, store: slowly }, { quietLooks: 0 }),
        1,
        20_000,
      );
      // A second try succeeds: nobody else is there. What counts is who wrote last.
      expectNear(appends / commands - 1, 1 - 1 / replicas, 0.02);
    },
  );

  it('conflict once in about thirty commands where two of them look, and never meet', () => {
    const two = settings({ replicas: 2, routing: 'any', engagements: 1, store: slowly }, {});
    const { commands, appends } = run(two, 1, 20_000);
    // Every other look finds nothing. Four such in a row come after 30 looks on average (a run of four heads), and then the next conflict.
    expectNear(appends / commands - 1, 1 / 31, 0.1);
  });

  it('never conflict, where requests go to one of them by the engagement', () => {
    const { conflicts } = run(settings({ replicas: 4, store: slowly }, {}), 500, 20_000);
    expect(conflicts).toBe(0);
  });

  it('conflict as often as somebody else wrote before they were told, where they are told', () => {
    const [replicas, perSecond, follow] = [4, 5, 0.05];
    const told = settings({ replicas, routing: 'any', engagements: 1, store: slowly }, { follow, quietLooks: 0 });
    const { commands, appends } = run(told, perSecond, 60_000);
    // From the time that another has recorded something until this one knows, and until its own append is decided.
    const blind = follow + slowly.network + slowly.commit;
    const expected = 1 - Math.exp(-perSecond * (1 - 1 / replicas) * blind);
    expectNear(appends / commands - 1, expected, 0.06);
  });

  it('read a ledger that they do not have, and then have it', () => {
    const { misses } = run(settings({ engagements: 100, exponent: 0 }, { kept: 50 }), 100, 50_000);
    // Half of the ledgers are in memory, and all are asked for equally often.
    expectNear(misses, 0.5, 0.02);
  });
});

describe('Chance', () => {
  it('means ranks as often as Zipf said', () => {
    const zipf = new Zipf(1_000, 1, new Chance(3));
    const counts = new Float64Array(1_000);
    for (let i = 0; i < 200_000; i++) counts[zipf.next()]!++;
    for (const rank of [0, 1, 9]) expectNear(counts[rank]! / 200_000, zipf.share(rank), 0.05);
    expectNear(zipf.share(0) / zipf.share(9), 10, 1e-9);
    expectNear(zipf.shareOfFirst(1_000), 1, 1e-9);
  });

  it('shares engagements out evenly by their hash, as far as they are equal', () => {
    expectNear(largestShare(100_000, 0, 16), 1 / 16, 0.05);
    const hottest = new Zipf(100_000, 1.2, new Chance(0)).share(0);
    expect(largestShare(100_000, 1.2, 64)).toBeGreaterThan(hottest);
    expect(new Set(Array.from({ length: 10_000 }, (_, i) => scatter(i))).size).toBe(10_000);
  });
});

describe('A day', () => {
  const day: Day = { mean: 50, people: 0.1, struck: { share: 0.3, seconds: 120 } };

  it('has as many commands as its mean says, whenever they come', () => {
    let sum = 0;
    for (let second = 0; second < 86_400; second += 10) sum += rateAt(day, second) * 10;
    expectNear(sum / 86_400, day.mean, 0.01);
  });

  it('is busiest when a full hour strikes in the morning', () => {
    const { at, rate } = busiest(day);
    expect(at).toBe(10 * 3_600);
    for (let second = 0; second < 86_400; second += 60) expect(rateAt(day, second)).toBeLessThanOrEqual(rate * 1.01);
  });

  it('brings commands at the rate of the time', () => {
    const at = 10 * 3_600;
    const times = [...arrivals(day, at, at + 100, new Chance(5))];
    expect(times.every((time, i) => time >= at && time < at + 100 && time >= (times[i - 1] ?? 0))).toBe(true);
    expectNear(times.length, rateAt(day, at) * 100, 0.05);
  });
});
