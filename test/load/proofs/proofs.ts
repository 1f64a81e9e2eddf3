import { figureOf, ratio, type Aim } from '../report/figures.ts';
import type { Bench, Section } from '../harness/section.ts';
import type { Contender } from '../harness/contender.ts';
import { start } from '../harness/start.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import type { AuditingJob } from './auditing.ts';
import type { VerifyingJob } from './pack-verifying.ts';
import type { ReceiptedJob } from './receipted-writing.ts';
import type { HashingJob } from './tree-hashing.ts';
import type { ProvingJob } from './tree-proving.ts';

const SECTION = 'proofs';
const moduleOf = (name: string): URL => new URL(`./${name}.ts`, import.meta.url);

/** What proofs cost: making trees, proving, verifying whole packs, auditing, and the receipt of every command. */
export const proofs: Section = {
  name: SECTION,
  measure: async (bench) => {
    await hashing(bench);
    await proving(bench);
    await verifying(bench);
    await auditing(bench);
    await receipts(bench);
  },
};

/** Two jobs of one contender in turn. */
async function pairs<Job>(contender: Contender<Job, number>, jobs: readonly [Job, Job], rounds: number) {
  const results: [number[], number[]] = [[], []];
  for (const job of jobs) await contender.run(job);
  for (let round = 0; round < rounds; round++) {
    for (const i of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      results[i].push(await contender.run(jobs[i]));
    }
  }
  return results;
}

async function hashing({ quick, rounds, profile, say, add }: Bench): Promise<void> {
  const entries = quick ? 20_000 : 1_000_000;
  say(`${SECTION}: hashing ${short(entries)} entries`);
  const contender: Contender<HashingJob, number> = await start(moduleOf('tree-hashing'), { entries }, { profile });
  try {
    const [tree, bare] = await pairs(contender, ['tree', 'bare'], rounds);
    const what = `leaf hashes and root of ${short(entries)} entries, beside SHA-256`;
    const detail = `${short(median(tree))} entries/s; SHA-256 of the same bytes alone ${short(median(bare))}/s`;
    add(ratio({ section: SECTION, what, detail, aim: { gate: 0.6, stretch: 0.7 } }, tree, bare));
  } finally {
    await contender.close();
  }
}

async function proving({ workspace, quick, rounds, profile, say, add }: Bench): Promise<void> {
  const sizes = quick ? [1_000, 5_000] : [10_000, 1_000_000];
  const times: number[][] = [];
  const jobs: Contender<ProvingJob, number>[] = [];
  try {
    for (const entries of sizes) {
      say(`${SECTION}: filling a ledger with ${short(entries)} entries`);
      const settings = { folder: workspace.make(`proving-${entries}`), entries };
      jobs.push(await start(moduleOf('tree-proving'), settings, { profile, asService: true }));
      times.push([]);
    }
    const proofsARound = quick ? 100 : 2_000;
    for (const job of jobs) await job.run(proofsARound);
    for (let round = 0; round < rounds; round++) {
      for (const [i, job] of jobs.entries()) times[i]!.push(await job.run(proofsARound));
    }
  } finally {
    for (const job of jobs) await job.close();
  }
  const [small, large] = times as [number[], number[]];
  for (const [i, entries] of sizes.entries()) {
    const detail = 'a random entry, from the stored tiles';
    add(figureOf({ section: SECTION, what: `inclusion proof, ${short(entries)} entries`, detail }, 'µs', times[i]!));
  }
  const detail = `${short(sizes[1]!)} beside ${short(sizes[0]!)} entries`;
  add(
    ratio(
      { section: SECTION, what: '  larger ledger', detail, aim: { gate: 2, stretch: 1.5, atMost: true } },
      large,
      small,
    ),
  );
}

async function verifying({ quick, rounds, profile, say, add }: Bench): Promise<void> {
  const entries = quick ? 2_000 : 100_000;
  say(`${SECTION}: verifying a pack of ${short(entries)} entries`);
  const contender: Contender<VerifyingJob, number> = await start(moduleOf('pack-verifying'), { entries }, { profile });
  try {
    const [verified, bare] = await pairs(contender, ['verify', 'hash and parse'], rounds);
    const what = `verifying a pack of ${short(entries)} entries`;
    const detail = 'hashes, root, signature, rules, answer and report';
    add(figureOf({ section: SECTION, what, detail }, 'entries/s', verified));
    const beside = `hashing and JSON.parse alone ${short(median(bare))}/s`;
    add(ratio({ section: SECTION, what: '  beside hashing and parsing', detail: beside }, verified, bare));
  } finally {
    await contender.close();
  }
}

async function auditing({ workspace, quick, rounds, profile, say, add }: Bench): Promise<void> {
  const entries = quick ? 2_000 : 100_000;
  say(`${SECTION}: auditing a folder of ${short(entries)} entries`);
  const settings = { folder: workspace.make('auditing'), entries };
  const contender: Contender<AuditingJob, number> = await start(moduleOf('auditing'), settings, {
    profile,
    asService: true,
  });
  try {
    const [audited, bare] = await pairs(contender, ['audit', 'read and hash'], rounds);
    const what = `audit of ${short(entries)} entries`;
    const detail = 'form, order and id of each, leaf hashes, kept tree';
    add(figureOf({ section: SECTION, what, detail, aim: { gate: 300_000, stretch: 500_000 } }, 'entries/s', audited));
    const beside = `reading the file and SHA-256 alone ${short(median(bare))}/s`;
    add(ratio({ section: SECTION, what: '  beside reading and hashing', detail: beside }, audited, bare));
  } finally {
    await contender.close();
  }
}

async function receipts({ workspace, quick, rounds, profile, say, add }: Bench): Promise<void> {
  say(`${SECTION}: receipts`);
  const folder = workspace.make('receipts');
  const contender: Contender<ReceiptedJob, number> = await start(
    moduleOf('receipted-writing'),
    { folder },
    { profile, asService: true },
  );
  try {
    const job = { callers: 64, milliseconds: quick ? 100 : 2_000 };
    const plainJob: ReceiptedJob = { ...job, receipts: 'nobody' };
    const beside = async (receipts: ReceiptedJob['receipts'], what: string, aim?: Aim): Promise<void> => {
      const [sealed, plain] = await pairs(contender, [{ ...job, receipts }, plainJob], rounds);
      const cost = sealed.map((rate, round) => plain[round]! / rate);
      const detail = `64 callers, one hot ledger: ${short(median(sealed))} and ${short(median(plain))} commands/s`;
      add(figureOf({ section: SECTION, what, detail, ...(aim && { aim }) }, '×', cost));
    };
    const aim = { gate: 1.15, stretch: 1.05, atMost: true } as const;
    await beside('one caller', 'time of append batches with a signed, verified checkpoint each', aim);
    await beside('everybody', 'the same, with verified proofs for everybody as well');
  } finally {
    await contender.close();
  }
}
