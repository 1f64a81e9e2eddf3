import { figureOf, ratio } from '../report/figures.ts';
import type { Contender } from '../harness/contender.ts';
import type { Bench, Section } from '../harness/section.ts';
import { start } from '../harness/start.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import { fillFolder } from './fill-folder.ts';
import type { WorkJob, Worked } from './onus-working.ts';

const SECTION = 'memory';
const WORKING = new URL('./onus-working.ts', import.meta.url);

/** Resident memory of a process that has answered and recorded over all of its ledgers, with so many entries and with twice as many. */
export const memory: Section = {
  name: SECTION,
  measure: async (bench) => {
    const entries = bench.quick ? 10_000 : 1_000_000;
    const ledgers = bench.quick ? 10 : 1_000;
    for (const spread of [ledgers, 1]) {
      const where = spread === 1 ? 'in one ledger' : `in ${short(spread)} ledgers`;
      const once = await working(bench, spread, entries, where);
      const twice = await working(bench, spread, 2 * entries, where);
      const aim = { gate: 300, stretch: 300, atMost: true } as const;
      const what = `resident, ${short(entries)} entries ${where}`;
      bench.add(
        figureOf({ section: SECTION, what, detail: at(once), aim }, 'MiB', once.map(memoryOf)),
        ratio(
          {
            section: SECTION,
            what: '  with twice as many',
            detail: at(twice),
            aim: { gate: 1.2, stretch: 1.1, atMost: true },
          },
          twice.map(memoryOf),
          once.map(memoryOf),
        ),
      );
    }
  },
};

const memoryOf = ({ memory: mebibytes }: Worked): number => mebibytes;
const at = (worked: readonly Worked[]): string =>
  `after reading and writing everywhere, ${short(median(worked.map(({ perSecond }) => perSecond)))} commands/s`;

/** Memory after each round of work. */
async function working(bench: Bench, ledgers: number, entries: number, where: string): Promise<Worked[]> {
  const { workspace, quick, profile, say } = bench;
  const folder = workspace.make('memory');
  say(`${SECTION}: filling ${short(entries)} entries ${where}`);
  const filling = { ledgers, entries };
  await fillFolder(folder, filling);
  const worker: Contender<WorkJob, Worked> = await start(WORKING, { folder, filling }, { profile, asService: true });
  try {
    const job = { callers: 64, milliseconds: quick ? 250 : 4_000 };
    await worker.run(job);
    const measured: Worked[] = [];
    for (let round = 0; round < Math.min(bench.rounds, 3); round++) measured.push(await worker.run(job));
    return measured;
  } finally {
    await worker.close();
  }
}
