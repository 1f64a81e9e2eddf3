import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROCESS_SETTINGS } from '#apps/ledger/src/process-settings';
import { figureOf } from '../report/figures.ts';
import type { Bench, Section } from '../harness/section.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import { fillFolder, type Filling } from './fill-folder.ts';
import type { Said } from './starting-process.ts';

const SECTION = 'cold-start';
const PROBE = new URL('./starting-process.ts', import.meta.url);

interface Start {
  /** Seconds since the process was asked for. */
  readonly answered: number;
  readonly accepted: number;
  /** Resident memory in MiB, after both. */
  readonly memory: number;
}

/** From the start of a process to its first answer, and to its first accepted command. */
export const coldStart: Section = {
  name: SECTION,
  measure: async (bench) => {
    const entries = bench.quick ? 10_000 : 1_000_000;
    const cases = [
      { what: 'many ledgers', filling: { ledgers: bench.quick ? 10 : 1_000, entries } },
      { what: 'one ledger', filling: { ledgers: 1, entries } },
    ];
    for (const { what, filling } of cases) await measure(bench, `${short(entries)} entries in ${what}`, filling);
  },
};

async function measure(bench: Bench, what: string, filling: Filling): Promise<void> {
  const folder = bench.workspace.make('cold');
  bench.say(`${SECTION}: filling ${what}`);
  await fillFolder(folder, filling);
  await startOnce(folder, 0);
  const starts: Start[] = [];
  const withoutSnapshot: Start[] = [];
  const rounds = Math.min(bench.rounds, 3);
  for (let round = 0; round < rounds; round++) {
    bench.say(`${SECTION}: ${what}, round ${round + 1} of ${rounds}`);
    starts.push(await startOnce(folder, 0));
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `snapshots.sqlite${suffix}`), { force: true });
    withoutSnapshot.push(await startOnce(folder, 0));
    // Its stop has kept a snapshot of what it used, which the next start finds.
  }
  const of = (from: readonly Start[], which: keyof Start): number[] => from.map((each) => each[which]);
  const detail = `${short(median(of(starts, 'memory')))} MiB resident`;
  bench.add(
    figureOf({ section: SECTION, what: `first answer, ${what}`, detail }, 's', of(starts, 'answered')),
    figureOf(
      { section: SECTION, what: 'first command accepted', detail: 'from a snapshot' },
      's',
      of(starts, 'accepted'),
    ),
    figureOf(
      { section: SECTION, what: 'first command accepted', detail: 'without a snapshot: the whole ledger is read' },
      's',
      of(withoutSnapshot, 'accepted'),
    ),
  );
}

function startOnce(folder: string, ledger: number): Promise<Start> {
  const start = performance.now();
  const child = fork(PROBE, [folder, String(ledger)], {
    execArgv: [...process.execArgv, ...PROCESS_SETTINGS.options],
    env: { ...process.env, ...PROCESS_SETTINGS.environment },
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  return new Promise((resolve, reject) => {
    let answered = Number.NaN;
    let started: Start | undefined;
    child.on('message', ({ is, memory }: Said) => {
      const seconds = (performance.now() - start) / 1_000;
      if (is === 'answered') answered = seconds;
      else {
        started = { answered, accepted: seconds, memory: memory / 2 ** 20 };
        child.send('close');
      }
    });
    child.once('exit', (code) => {
      if (started === undefined) reject(new Error(`cold start ended with ${String(code)}`));
      else resolve(started);
    });
  });
}
