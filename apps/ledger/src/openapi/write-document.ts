import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyRing } from '../access/key-ring.ts';
import { packageRoot } from '../http/page-files.ts';
import { openOnus } from '../runtime/open-onus.ts';
import { createService } from '../service.ts';
import { openApiDocument } from './document.ts';

/**
 * `npm run openapi` writes the OpenAPI document to docs/openapi.json; with `--check` it compares instead, and fails where the
 * committed document is not what the code says.
 */
async function currentDocument(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'onus-openapi-'));
  const onus = await openOnus({ folder });
  const service = await createService(onus, KeyRing.open(folder));
  try {
    return `${JSON.stringify(openApiDocument(service), null, 2)}\n`;
  } finally {
    await service.close();
    await onus.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const file = join(packageRoot(), 'docs/openapi.json');
const document = await currentDocument();
if (!process.argv.includes('--check')) {
  writeFileSync(file, document);
} else if (readFileSync(file, 'utf8') !== document) {
  console.error('docs/openapi.json is not what the code says. Run: npm run openapi');
  process.exitCode = 1;
}
