import type { Contender } from '../harness/contender.ts';
import { figureOf, ratio, type Aim, type Figure } from '../report/figures.ts';
import type { Bench, Section } from '../harness/section.ts';
import { start } from '../harness/start.ts';
import { median } from '../harness/statistics.ts';
import { short } from '../report/table.ts';
import type { RebuildJob } from './emmett-rebuilding.ts';

const SECTION = 'rebuild';
const moduleOf = (name: string): URL => new URL(`./${name}.ts`, import.meta.url);

/** Read models from nothing, beside the smallest projection that Emmett can be given. */
export const rebuild: Section = {
  name: SECTION,
  measure: async (bench) => {
    const { workspace, quick, profile, peersMissing, skip, say } = bench;
    const entries = quick ? 20_000 : 1_000_000;
    say(`${SECTION}: filling ${short(entries)} entries`);
    const filling = { ledgers: quick ? 20 : 1_000, entries };
    const ours: Ours = await start(
      moduleOf('onus-rebuilding'),
      { folder: workspace.make('rebuild'), filling },
      { profile, asService: true },
    );
    let theirs: Theirs | undefined;
    try {
      if (peersMissing === undefined) {
        const settings = { folder: workspace.make('emmett'), entries: quick ? 2_000 : 50_000 };
        theirs = await start(moduleOf('emmett-rebuilding'), settings, { profile });
      } else skip({ section: SECTION, what: 'Emmett-SQLite', why: peersMissing });
      await measure(bench, entries, ours, theirs);
    } finally {
      await ours.close();
      await theirs?.close();
    }
  },
};

type Ours = Contender<'rebuild', number>;
type Theirs = Contender<RebuildJob, number>;

async function measure(bench: Bench, entries: number, ours: Ours, theirs: Theirs | undefined): Promise<void> {
  const rates: { ours: number[]; consumer: number[]; byHand: number[] } = { ours: [], consumer: [], byHand: [] };
  const rounds = Math.min(bench.rounds, 3);
  for (let round = 0; round < rounds; round++) {
    bench.say(`${SECTION}: round ${round + 1} of ${rounds}`);
    rates.ours.push(await ours.run('rebuild'));
    if (theirs === undefined) continue;
    rates.consumer.push(await theirs.run('consumer'));
    rates.byHand.push(await theirs.run('by hand'));
  }
  const what = `rebuild of all read models, ${short(entries)} entries`;
  bench.add(figureOf({ section: SECTION, what, detail: 'until the new file has taken over' }, 'entries/s', rates.ours));
  if (theirs === undefined) return;
  const beside = (who: string, theirRates: readonly number[], aim?: Aim): Figure => {
    const detail = `Emmett-SQLite ${short(median(theirRates))}/s, one row an event`;
    return ratio({ section: SECTION, what: `  beside ${who}`, detail, ...(aim && { aim }) }, rates.ours, theirRates);
  };
  bench.add(
    beside('its consumer, batches of 10 000', rates.consumer, { gate: 6, stretch: 10 }),
    beside('its rows written past it, by hand', rates.byHand),
  );
}
