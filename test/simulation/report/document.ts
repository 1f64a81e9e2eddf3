import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Inputs } from '../inputs.ts';
import { ASSUMED, conflicts, levers, throughTheDay, underLoad } from '../scenarios.ts';
import { conflictPicture, dayPicture, growthPicture, latencyPicture, rebuildPicture } from './pictures.ts';
import {
  conflictTable,
  dayTable,
  hotTable,
  inputsTable,
  leversTable,
  loadTable,
  sizeTable,
  yearTable,
} from './tables.ts';

const PRETTIER = fileURLToPath(new URL('../../../node_modules/prettier/bin/prettier.cjs', import.meta.url));

/** Path of the document; pictures stand beside it in `images`. */
export const DOCUMENT = 'docs/scale.md';

export interface Report {
  /** Tables by the name that the document marks their place with. */
  readonly tables: Readonly<Record<string, string>>;
  /** Pictures by their path in the project. */
  readonly pictures: Readonly<Record<string, string>>;
}

/** Runs everything that the document shows. The same inputs give the same report, to the byte. */
export function reportOf(inputs: Inputs): Report {
  const machine = underLoad(inputs);
  const cluster = underLoad(inputs, { replicas: 2, store: ASSUMED.cluster });
  const routed = conflicts(inputs);
  const day = throughTheDay(inputs);
  const tried = levers(inputs);
  return {
    tables: {
      inputs: inputsTable(inputs),
      year: yearTable(inputs, tried[0]!.outcome.misses),
      size: sizeTable(inputs),
      load: loadTable(machine, cluster),
      day: dayTable(day),
      levers: leversTable(tried),
      hot: hotTable(inputs),
      conflicts: conflictTable(routed),
    },
    pictures: {
      'docs/images/scale-growth.svg': growthPicture(inputs),
      'docs/images/scale-rebuild.svg': rebuildPicture(inputs),
      'docs/images/scale-latency.svg': latencyPicture(machine, cluster),
      'docs/images/scale-day.svg': dayPicture(day),
      'docs/images/scale-conflicts.svg': conflictPicture(routed),
    },
  };
}

/** The document with these tables in their places, laid out as all documents are. @throws Error for a place without a table, or the reverse */
export function withTables(text: string, tables: Report['tables']): string {
  const places = [...text.matchAll(/<!-- figures: (\w+) -->\n[^]*?<!-- end of figures -->/g)].map(([, name]) => name!);
  const names = Object.keys(tables);
  const odd = [...places, ...names].filter((name) => !places.includes(name) || !names.includes(name));
  if (odd.length > 0)
    throw new Error(`${DOCUMENT}: ${odd.join(', ')}: a place without a table, or a table without a place`);
  const filled = text.replaceAll(
    /(<!-- figures: (\w+) -->\n)[^]*?(<!-- end of figures -->)/g,
    (_, begin: string, name: string, end: string) => `${begin}\n${tables[name]!}\n\n${end}`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [PRETTIER, '--stdin-filepath', DOCUMENT], {
    input: filled,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`prettier: ${stderr}`);
  return stdout;
}
