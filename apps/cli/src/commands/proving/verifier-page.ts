import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { verifierPage as pageOf } from '#apps/verifier/src/verifier-page';
import type { Context } from '../../context.ts';

/** Prints the verifier as one HTML file, to be kept and handed on. */
export function verifierPage(context: Context): void {
  // The same from sources and from `dist/`: there is one package.json above both.
  const root = dirname(findPackageJSON('..', import.meta.url)!);
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  // The script is bundled by `npm run build`, which `npm ci` runs.
  const page = pageOf({ style: read('apps/verifier/src/page/page.css'), script: read('dist/apps/verifier/page.js') });
  context.io.out(page);
}
