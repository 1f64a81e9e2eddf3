import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PEERS, peersMissing } from './installed/peers.ts';
import type { Figure, Skipped } from './report/figures.ts';
import type { Bench, Section } from './harness/section.ts';
import { document } from './report/document.ts';
import { table } from './report/table.ts';
import { describeMachine, workspace } from './harness/workspace.ts';
import { options, USAGE, type Options } from './options.ts';
import { ownDatabase, startPostgres, type Postgres } from './installed/postgres.ts';
import { asOf } from './as-of/as-of.ts';
import { matrix } from './as-of/matrix.ts';
import { coldStart } from './entries/cold-start.ts';
import { http } from './http/http.ts';
import { kurrentdb } from './kurrentdb/kurrentdb.ts';
import { memory } from './entries/memory.ts';
import { proofs } from './proofs/proofs.ts';
import { rebuild } from './entries/rebuild.ts';
import { write } from './write/write.ts';

const SECTIONS: readonly Section[] = [write, asOf, matrix, rebuild, coldStart, memory, http, proofs, kurrentdb];

const say = (progress: string): boolean => process.stderr.write(`${progress}\n`);

async function main(): Promise<void> {
  const chosen = options(process.argv.slice(2));
  const sections = SECTIONS.filter(({ name }) => chosen.only.length === 0 || chosen.only.includes(name));
  const unknown = chosen.only.filter((name) => !SECTIONS.some((section) => section.name === name));
  if (unknown.length > 0) throw new TypeError(`unknown: ${unknown.join(', ')}; there are ${namesOf(SECTIONS)}`);
  const figures: Figure[] = [];
  const skipped: Skipped[] = [];
  const space = workspace(chosen.folder);
  // Programs are written in TypeScript here. What takes the types out of them is 16 MiB that nobody has who runs what was built: what it
  // gives is kept for every process that starts later.
  process.env['NODE_COMPILE_CACHE'] ??= space.make('compiled');
  const missing = peers(chosen);
  const postgres = missing === undefined ? await postgresFor(chosen) : { missing };
  const stop = async (): Promise<void> => {
    if ('stop' in postgres) await postgres.stop();
    space.remove();
  };
  process.once('SIGINT', () => void stop().finally(() => process.exit(130)));
  try {
    const bench: Bench = {
      workspace: space,
      quick: chosen.quick,
      rounds: chosen.rounds,
      postgres,
      peersMissing: missing,
      profile: chosen.profile,
      say,
      add: (...measured) => figures.push(...measured),
      skip: (what) => skipped.push(what),
    };
    if (!space.durable) say(`${chosen.folder} is in memory: a sync costs nothing there; choose a disk with --folder`);
    for (const section of sections) await measure(section, bench);
  } finally {
    await stop();
  }
  print(chosen, figures, skipped, space.durable);
}

/** What one section meets leaves the figures of the others alone. */
async function measure({ name, measure: measured }: Section, bench: Bench): Promise<void> {
  try {
    await measured(bench);
  } catch (error) {
    bench.skip({ section: name, what: 'failed', why: (error as Error).message });
    process.exitCode = 1;
  }
}

const namesOf = (sections: readonly Section[]): string => sections.map(({ name }) => name).join(', ');

/** Installs what we compare with, where that is wanted. Gives why it is not there. */
function peers({ quick }: Options): string | undefined {
  if (peersMissing() !== undefined && !quick) {
    say('installing the packages to compare with, in test/load/peers');
    spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: fileURLToPath(PEERS), stdio: ['ignore', 2, 2] });
  }
  return peersMissing();
}

const postgresFor = ({ postgres, folder }: Options): Promise<Postgres | { readonly missing: string }> =>
  postgres === undefined ? startPostgres(folder) : ownDatabase(postgres);

function print(
  { json, document: documented, quick }: Options,
  figures: readonly Figure[],
  skipped: readonly Skipped[],
  durable: boolean,
): void {
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  if (documented) document({ machine, date, figures, skipped });
  if (json) {
    process.stdout.write(`${JSON.stringify({ date, machine, quick, durable, figures, skipped }, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${machine}; ${date}${quick ? '; quick: sizes and times are small' : ''}\n\n`);
  process.stdout.write(`${table(figures, skipped)}\n`);
}

try {
  await main();
} catch (error) {
  say(error instanceof TypeError ? `${error.message}\n${USAGE}` : String((error as Error).stack));
  process.exitCode = 1;
}
