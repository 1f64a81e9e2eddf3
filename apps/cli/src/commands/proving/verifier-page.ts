import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#apps/ledger/src/http/page-files';
import { verifierPage as pageOf } from '#apps/verifier/src/verifier-page';
import type { Context } from '../../context.ts';

/** Prints the verifier as one HTML file, to be kept and handed on. */
export function verifierPage(context: Context): void {
  const root = packageRoot();
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  // The script is bundled by `npm run build`, which `npm ci` runs.
  const page = pageOf({ style: read('apps/verifier/src/page/page.css'), script: read('dist/apps/verifier/page.js') });
  context.io.out(page);
}
