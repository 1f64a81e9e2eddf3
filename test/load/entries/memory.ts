import { figureOf, ratio } from '../report/figures.ts';
import type { Contender } from '../harness/contender.ts';
import type { Bench, Section } from '../harness/section.ts';
import { start } from '../harness/start.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import { fillFolder, type Filling } from './fill-folder.ts';
import type { WorkJob, Worked } from './onus-working.ts';

const SECTION = 'memory';
const WORKING = new URL('./onus-working.ts', import.meta.url);

/**
 * Resident memory of a process that has answered and recorded over all of its ledgers, with so many entries and with twice as many: as
 * it is after every start but the first one of a new version, which reads all ledgers from their entries.
 */
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
        figureOf({ section: SECTION, what, detail: at(once.again), aim }, 'MiB', once.again.map(memoryOf)),
        figureOf(
          { section: SECTION, what: '  at a first start', detail: at(once.first) },
          'MiB',
          once.first.map(memoryOf),
        ),
        ratio(
          {
            section: SECTION,
            what: '  with twice as many',
            detail: at(twice.again),
            aim: { gate: 1.2, stretch: 1.1, atMost: true },
          },
          twice.again.map(memoryOf),
          once.again.map(memoryOf),
        ),
      );
    }
  },
};

const memoryOf = ({ memory: mebibytes }: Worked): number => mebibytes;
const at = (worked: readonly Worked[]): string =>
  `after reading and writing everywhere, ${short(median(worked.map(({ perSecond }) => perSecond)))} commands/s`;

/** Memory after each round of work: of a process that found no snapshots of the ledgers, and of one that did. */
interface Remembered {
  readonly first: readonly Worked[];
  readonly again: readonly Worked[];
}

async function working(bench: Bench, ledgers: number, entries: number, where: string): Promise<Remembered> {
  const { workspace, say } = bench;
  const folder = workspace.make('memory');
  say(`${SECTION}: filling ${short(entries)} entries ${where}`);
  const filling = { ledgers, entries };
  await fillFolder(folder, filling);
  const first = await rounds(bench, { folder, filling });
  return { first, again: await rounds(bench, { folder, filling }) };
}

async function rounds(
  { profile, quick, rounds: most }: Bench,
  settings: { readonly folder: string; readonly filling: Filling },
): Promise<readonly Worked[]> {
  const worker: Contender<WorkJob, Worked> = await start(WORKING, settings, { profile, asService: true });
  try {
    const job = { callers: 64, milliseconds: quick ? 250 : 4_000 };
    await worker.run(job);
    const measured: Worked[] = [];
    for (let round = 0; round < Math.min(most, 3); round++) measured.push(await worker.run(job));
    return measured;
  } finally {
    await worker.close();
  }
}
