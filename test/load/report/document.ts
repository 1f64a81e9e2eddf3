import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure, Skipped } from './figures.ts';
import { markdown } from './table.ts';

const ROOT = new URL('../../../', import.meta.url);
const DOCUMENT = fileURLToPath(new URL('docs/benchmarks.md', ROOT));
const PRETTIER = fileURLToPath(new URL('node_modules/prettier/bin/prettier.cjs', ROOT));
const BETWEEN = /(?<=<!-- figures -->\n)[^]*(?=<!-- end of figures -->)/;

export interface Measured {
  readonly machine: string;
  readonly date: string;
  readonly figures: readonly Figure[];
  readonly skipped: readonly Skipped[];
}

/** Puts what was measured into the document, in the place of what stood there. */
export function document({ machine, date, figures, skipped }: Measured): void {
  const text = `\nTaken on ${date} on a machine with ${machine}.\n\n${markdown(figures, skipped)}\n\n`;
  writeFileSync(
    DOCUMENT,
    readFileSync(DOCUMENT, 'utf8').replace(BETWEEN, () => text),
  );
  spawnSync(process.execPath, [PRETTIER, '--write', '--log-level', 'warn', DOCUMENT], { stdio: ['ignore', 2, 2] });
}
