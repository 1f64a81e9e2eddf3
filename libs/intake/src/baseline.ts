import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const BASELINE = join('libs', 'intake', 'baseline', 'mssp-baseline.csv');

/**
 * The baseline of 69 duties that ships with the product: what the ready map `mssp-baseline` reads.
 * Looked for upwards from this file, so that sources and the built tree, which lies deeper, find the same file.
 *
 * @throws Error where the installation is incomplete.
 */
export function baselineCsv(): Uint8Array {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, BASELINE);
    if (existsSync(file)) return new Uint8Array(readFileSync(file));
    if (folder === dirname(folder)) throw new Error(`${BASELINE} is missing: install the product again`);
  }
}
